import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';

import { ROLLUP_NAMES } from '../metrics/rollup.ts';
import { SLOT_MS } from '../model/timeSlot.ts';
import type { RollupQuery, RollupRow, ZoneSegment } from '../model/Rollup.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice, FROM_MS, TO_MS, usageBatch } from './ledgerArbitraries.ts';

/** Makes a fresh, migrated store, and takes it away. */
export interface StoreHarness {
  create(): Promise<{ store: UsageStore; cleanup(): Promise<void> | void }>;
}

/** Rows in an order and form that two stores can be compared by; a row without facts says nothing. */
export function comparableRows(rows: readonly RollupRow[]): string[] {
  return rows
    .map((r) =>
      JSON.stringify([
        r.bucket,
        r.key,
        Object.entries(r.measures)
          .map(([k, v]) => [k, String(v)])
          .toSorted(),
      ]),
    )
    .toSorted();
}

/** Segments of a range with one change of offset in it, cut to odd milliseconds. */
const segments: fc.Arbitrary<ZoneSegment[]> = fc
  .tuple(
    fc.integer({ min: FROM_MS - 1000, max: TO_MS }),
    fc.integer({ min: 1, max: TO_MS - FROM_MS }),
    fc.integer({ min: -48, max: 56 }),
    fc.constantFrom(-4, 2, 4),
  )
  .map(([startMs, length, offsetSlots, change]) => {
    const endMs = startMs + length;
    const middle = Math.floor((startMs + endMs) / 2 / SLOT_MS) * SLOT_MS;
    if (middle <= startMs || middle >= endMs) return [{ startMs, endMs, offsetSlots }];
    return [
      { startMs, endMs: middle, offsetSlots },
      { startMs: middle, endMs, offsetSlots: offsetSlots + change },
    ];
  });

const values = [
  '',
  'a',
  'a ',
  '__proto__',
  'm1',
  'unpriced',
  'codex',
  'failed',
  'error',
  "'; drop table uk_request; --",
  'x" or 1=1',
];

const query: fc.Arbitrary<RollupQuery> = fc
  .constantFrom('usage' as const, 'tools' as const, 'sessions' as const)
  .chain((family) =>
    fc.record(
      {
        family: fc.constant(family),
        segments,
        bucket: fc.constantFrom('total' as const, 'day' as const, 'weekHour' as const),
        by: fc.uniqueArray(fc.constantFrom(...ROLLUP_NAMES[family]), { maxLength: 3 }),
        where: fc.dictionary(
          fc.constantFrom(...ROLLUP_NAMES[family]),
          fc.uniqueArray(fc.constantFrom(...values), { maxLength: 3 }),
          { maxKeys: 2, noNullPrototype: true },
        ),
        hideFailed: fc.boolean(),
      },
      { requiredKeys: ['family', 'segments', 'bucket', 'by'] },
    ),
  );

const cases = Number(process.env['USAGEKIT_CONTRACT_CASES'] ?? 60);

/**
 * What every store must do, as tests: equal the definition on generated ledgers whatever the order, grouping and repetition of writes.
 *
 * @param name shown in the test titles
 */
