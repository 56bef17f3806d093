import { beforeEach, expect, it } from 'vitest';

import { CLAIM_RANK, claimKey } from '../model/claimKey.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { SessionSummary } from '../model/SessionSummary.ts';
import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { init, result, used } from './fixtures/agentMessages.ts';
import { type Recorder, recorder } from './recorder.ts';
import { usageCounts } from './usageCounts.ts';

const OPUS = 'claude-opus-4-7';
const book = priceBook();
let store: UsageStore;
let results = 0;

/** What a recorder of an earlier version wrote: 1,000 tokens at one dollar. */
const EARLIER: RequestRecord = {
  key: 'agent/["s",0,"mine"]',
  session: 's',
  atMs: Date.UTC(2026, 10, 2),
  provider: '',
  model: 'mine',
  serviceTier: '',
  speed: '',
  residency: '',
  grain: 'session',
  quality: 'final',
  requestCount: 1,
  ...usageCounts({ inputTokens: 1000, totalCostUsd: 1 }),
  kind: '',
  revision: 2,
  claim: claimKey(CLAIM_RANK.own, 0),
};

/** A result with each model's input tokens, cost in USD, and what the cost rests on. */
const turn = (models: Record<string, readonly [tokens: number, costUsd: number, costBasis?: string]>): unknown => {
  const entries = Object.entries(models).map(([model, [tokens, costUsd, costBasis]]) => [
    model,
    { ...used(tokens, costUsd), costBasis },
  ]);
  results += 1;
  return result('s', results, Object.fromEntries(entries));
};
const process = (): Recorder => recorder({ store, price: (request) => costOf(request, book) });
const told = async (usage: Recorder, messages: readonly unknown[]): Promise<SessionSummary | undefined> => {
  const record = usage.claudeAgent();
  for (const message of messages) await record(message);
  return (await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 })).sessions[0];
};
const given = (usage: Recorder, ...messages: unknown[]): Promise<SessionSummary | undefined> =>
  told(usage, [init('s', OPUS), ...messages]);

beforeEach(async () => {
  store = memoryStore();
  await store.migrate();
});

it('what a resumed agent carries without saying what its cost rests on takes nothing back', async () => {
  await given(process(), turn({ mine: [1000, 2, 'unknown'] }));
  const resumed = await given(process(), turn({ mine: [1000, 2], [OPUS]: [1, 0, 'list'] }));
  expect(resumed).toMatchObject({ inputTokens: 1001, costUsd: 0, unpricedRequests: 1 });
});

it('a guess that is resumed and grows has the price of the book, for all of it', async () => {
  await given(process(), turn({ [OPUS]: [1000, 2, 'unknown'] }));
  const guessed = await given(process(), turn({ [OPUS]: [1000, 2] }), turn({ [OPUS]: [1_000_000, 99, 'unknown'] }));
  expect(guessed).toMatchObject({ inputTokens: 1_000_000, costUsd: 5 });
});

it('what is carried counts where nobody said more of it, at the price of the book', async () => {
  expect(await given(process(), turn({ [OPUS]: [1_000_000, 2] }))).toMatchObject({
    inputTokens: 1_000_000,
    costUsd: 5,
  });
  const priced = await given(process(), turn({ [OPUS]: [1_000_000, 2] }), turn({ [OPUS]: [1_500_000, 3, 'managed'] }));
  expect(priced).toMatchObject({ inputTokens: 1_500_000, costUsd: 3, requests: 1 });
});

it('what is carried of processes that nobody recorded counts beside the cost that was recorded', async () => {
  await given(process(), turn({ mine: [1000, 1, 'list'] }));
  expect(await given(process(), turn({ mine: [5000, 5] }))).toMatchObject({ inputTokens: 5000, costUsd: 1 });
  expect(await given(process(), turn({ mine: [5000, 5, 'list'] }))).toMatchObject({ inputTokens: 5000, costUsd: 5 });
});

