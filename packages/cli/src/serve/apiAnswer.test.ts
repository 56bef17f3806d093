import { afterEach, beforeEach, expect, it } from 'vitest';

import { type Usagekit, usagekit } from '@usagekit/core/service';
import { openSqlite, sqliteStore } from '@usagekit/core/sqlite';

import { apiAnswer } from './apiAnswer.ts';

const AT_MS = Date.UTC(2026, 5, 1, 12, 7, 30);
const SEALED_MS = Date.UTC(2026, 5, 1, 13);

let usage: Usagekit;
beforeEach(async () => {
  const store = sqliteStore(openSqlite(':memory:'));
  usage = usagekit({ store, timeZone: 'UTC', now: () => AT_MS });
  await usage.migrate();
  const step = usage.recorder.aiSdk({ session: 's' });
  const response = { id: 'resp_0123456789abcdefgh', modelId: 'gpt-5' };
  await step({ finishReason: 'stop', usage: { inputTokens: 7, outputTokens: 5 }, response });
  await store.seal(SEALED_MS);
});
afterEach(() => usage.close());

it.each([
  ['start=2026-06-01T11:59:59Z&end=2026-06-01T12:07:31Z', 400, 'range_not_slot_aligned'],
  ['start=2026-06-01&end=2026-06-01&where={"status":["running"]}', 400, 'detail_sealed'],
  ['start=2026-06-02&end=2026-06-01', 400, 'invalid_date_range'],
])('what sealed time or a wrong question cannot answer is the fault of the caller: %s', async (asked, status, code) => {
  const url = new URL(`http://127.0.0.1/api/analytics?${asked}`);
  const resync = (): Promise<never> => Promise.reject(new Error('not asked for'));
  const answer = await apiAnswer({ url, headers: {} }, usage.service, resync);
  expect(answer).toMatchObject({ status, body: { error: { code } } });
});
