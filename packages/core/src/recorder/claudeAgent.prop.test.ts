import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { emptyLedger, type Ledger } from '../metrics/Ledger.ts';
import { joinLedger } from '../metrics/joinLedger.ts';
import { sessionFacts } from '../metrics/sessionFacts.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { assistant, init, result, toolResult, used } from './fixtures/agentMessages.ts';
import { recorder } from './recorder.ts';

/** A message with the time at which it came. */
interface Arrival {
  atMs: number;
  message: unknown;
}
type Stream = readonly Arrival[];

/** Growth of two models' counters between results. */
const growth = fc.record({ a: fc.nat(50), b: fc.nat(50) });
/** Times at which counting began anew: what comes last in each is more than what the next begins with. */
const epochs = fc.array(fc.array(growth, { maxLength: 3 }), { minLength: 1, maxLength: 3 });
const short = fc.array(fc.array(growth, { maxLength: 1 }), { minLength: 1, maxLength: 2 });
const begunMs = fc.nat(5).map((minutes) => Date.UTC(2026, 10, 2) + minutes * 60_000);

/** What one process of an agent says in its turns. */
function streamOf(session: string, grown: readonly (readonly { a: number; b: number }[])[], fromMs: number): Stream {
  const messages = grown.flatMap((epoch, e) => {
    const total = { a: 0, b: 0 };
    return [{ a: 1, b: 1 }, ...epoch, { a: 100, b: 100 }].flatMap(({ a, b }, turn) => {
      total.a += a;
      total.b += b;
      const call = `toolu_${session}_${fromMs}_${e}_${turn}`;
      return [
        init(session),
        assistant(session, 'm', [call]),
        toolResult(session, call, 'out', turn % 2 === 0),
        result(
          session,
          Math.random(),
          { a: used(total.a, total.a / 4), b: used(total.b, 0) },
          { duration_api_ms: total.a },
        ),
      ];
    });
  });
  return messages.map((message, i) => ({ message, atMs: fromMs + i * 10 }));
}

/** What handlers write, each with the messages of its own stream, in this order of streams. */
async function writtenBy(streams: readonly Stream[], order: readonly number[] = []): Promise<UsageBatch[]> {
  const batches: UsageBatch[] = [];
  let nowMs = 0;
  const process = () =>
    recorder({
      store: {
        write: async (batch) => {
          batches.push(batch);
          return { newRequests: 0, newToolCalls: 0, duplicates: 0 };
        },
      },
      price: examplePrice,
      now: () => nowMs,
    });
  const handlers = streams.map(() => process().claudeAgent({ user: 'ann' }));
  const next = streams.map(() => 0);
  const one = async (stream: number): Promise<void> => {
    const arrival = streams[stream]?.[next[stream] ?? 0];
    if (!arrival) return;
    next[stream] = (next[stream] ?? 0) + 1;
    nowMs = arrival.atMs;
    await handlers[stream]?.(arrival.message);
  };
  for (const turn of order) await one(turn % streams.length);
  for (const [stream, all] of streams.entries()) while ((next[stream] ?? 0) < all.length) await one(stream);
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

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

describe('laws of recording the Claude Agent SDK', () => {
  it('totals count once, and those that began anew beside them, whichever messages are told again', async () => {
    await fc.assert(
      fc.asyncProperty(epochs, begunMs, fc.array(fc.tuple(fc.nat(), fc.nat())), async (grown, fromMs, again) => {
        const stream = streamOf('s', grown, fromMs);
        const repeated: Arrival[] = [...stream];
        for (const [which, later] of again) {
          const i = which % stream.length;
          const place = i + 1 + (later % (stream.length - i));
          const original = stream[i] as Arrival;
          const before = stream[place - 1] as Arrival;
          repeated.splice(repeated.indexOf(before) + 1, 0, { message: original.message, atMs: before.atMs + 5 });
        }
        const ledger = ledgerOf(await writtenBy([stream]));
        expect(inOrder(ledgerOf(await writtenBy([repeated])))).toEqual(inOrder(ledger));
        const [facts] = [...sessionFacts(ledger).values()];
        const total = (model: 'a' | 'b'): number => sum(grown.map((epoch) => 101 + sum(epoch.map((of) => of[model]))));
        expect(facts?.input).toBe(BigInt(total('a') + total('b')));
        const recorded = [...ledger.requests.values()].map((request) => request.recordedNanoUsd ?? Number.NaN);
        expect(sum(recorded)).toBe(total('a') * 250_000_000);
        expect(facts?.session).toMatchObject({ status: 'completed', apiMs: total('a') });
        expect(facts?.turns).toBe(BigInt(sum(grown.map((epoch) => epoch.length + 2))));
        expect(facts?.toolCalls).toBe(facts?.turns);
      }),
      { numRuns: 100 },
    );
  });

  it('processes of one session, and of several, may tell of it in any order, and be written in any order', async () => {
    const streams = fc.array(fc.tuple(fc.constantFrom('s', 't'), epochs, begunMs), { minLength: 2, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(streams, fc.array(fc.nat()), fc.nat(), async (of, order, turned) => {
        const all = of.map(([session, grown, fromMs], i) => streamOf(session, grown, fromMs + i));
        const batches = await writtenBy(all);
        const ledger = inOrder(ledgerOf(batches));
        expect(inOrder(ledgerOf(await writtenBy(all, order)))).toEqual(ledger);
        const from = turned % batches.length;
        expect(inOrder(ledgerOf([...batches.slice(from), ...batches.slice(0, from).toReversed(), ...batches]))).toEqual(
          ledger,
        );
      }),
      { numRuns: 100 },
    );
  });

  it('SQLite agrees, whichever way the writes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(short, short, fc.nat(), async (left, right, turned) => {
        const batches = await writtenBy([streamOf('s', left, 1e12), streamOf('s', right, 1e12 + 7)]);
        const from = turned % batches.length;
        const lists = [batches, [...batches.slice(from), ...batches.slice(0, from).toReversed(), ...batches]];
        const answers = [];
        for (const list of lists) {
          const store = sqliteStore(openSqlite(':memory:'));
          await store.migrate();
          for (const batch of list) await store.write(batch, examplePrice);
          answers.push(await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 }));
          expect((await store.check()).differenceCount).toBe(0);
          await store.close();
        }
        expect(answers[1]).toEqual(answers[0]);
      }),
      { numRuns: 4 },
    );
  });
});