it('an agent of a version that says of no cost what it rests on has the cost that it states', async () => {
  const record = process().claudeAgent();
  await record(init('s', OPUS, '2.1.276'));
  const older = await given({ ...process(), claudeAgent: () => record }, turn({ mine: [1000, 2] }));
  expect(older).toMatchObject({ inputTokens: 1000, costUsd: 2 });
});

it('counts of every process, and of earlier versions of the recorder, hold by the largest', async () => {
  await store.write(
    { source: 'recorder', sessions: [], turns: [], toolCalls: [], cursors: [], requests: [EARLIER] },
    (request) => costOf(request, book),
  );
  expect(await given(process(), turn({ mine: [10, 0.1, 'list'] }))).toMatchObject({ inputTokens: 1000, costUsd: 1 });
  expect(await given(process(), turn({ mine: [1500, 1.5, 'list'] }))).toMatchObject({
    inputTokens: 1500,
    costUsd: 1.5,
  });
});

it('where a part of a recorded cost becomes a guess, the price of the book for all counts is recorded, also by handlers that follow', async () => {
  const usage = process();
  const guessed = await given(
    usage,
    turn({ [OPUS]: [1000, 1, 'managed'] }),
    turn({ [OPUS]: [1_000_000, 9, 'unknown'] }),
  );
  expect(guessed).toMatchObject({ inputTokens: 1_000_000, costUsd: 5, requests: 1 });
  // The sum has the guess in it, whatever the latest request was priced at.
  const listed = await given(usage, turn({ [OPUS]: [1_000_000, 9] }), turn({ [OPUS]: [2_000_000, 14, 'list'] }));
  expect(listed).toMatchObject({ inputTokens: 2_000_000, costUsd: 10 });
});

it('counts of later processes hold after a part of a recorded cost became a guess', async () => {
  await given(process(), turn({ [OPUS]: [1000, 1, 'managed'] }), turn({ [OPUS]: [1_000_000, 2, 'unknown'] }));
  const later = await given(process(), turn({ [OPUS]: [2_000_000, 9, 'list'] }));
  expect(later).toMatchObject({ inputTokens: 2_000_000, costUsd: 9, requests: 1 });
});

it('where a part of a recorded cost becomes a guess and no price is known, the cost stays and the counts go on', async () => {
  const mixed = await given(process(), turn({ mine: [1000, 1, 'managed'] }), turn({ mine: [3000, 9, 'unknown'] }));
  expect(mixed).toMatchObject({ inputTokens: 3000, costUsd: 1, requests: 1 });
});

it('a guess that an agent of another process prices is recorded with its cost', async () => {
  await given(process(), turn({ [OPUS]: [1000, 2, 'unknown'] }));
  expect(await given(process(), turn({ [OPUS]: [3000, 5, 'list'] }))).toMatchObject({ inputTokens: 3000, costUsd: 5 });
});

it('a price that is a guess for an agent of another process keeps its cost, and the counts go on', async () => {
  await given(process(), turn({ [OPUS]: [1000, 2, 'managed'] }));
  expect(await given(process(), turn({ [OPUS]: [3000, 5, 'unknown'] }))).toMatchObject({
    inputTokens: 3000,
    costUsd: 2,
  });
});

it.each([
  ['no message that begins a turn', []],
  ['an agent that does not state its version', [init('s', 'mine', '')]],
  ['an agent of version 2.1.276', [init('s', 'mine', '2.1.276')]],
])('a cost is recorded of %s, whether or not it says what the cost rests on', async (_, begins) => {
  const summary = await told(process(), [...begins, turn({ mine: [3000, 6] })]);
  expect(summary).toMatchObject({ inputTokens: 3000, costUsd: 6, unpricedRequests: 0 });
});

it('a guess is no recorded cost, whether or not a message begins the turn', async () => {
  const usage = process();
  await told(usage, [turn({ mine: [1000, 2, 'unknown'] })]);
  expect(await told(usage, [turn({ mine: [3000, 6] })])).toMatchObject({
    inputTokens: 3000,
    costUsd: null,
    unpricedRequests: 1,
  });
});
