import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request, session } from '../testing/steadyUsage.ts';
import { memoryStore } from './memory/memoryStore.ts';
import { openSqlite } from './sqlite/openSqlite.ts';
import { sqliteStore } from './sqlite/sqliteStore.ts';
import type { UsageStore } from './UsageStore.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 2, 2);
const segments = [{ startMs: START_MS, endMs: START_MS + 3 * DAY_MS, offsetSlots: 0 }];
const dimensions = [dimension('user', { grain: 'session' }), dimension('team', { grain: 'session' })];

/** Sixty sessions of three days: of twenty users and seven teams, every seventh of them failed; each of other tokens. */
const written = (from: number) =>
  batch({
    requests: Array.from({ length: 60 }, (_, i) =>
      request(`r${from + i}`, `s${from + i}`, START_MS + (i % 3) * DAY_MS + i, { inputTokens: from + i }),
    ),
    sessions: Array.from({ length: 60 }, (_, i) =>
      session(`s${from + i}`, START_MS + (i % 3) * DAY_MS + i, {
        status: i % 7 === 0 ? 'failed' : 'completed',
        dimensions: { user: `u${i % 20}`, team: `t${i % 7}` },
      }),
    ),
  });

const users = (...numbers: number[]) => ({ user: numbers.map((n) => `u${n}`) });
const QUESTIONS = [
  { where: users(0) },
  { where: users(0), hideFailed: true },
  { where: users(1) },
  { where: { ...users(0, 4, 8), team: ['t1', 't4'] } },
  { where: { team: ['t1'], ...users(0, 4, 8) } },
  { where: { ...users(0), status: ['failed'] } },
  { where: { status: ['failed'], ...users(0) } },
  { where: { user: ['nobody'] } },
  { where: { user: ['', 'u3'] } },
  {},
];

let folder: string;
let store: UsageStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-facts-'));
  store = sqliteStore(openSqlite(join(folder, 'usage.db')));
  store.declare({ dimensions });
  await store.migrate();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

it('the rows that a filter kept are those of the same filter, day and state only', async () => {
  const oracle = memoryStore();
  oracle.declare({ dimensions });
  const tokens = async (of: UsageStore) => {
    const found: unknown[] = [];
    for (const question of QUESTIONS) {
      found.push((await of.distribution({ measure: 'tokens', segments, ...question })).values);
    }
    return found;
  };
  for (const from of [0, 100]) {
    await store.write(written(from), examplePrice);
    await store.drain();
    await oracle.write(written(from), examplePrice);
    const expected = await tokens(oracle);
    expect(new Set(expected.map((values) => JSON.stringify(values))).size).toBe(9);
    for (let times = 0; times < 3; times += 1) expect(await tokens(store)).toEqual(expected);
  }
});
