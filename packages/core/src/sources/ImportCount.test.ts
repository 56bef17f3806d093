import { expect, it } from 'vitest';

import type { RequestRecord } from '../model/RequestRecord.ts';
import type { SessionRecord } from '../model/SessionRecord.ts';
import type { ToolCallRecord } from '../model/ToolCallRecord.ts';
import type { TurnRecord } from '../model/TurnRecord.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { requestPricing } from '../pricing/requestPricing.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import * as steady from '../testing/steadyUsage.ts';
import { importUsage } from './importUsage.ts';
import type { UsageSource } from './UsageSource.ts';

const AT_MS = Date.UTC(2026, 9, 1);
const request = (key: string, fields: Partial<RequestRecord> = {}): RequestRecord =>
  steady.request(key, 's', AT_MS, {
    provider: 'anthropic',
    model: 'claude-sonnet-4-6',
    inputTokens: 1000,
    outputTokens: 0,
    ...fields,
  });
const call = (key: string, atMs: number): ToolCallRecord => steady.toolCall(key, 's', atMs);
const turn = (key: string, atMs: number): TurnRecord => ({
  key,
  session: 's',
  atMs,
  engagedMs: 0,
  promptCount: 1,
  claim: 0,
});

const session = (id: string, lastAtMs: number): SessionRecord => steady.session(id, lastAtMs);

const imported = async (
  requests: RequestRecord[],
  toolCalls: ToolCallRecord[] = [],
  turns: TurnRecord[] = [],
  named: SessionRecord[] = [],
) => {
  const source: UsageSource = {
    id: 'own',
    label: 'own',
    roots: () => [],
    files: () => [{ path: 'x', size: 1, mtimeMs: 1 }],
    async *read() {
      yield { source: 'own', requests, toolCalls, turns, sessions: named, cursors: [] };
    },
  };
  const rates = { input: '10000000', output: '1' };
  const dear = { id: 'dear', provider: '', model: 'dear', validFrom: '2026-01-01', knownFrom: '2026-01-01' };
  const book = priceBook({ overrides: [{ ...dear, source: '', rates }] });
  const store = sqliteStore(openSqlite(':memory:'));
  await store.migrate();
  const summary = await importUsage({ store, sources: [source], price: requestPricing(() => book) });
  const { sessions } = await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 });
  await store.close();
  return { summary, reasons: summary.skipped.map(({ reason }) => reason), sessions };
};

it('records that no store takes are told of, and neither counted nor priced', async () => {
  const times = [Number.NaN, 0, Date.UTC(2200, 0, 1), AT_MS + 0.5];
  const { summary, reasons, sessions } = await imported(
    [
      ...times.map((atMs, i) => request(`bad-${i}`, { atMs })),
      request('broken', { inputTokens: -1 }),
      request('unnamed', { model: undefined as unknown as string }),
      request('good'),
      request('good'),
    ],
    [call('bad-call', Number.NaN), call('call', AT_MS)],
    [turn('bad-turn', -1), turn('turn', AT_MS)],
    [session('bad-session', Number.NaN), session('s', AT_MS)],
  );
  const time = 'not a time from 1990 to 2099, in ms';
  expect(reasons).toEqual([
    ...times.map((ms, i) => `left out: request 'bad-${i}': atMs is ${ms}, ${time}`),
    "left out: request 'broken': inputTokens is -1, not a whole number from 0 to 2^53 - 1",
    "left out: request 'unnamed': model is undefined, not text",
    `left out: tool call 'bad-call': atMs is NaN, ${time}`,
    `left out: turn 'bad-turn': atMs is -1, ${time}`,
    "left out: session 'bad-session': lastAtMs is NaN, not a time up to 2099, in ms",
  ]);
  expect(summary).toMatchObject({ requests: 1, toolCalls: 1, duplicates: 1, skippedCount: 9 });
  expect(summary.added).toEqual({ requests: 1, toolCalls: 1 });
  expect(sessions).toMatchObject([{ id: 's', project: 'p', requests: 1, turns: 1, costUsd: 0.003 }]);
});

it('a request that costs more than can be held is told of, however few its tokens; the others are read', async () => {
  const { summary, reasons, sessions } = await imported([
    request('before'),
    request('dear', { model: 'dear', inputTokens: 1_000_000 }),
    request('after'),
  ]);
  expect(reasons).toEqual([
    expect.stringContaining('request "dear" was left out: a cost of 10000000000000000 nano-USD'),
  ]);
  expect(summary).toMatchObject({ requests: 2, duplicates: 0, added: { requests: 2 } });
  expect(sessions).toMatchObject([{ requests: 2, inputTokens: 2000 }]);
});