export function storeContract(name: string, harness: StoreHarness): void {
  describe(`store contract: ${name}`, () => {
    const open: (() => Promise<void> | void)[] = [];
    const fresh = async (): Promise<UsageStore> => {
      const { store, cleanup } = await harness.create();
      open.push(cleanup);
      return store;
    };
    afterEach(async () => {
      for (const cleanup of open.splice(0)) await cleanup();
    });

    const answers = async (store: UsageStore, queries: RollupQuery[]): Promise<string[][]> => {
      const all = [];
      for (const q of queries) all.push(comparableRows(await store.rollup(q)));
      return all;
    };
    const list = { sortBy: 'cost', sortOrder: 'desc', limit: 100, offset: 0 } as const;

    it('B17 equals the definition on generated ledgers and queries', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(usageBatch, { maxLength: 5 }),
          fc.array(query, { minLength: 1, maxLength: 6 }),
          async (batches, queries) => {
            const [store, oracle] = [await fresh(), memoryStore()];
            for (const batch of batches) {
              const [a, b] = [await store.write(batch, examplePrice), await oracle.write(batch, examplePrice)];
              expect(a).toEqual(b);
            }
            expect(await answers(store, queries)).toEqual(await answers(oracle, queries));
            expect(await store.sessions(list)).toEqual(await oracle.sessions(list));
            const { firstMs, lastMs } = await oracle.extent();
            expect(await store.extent()).toMatchObject({ firstMs, lastMs });
          },
        ),
        { numRuns: cases },
      );
    });

    it('B07 order, grouping and repetition of writes change nothing', async () => {
      const flat = (batches: UsageBatch[]): UsageBatch[] =>
        batches.flatMap((b) => [
          ...b.requests.map((r) => ({ ...b, requests: [r], toolCalls: [], turns: [], sessions: [] })),
          { ...b, requests: [] },
        ]);
      await fc.assert(
        fc.asyncProperty(
          fc
            .array(usageBatch, { minLength: 1, maxLength: 4 })
            .chain((batches) =>
              fc.tuple(
                fc.constant(batches),
                fc.shuffledSubarray(flat(batches), { minLength: flat(batches).length }),
                fc.subarray(batches),
              ),
            ),
          fc.array(query, { minLength: 1, maxLength: 4 }),
          async ([batches, shuffled, repeated], queries) => {
            const [once, often] = [await fresh(), await fresh()];
            for (const batch of batches) await once.write(batch, examplePrice);
            for (const batch of [...shuffled, ...repeated]) await often.write(batch, examplePrice);
            expect(await answers(often, queries)).toEqual(await answers(once, queries));
            expect(await often.sessions(list)).toEqual(await once.sessions(list));
          },
        ),
        { numRuns: cases },
      );
    });

    it('sums beyond 2^53 and 2^63 stay exact', async () => {
      const store = await fresh();
      const requests = Array.from({ length: 2000 }, (_, i) => ({
        key: `r${i}`,
        session: `s${i}`,
        atMs: FROM_MS,
        provider: '',
        model: 'm1',
        serviceTier: '',
        speed: '',
        residency: '',
        grain: 'request' as const,
        quality: 'final' as const,
        requestCount: 1,
        webSearchRequests: 0,
        kind: 'main',
        inputTokens: 2 ** 53 - 1,
        cacheReadTokens: 0,
        cacheWrite5mTokens: 0,
        cacheWrite1hTokens: 0,
        outputTokens: 0,
        reasoningTokens: 0,
        claim: 0,
      }));
      const price = () => ({
        ...examplePrice({ ...requests[0]!, inputTokens: 0 }),
        nanoUsd: 2 ** 53 - 1,
        picoRest: 999,
      });
      await store.write({ source: 'codex', requests, toolCalls: [], turns: [], sessions: [], cursors: [] }, price);
      const [row] = await store.rollup({
        family: 'usage',
        segments: [{ startMs: FROM_MS, endMs: FROM_MS + 1, offsetSlots: 0 }],
        bucket: 'total',
        by: [],
      });
      expect(row?.measures.input).toBe(2000n * (2n ** 53n - 1n));
      expect(row?.measures.costPico).toBe(2000n * (9007199254740991n * 1000n + 999n));
    });

    it('cursors are kept with the records they account for', async () => {
      const store = await fresh();
      const cursor = { file: '/a/\u0000b', offset: 5, size: 9, mtimeMs: 1.5, fingerprint: 'f', state: '{}' };
      const batch = { source: 'codex', requests: [], toolCalls: [], turns: [], sessions: [] };
      await store.write({ ...batch, cursors: [{ ...cursor, offset: 1 }] }, examplePrice);
      await store.write({ ...batch, cursors: [cursor] }, examplePrice);
      expect(await store.cursors('codex')).toEqual([cursor]);
      expect(await store.cursors('claude-code')).toEqual([]);
      expect(await store.fileStamps('codex')).toMatchObject([{ file: cursor.file, size: 9, mtimeMs: 1.5 }]);
      expect(await store.fileStamps('claude-code')).toEqual([]);
    });

    it('refuses a name that the family does not have', async () => {
      const store = await fresh();
      const bad = {
        family: 'usage' as const,
        segments: [],
        bucket: 'total' as const,
        by: ['tool"; drop table uk_request; --'],
      };
      await expect(store.rollup(bad)).rejects.toMatchObject({ code: 'unknown_dimension' });
    });
  });
}
