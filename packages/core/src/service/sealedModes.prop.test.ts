import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { COMBINATION_NAMES } from '../metrics/combinationText.ts';
import { dimension } from '../metrics/dimension.ts';
import { totalMeasures } from '../metrics/totalMeasures.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { RollupBucket, RollupQuery } from '../model/Rollup.ts';
import { HOUR_MS } from '../model/timeSlot.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { FROM_MS, TO_MS } from '../testing/ledgerArbitraries.ts';
import { generatedBook, OTHER_THRESHOLDS, pricedBy, THRESHOLDS } from '../testing/priceArbitraries.ts';
import { comparableRows } from '../testing/queryArbitraries.ts';
import { batch, request, session } from '../testing/steadyUsage.ts';
import { rollupInMode } from './rollupInMode.ts';

const BUCKETS: readonly RollupBucket[] = ['total', 'day', 'weekHour', 'slot'];
const startMs = Math.floor(FROM_MS / HOUR_MS) * HOUR_MS;
const endMs = startMs + 72 * HOUR_MS;
const tokens = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4000 }));

/** Sums may say of no requests that they are of. */
const grained = fc.constantFrom<Pick<RequestRecord, 'grain' | 'requestCount'>>(
  { grain: 'request', requestCount: 1 },
  { grain: 'request', requestCount: 1 },
  ...[0, 1, 3].map((requestCount) => ({ grain: 'session', requestCount }) as const),
);

/** Of few kinds and times, so that many have the same sums. */
const crowded = fc.record({
  session: fc.constantFrom('s0', 's1', 's2'),
  atMs: fc.constantFrom(0, 1, 30, 60).map((hours) => startMs + hours * HOUR_MS),
  model: fc.constantFrom('m1', 'm2', 'a'),
  quality: fc.constantFrom('final', 'final', 'partial'),
  kind: fc.constantFrom('main', 'main', 'subagent'),
  dimensions: fc.record(
    { endpoint: fc.constant('e'), task: fc.constantFrom('a', 'b'), note: fc.constant('n'), unheard: fc.constant('u') },
    { requiredKeys: [] },
  ),
  inputTokens: tokens,
  cacheWrite1hTokens: tokens,
  outputTokens: tokens,
  webSearchRequests: fc.constantFrom(0, 0, 1),
} satisfies { [K in keyof RequestRecord]?: fc.Arbitrary<RequestRecord[K]> });

/** Of two projects and two users; one session failed. */
const sessions = [
  session('s0', startMs, { dimensions: { user: 'a' } }),
  session('s1', startMs, { project: 'q', dimensions: { user: 'a' } }),
  session('s2', startMs, { status: 'failed' }),
];

/** Declared from the first. */
const declared = [
  dimension('user', { grain: 'session' }),
  dimension('task', { grain: 'request', maxValues: 2 }),
  dimension('note', { grain: 'request', rollup: false }),
];
/** Declared when time is sealed already. */
const late = dimension('endpoint', { grain: 'request' });

const measures = ['requests', 'costPico', 'unpricedRequests', 'unpricedTokens'] as const;

type Asked = Pick<RollupQuery, 'bucket' | 'by' | 'where' | 'hideFailed'> & { fromMs: number };
const whole: Asked = { bucket: 'total', by: [], fromMs: startMs };

const byDay = (of: Asked, name: string): Asked[] => [{ ...of, by: [name], bucket: 'day' }];

/** Questions whose answers are parts of a whole: each list is all of it. */
function divided(of: Asked): Asked[][] {
  const states = [{ where: { status: ['failed'] } }, { hideFailed: true }].map((state) => ({ ...of, ...state }));
  const projects = ['p', 'q'].map((project) => ({ ...of, where: { project: [project] } }));
  const names = ['project', 'source', 'kind', 'user', 'model', 'quality', 'basis', 'sumPrice', 'grain'];
  return [...BUCKETS.map((bucket) => [{ ...of, bucket }]), ...names.map((name) => byDay(of, name)), states, projects];
}

describe('sealed time at other prices', () => {
  it('parts add up to the total, whatever they are parts by, on SQLite as in memory, whatever joins or leaves the rollups', async () => {
    let undecided = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(crowded, grained), { minLength: 5, maxLength: 60 }),
        generatedBook(THRESHOLDS),
        generatedBook(OTHER_THRESHOLDS, false),
        fc.constantFrom<[number, number]>([1, 2], [1, 61], [2, 40], [31, 61]),
        fc.constantFrom('known-now', 'today'),
        async (records, book, asked, [firstHours, lastHours], costs) => {
          const stores = [memoryStore(), sqliteStore(openSqlite(':memory:'))] as const;
          const [memory, sqlite] = stores;
          const requests = records.map(([of, grain], i) => request(`r${i}`, of.session, of.atMs, { ...of, ...grain }));
          for (const store of stores) {
            store.declare({ dimensions: declared, zones: ['UTC'] });
            await store.migrate();
            await store.write(batch({ requests, sessions }), pricedBy(book));
            await store.seal(startMs + firstHours * HOUR_MS);
            store.declare({ dimensions: [...declared, late] });
            await store.seal(startMs + lastHours * HOUR_MS);
          }
          const ask = async (store: UsageStore, { fromMs, ...of }: Asked) => {
            const segments = [{ startMs: fromMs, endMs, offsetSlots: -20 }];
            const query = { family: 'usage', segments, measures, ...of } as const;
            const { rows, prices } = await rollupInMode(store, { ...query, costs }, { book: asked, nowMs: TO_MS });
            return { rows, undecided: prices?.undecidedRequests ?? 0 };
          };
          const answer = async (store: UsageStore, of: readonly Asked[]) => {
            const answers = await Promise.all(of.map((each) => ask(store, each)));
            return {
              rows: comparableRows(answers.flatMap(({ rows }) => rows)),
              sums: totalMeasures(answers.flatMap(({ rows }) => rows)),
              undecided: answers.reduce((all, each) => all + each.undecided, 0),
            };
          };
          const compared = async (total: Asked, parts: Asked[][]) => {
            const { sums, undecided: open } = await answer(sqlite, [total]);
            undecided += open;
            for (const part of [[total], ...parts]) {
              const found = await answer(sqlite, part);
              expect(found).toMatchObject({ sums, undecided: open });
              expect(found).toEqual(await answer(memory, part));
            }
          };
          const names = ['task', ...COMBINATION_NAMES];
          await compared(whole, [...divided(whole), ...names.map((name) => byDay(whole, name))]);
          // What joined the rollups when time was sealed already divides usage since.
          const since = { ...whole, fromMs: startMs + firstHours * HOUR_MS };
          await compared(since, [byDay(since, late.name)]);
          // With more values the dimension leaves the rollups, of which memory knows nothing.
          const questions = divided(whole);
          const before = await Promise.all(questions.map((of) => answer(sqlite, of)));
          const more = ['c', 'd', 'e'].map((task) => request(task, 's0', endMs, { dimensions: { task } }));
          await sqlite.write(batch({ requests: more }), pricedBy(book));
          await sqlite.drain();
          expect((await sqlite.check()).unrolledDimensions.map(({ name }) => name)).toContain('task');
          expect(await Promise.all(questions.map((of) => answer(sqlite, of)))).toEqual(before);
          for (const store of stores) await store.close();
        },
      ),
      { numRuns: 40, endOnFailure: true },
    );
    expect(undecided).toBeGreaterThan(0);
  }, 240_000);
});
