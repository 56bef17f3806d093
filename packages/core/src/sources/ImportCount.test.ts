import { expect, it } from 'vitest';

import type { RequestRecord } from '../model/RequestRecord.ts';
import type { ToolCallRecord } from '../model/ToolCallRecord.ts';
import type { TurnRecord } from '../model/TurnRecord.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { requestPricing } from '../pricing/requestPricing.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { importUsage } from './importUsage.ts';
import type { UsageSource } from './UsageSource.ts';

const AT_MS = Date.UTC(2026, 9, 1);
const of = { session: 's', atMs: AT_MS, claim: 1 };
const request = (key: string, fields: Partial<RequestRecord> = {}): RequestRecord => ({
  ...of,
  key,
  provider: 'anthropic',
  model: 'claude-sonnet-4-6',
  serviceTier: '',
  speed: '',
  residency: '',
  grain: 'request',
  quality: 'final',
  requestCount: 1,
  webSearchRequests: 0,
  kind: 'main',
  inputTokens: 1000,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  ...fields,
});
const call = (key: string, atMs: number): ToolCallRecord => ({
  ...of,
  key,
  atMs,
  tool: 'Bash',
  model: '',
  outcome: 'ok',
  approval: 'unknown',
  approvalSource: '',
  callCount: 1,
  durationMs: 0,
});
const turn = (key: string, atMs: number): TurnRecord => ({ ...of, key, atMs, engagedMs: 0, promptCount: 1 });

const imported = async (requests: RequestRecord[], calls: ToolCallRecord[] = [], turns: TurnRecord[] = []) => {
  const source: UsageSource = {
    id: 'own',
    label: 'own',
    roots: () => [],
    files: () => [{ path: 'x', size: 1, mtimeMs: 1 }],
    async *read() {
      yield { source: 'own', requests, toolCalls: calls, turns, sessions: [], cursors: [] };
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

it('records of no time that can be are told of, and neither counted nor priced', async () => {
  const bad = [Number.NaN, 0, Date.UTC(2200, 0, 1), AT_MS + 0.5];
  const { summary, reasons, sessions } = await imported(
    [...bad.map((atMs, i) => request(`bad-${i}`, { atMs })), request('good'), request('good')],
    [call('bad-call', Number.NaN), call('call', AT_MS)],
    [turn('bad-turn', -1), turn('turn', AT_MS)],
  );
  expect(reasons).toEqual([
    ...bad.map((ms, i) => `request "bad-${i}" was left out: its time is ${ms}, not one from 1990 to 2099, in ms`),
    'tool call "bad-call" was left out: its time is NaN, not one from 1990 to 2099, in ms',
    'turn "bad-turn" was left out: its time is -1, not one from 1990 to 2099, in ms',
  ]);
  expect(summary).toMatchObject({ requests: 1, toolCalls: 1, duplicates: 1, skippedCount: 6 });
  expect(summary.added).toEqual({ requests: 1, toolCalls: 1 });
  expect(sessions).toMatchObject([{ requests: 1, turns: 1, costUsd: 0.003 }]);
});

it('a request that costs more than can be held is told of, however few its tokens; the others are read', async () => {
  const { summary, reasons, sessions } = await imported([
    request('before'),
    request('dear', { model: 'dear', inputTokens: 1_000_000 }),
    request('broken', { inputTokens: -1 }),
    request('after'),
  ]);
  expect(reasons).toEqual([
    expect.stringContaining('request "dear" was left out: a cost of 10000000000000000 nano-USD'),
    expect.stringContaining('request "broken" was left out: inputTokens is -1'),
  ]);
  expect(summary).toMatchObject({ requests: 2, duplicates: 0, added: { requests: 2 } });
  expect(sessions).toMatchObject([{ requests: 2, inputTokens: 2000 }]);
});
