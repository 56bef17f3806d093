import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { emptyLedger, type Ledger } from '../metrics/Ledger.ts';
import { joinLedger } from '../metrics/joinLedger.ts';
import { sessionFacts } from '../metrics/sessionFacts.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { type Recorder, recorder } from './recorder.ts';
import type { SessionUsage } from './RecordedUsage.ts';
import type { StartedSession } from './startedSession.ts';

type Verb = 'startRun' | 'start' | 'update' | 'complete' | 'fail' | 'block' | 'request' | 'aiSdk' | 'endRun';
interface Call {
  process: number;
  key: string;
  verb: Verb;
  usage: SessionUsage;
  waitMs: number;
}

const usageOf = fc.record(
  {
    inputTokens: fc.nat(5000),
    outputTokens: fc.nat(900),
    cacheReadTokens: fc.nat(9),
    totalCostUsd: fc.nat(500).map((cents) => cents / 100),
    numTurns: fc.nat(9),
    toolUseCount: fc.nat(9),
    model: fc.constantFrom('m1', 'm2'),
  },
  { requiredKeys: [] },
);
const callOf: fc.Arbitrary<Call> = fc.record({
  process: fc.nat(1),
  key: fc.constantFrom('a', 'b'),
  verb: fc.constantFrom<Verb>('startRun', 'start', 'update', 'complete', 'fail', 'block', 'request', 'aiSdk', 'endRun'),
  usage: usageOf,
  waitMs: fc.constantFrom(0, 0, 1, 60_000),
});
const ENDS: readonly Verb[] = ['complete', 'fail', 'block'];

/** What two processes write for these calls, in the order of the calls. */
async function writtenBy(calls: readonly Call[]): Promise<UsageBatch[]> {
  const batches: UsageBatch[] = [];
  let nowMs = Date.UTC(2026, 2, 1);
  const processes = [0, 1].map(() => {
    const record: Recorder = recorder({
      store: {
        write: async (batch) => {
          batches.push(batch);
          return { newRequests: 0, newToolCalls: 0, duplicates: 0 };
        },
      },
      price: examplePrice,
      now: () => nowMs,
    });
    const sessions = new Map<string, StartedSession>();
    const started = (key: string): StartedSession => {
      const session = sessions.get(key) ?? of.run.start({ key, table: `table-${key}` });
      sessions.set(key, session);
      return session;
    };
    const of = { record, run: record.run({ id: 'run', workspace: 'w' }), sessions, started };
    return of;
  });
  for (const { process, key, verb, usage, waitMs } of calls) {
    nowMs += waitMs;
    const of = processes[process] as (typeof processes)[number];
    const { model, inputTokens, outputTokens } = usage;
    if (verb === 'request') await of.record.request({ session: key, key, model, usage: { inputTokens, outputTokens } });
    else if (verb === 'startRun') of.run = of.record.run({ id: 'run', totalTables: 3 });
    else if (verb === 'endRun') await of.run.complete();
    else if (verb === 'aiSdk') {
      const response = { id: `response-of-${key}-0001`, modelId: 'm1', timestamp: new Date(Date.UTC(2026, 2, 1)) };
      await of.record.aiSdk({ session: key })({ usage: { inputTokens: 5, outputTokens: 1 }, response });
    } else if (verb === 'start') {
      of.sessions.delete(key);
      of.started(key);
    } else await of.started(key)[verb](usage);
    await of.record.flush();
  }
  return batches;
}

const ledgerOf = (batches: readonly UsageBatch[]): Ledger => {
  const ledger = emptyLedger();
  for (const batch of batches) joinLedger(ledger, batch, examplePrice);
  return ledger;
};
const inOrder = (ledger: Ledger): unknown =>
  Object.values(ledger).map((of) =>
    of instanceof Map ? [...of].toSorted(([a], [b]) => (a < b ? -1 : 1)) : 'not used here',
  );

/** Some calls, what they write, and the same writes in another order and repeated. */
const shuffled = fc.array(callOf, { minLength: 1, maxLength: 14 }).chain((calls) =>
  fc.record({
    calls: fc.constant(calls),
    order: fc.array(fc.nat(), { minLength: 0, maxLength: 30 }),
  }),
);
function disordered(batches: readonly UsageBatch[], order: readonly number[]): UsageBatch[] {
  const all = [...batches, ...order.map((n) => batches[n % batches.length] as UsageBatch)];
  return all
    .map((batch, i): [number, UsageBatch] => [((order[i % Math.max(1, order.length)] ?? 0) * 31 + i * 17) % 101, batch])
    .toSorted(([a], [b]) => a - b)
    .map(([, batch]) => batch);
}

describe('S4.03 laws of recording', () => {
  it('any order and repetition of the writes of two processes gives the same ledger', async () => {
    await fc.assert(
      fc.asyncProperty(shuffled, async ({ calls, order }) => {
        const batches = await writtenBy(calls);
        expect(inOrder(ledgerOf(disordered(batches, order)))).toEqual(inOrder(ledgerOf(batches)));
      }),
      { numRuns: 200 },
    );
  });

  it('a session is one session and counts one request, however often it is recorded; what has ended is not running', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(callOf, { minLength: 1, maxLength: 14 }), async (generated) => {
        const calls = generated.filter(({ verb }) => verb !== 'request' && verb !== 'aiSdk');
        const ledger = ledgerOf(await writtenBy(calls));
        const isEnded = calls.some(({ verb }) => verb === 'endRun');
        expect([...ledger.runs.values()]).toMatchObject([{ id: 'run', status: isEnded ? 'completed' : 'running' }]);
        for (const { session, requests } of sessionFacts(ledger).values()) {
          const own = calls.filter(({ key, verb }) => key === session.id && ENDS.includes(verb));
          expect(requests).toBe(1n);
          expect(session.status === 'running').toBe(own.length === 0);
          const largest = Math.max(0, ...calls.map(({ usage }) => usage.inputTokens ?? 0));
          const [request] = [...ledger.requests.values()].filter((r) => r.session === session.id);
          expect(request?.inputTokens).toBeLessThanOrEqual(largest);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('SQLite agrees, whichever way the writes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(shuffled, async ({ calls, order }) => {
        const batches = await writtenBy(calls);
        const answers = [batches, disordered(batches, order)].map(async (list) => {
          const store = sqliteStore(openSqlite(':memory:'));
          await store.migrate();
          for (const batch of list) await store.write(batch, examplePrice);
          const { sessions } = await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 });
          expect((await store.check()).differenceCount).toBe(0);
          await store.close();
          return sessions;
        });
        const [plain, other] = await Promise.all(answers);
        expect(other).toEqual(plain);
      }),
      { numRuns: 15 },
    );
  });
});
