import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { totalMeasures } from '../metrics/totalMeasures.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { RollupBucket, RollupQuery } from '../model/Rollup.ts';
import { HOUR_MS } from '../model/timeSlot.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { exampleDimensions, FROM_MS, TO_MS } from '../testing/ledgerArbitraries.ts';
import { generatedBook, OTHER_THRESHOLDS, pricedBy, THRESHOLDS } from '../testing/priceArbitraries.ts';
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
  dimensions: fc.constantFrom({}, {}, { endpoint: 'e' }),
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

const measures = ['requests', 'costPico', 'unpricedRequests', 'unpricedTokens'] as const;

describe.each([
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore(openSqlite(':memory:'))],
])('sealed time at other prices, on %s', (_, open) => {
  it('parts add up to the total, whatever they are parts by, and say the same of what is undecided', async () => {
    let undecided = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(crowded, grained), { minLength: 5, maxLength: 60 }),
        generatedBook(THRESHOLDS),
        generatedBook(OTHER_THRESHOLDS, false),
        fc.constantFrom(1, 2, 40, 61),
        fc.constantFrom('known-now', 'today'),
        async (records, book, asked, sealedHours, costs) => {
          const store = open();
          store.declare({ dimensions: exampleDimensions, zones: ['UTC'] });
          await store.migrate();
          const requests = records.map(([of, grain], i) => request(`r${i}`, of.session, of.atMs, { ...of, ...grain }));
          await store.write(batch({ requests, sessions }), pricedBy(book));
          await store.seal(startMs + sealedHours * HOUR_MS);
          const { sealedDimensions = [] } = await store.extent();
          const ask = async (of: Partial<RollupQuery>) => {
            const segments = [{ startMs, endMs, offsetSlots: -20 }];
            const query = { family: 'usage', segments, bucket: 'total', by: [], measures, ...of } as const;
            const { rows, prices } = await rollupInMode(store, { ...query, costs }, { book: asked, nowMs: TO_MS });
            return { rows, undecided: prices?.undecidedRequests ?? 0 };
          };
          const sum = (answers: Awaited<ReturnType<typeof ask>>[]) => ({
            sums: totalMeasures(answers.flatMap(({ rows }) => rows)),
            undecided: answers.reduce((all, of) => all + of.undecided, 0),
          });
          const total = sum([await ask({})]);
          undecided += total.undecided;
          for (const bucket of BUCKETS) expect(sum([await ask({ bucket })])).toEqual(total);
          for (const name of [...sealedDimensions, 'model', 'quality', 'basis', 'sumPrice', 'grain']) {
            expect(sum([await ask({ by: [name], bucket: 'day' })])).toEqual(total);
          }
          const failed = await ask({ where: { status: ['failed'] } });
          expect(sum([failed, await ask({ hideFailed: true })])).toEqual(total);
          const projects = (await ask({ by: ['project'] })).rows.map(({ key: [project = ''] }) => project);
          expect(sum(await Promise.all(projects.map((of) => ask({ where: { project: [of] } }))))).toEqual(total);
          await store.close();
        },
      ),
      { numRuns: 40, endOnFailure: true },
    );
    expect(undecided).toBeGreaterThan(0);
  }, 120_000);
});
