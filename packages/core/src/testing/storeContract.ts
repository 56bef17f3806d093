import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ResetScope } from '../model/ResetScope.ts';
import type { RollupQuery } from '../model/Rollup.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { contractTools, type StoreHarness } from './contractTools.ts';
import { distributionOf } from './distributionOf.ts';
import { exampleDimensions, examplePrice, FROM_MS, usageBatch } from './ledgerArbitraries.ts';
import { comparableRows, filterOf, rollupQuery } from './queryArbitraries.ts';
import { storeRunTests } from './storeRunTests.ts';
import { storeModeTests } from './storeModeTests.ts';
import { storeRepriceTests } from './storeRepriceTests.ts';
import { storeCombinationTests } from './storeCombinationTests.ts';
import { storeRollupTests } from './storeRollupTests.ts';
import { storeCaseTests } from './storeCaseTests.ts';
import { storeUpkeepTests } from './storeUpkeepTests.ts';
import { storeTenantTests } from './storeTenantTests.ts';
import { storeToolTests } from './storeToolTests.ts';

export type { StoreDatabase, StoreHarness } from './contractTools.ts';

/** How much of the contract is tried, unless the environment asks for more or less. */
export interface ContractOptions {
  /** Generated cases of the largest property: `USAGEKIT_CONTRACT_CASES`, else this, else 30. */
  cases?: number;
  /** Generated queries against two tenants: `USAGEKIT_CONTRACT_TENANT_QUERIES`, else this, else 150. */
  tenantQueries?: number;
}

/** Something that happens to a store. */
type Step =
  | { do: 'write'; batch: UsageBatch; bulk: boolean }
  | { do: 'drain' | 'rebuild' }
  | { do: 'reset'; scope: ResetScope };

const scope: fc.Arbitrary<ResetScope> = fc.oneof(
  fc.record({ source: fc.constantFrom('claude-code', 'codex'), run: fc.constantFrom('run0', 'run1') }),
  fc.record({ workspace: fc.constantFrom('w', '') }),
  fc.constant('all' as const),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), batch: usageBatch, bulk: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('drain' as const, 'rebuild' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reset' as const), scope }) },
);

const take = async (store: UsageStore, s: Step): Promise<unknown> => {
  if (s.do === 'write') return store.write(s.batch, examplePrice, { bulk: s.bulk });
  if (s.do === 'reset') return store.reset(s.scope, 'again');
  return s.do === 'drain' ? store.drain({ limit: 5 }) : store.rebuild();
};

const numberOf = (name: string): number | undefined => {
  const text = process.env[name];
  return text === undefined ? undefined : Number(text);
};
const CASES = numberOf('USAGEKIT_CONTRACT_CASES');
const TENANT_QUERIES = numberOf('USAGEKIT_CONTRACT_TENANT_QUERIES');
/** The same histories in every run, unless another seed is asked for; a long run brings its own. */
const SEED = process.env['USAGEKIT_SOAK_SEED']
  ? {}
  : { seed: Number(process.env['USAGEKIT_CONTRACT_SEED'] ?? 20_261_124) };
/** Time for a property: engines that make a schema for each case are slow at it. */
const TIMEOUT_MS = 600_000;
const NEWEST = { sortBy: 'cost', sortOrder: 'desc', limit: 100, offset: 0 } as const;

/**
 * What every store must do, as tests: equal the definition on generated ledgers whatever the order, grouping and repetition of writes, before and after a drain,
 * for its tenant only. `memoryStore`, which is the definition, passes it as well. Needs vitest and fast-check.
 *
 * @param name shown in the test titles
 */
export function storeContract(name: string, harness: StoreHarness, options: ContractOptions = {}): void {
  const { cases, tenantQueries } = {
    cases: CASES ?? options.cases ?? 30,
    tenantQueries: TENANT_QUERIES ?? options.tenantQueries ?? 150,
  };
  describe(`store contract: ${name}`, () => {
    const tools = contractTools(harness);

    const answers = async (store: UsageStore, queries: RollupQuery[]): Promise<string[][]> => {
      const all = [];
      for (const q of queries) all.push(comparableRows(await store.rollup(q)));
      // Asked at once, what several of them need is read once.
      expect((await store.rollups(queries)).map(comparableRows)).toEqual(all);
      return all;
    };

    it(
      'B17 equals the definition on generated histories, before and after its rollups are recomputed',
      async () => {
        await fc.assert(
          fc
            .asyncProperty(
              fc.array(step, { maxLength: 7 }),
              fc.array(rollupQuery, { minLength: 1, maxLength: 6 }),
              filterOf('sessions'),
              async (steps, queries, where) => {
                const [store, oracle] = [await tools.fresh(), memoryStore()];
                oracle.declare({ dimensions: exampleDimensions });
                for (const s of steps) {
                  const [a, b] = [await take(store, s), await take(oracle, s)];
                  expect(a).toEqual(b);
                }
                const expected = await answers(oracle, queries);
                expect(await answers(store, queries)).toEqual(expected);
                expect(await store.sessions({ ...NEWEST, where })).toEqual(await oracle.sessions({ ...NEWEST, where }));
                const lists = async (each: UsageStore) => {
                  const all = [];
                  for (const { segments, hideFailed = false } of queries) {
                    for (const measure of ['cost', 'tokens', 'duration'] as const) {
                      all.push(await distributionOf(each, { measure, segments, where, hideFailed }));
                    }
                    all.push(await each.sessions({ ...NEWEST, limit: 3, segments, hideFailed }));
                    all.push(await each.sessions({ ...NEWEST, limit: 2, segments, where, hideFailed }));
                    all.push(
                      await each.sessions({ ...NEWEST, limit: 2, offset: 1, segments, where, includeReset: true }),
                    );
                    all.push(await each.activeSessions({ segments, where, hideFailed }));
                    all.push((await each.lastSigns({ segments, where, hideFailed })).toSorted());
                  }
                  return all;
                };
                const expectedLists = await lists(oracle);
                expect(await lists(store)).toEqual(expectedLists);
                for (const includeReset of [false, true]) {
                  for (const page of [
                    { limit: 9, offset: 0 },
                    { limit: 1, offset: 1 },
                  ]) {
                    expect(await store.runs({ ...page, includeReset })).toEqual(
                      await oracle.runs({ ...page, includeReset }),
                    );
                  }
                }
                const { firstMs, lastMs, earliestMs, latestMs } = await oracle.extent();
                expect(await store.extent()).toMatchObject({ firstMs, lastMs, earliestMs, latestMs });
                await store.drain();
                expect(await lists(store)).toEqual(expectedLists);
                expect(await answers(store, queries)).toEqual(expected);
                expect(await store.check()).toMatchObject({ differences: [], dirtyHours: 0, dirtyDays: 0 });
              },
            )
            .afterEach(tools.removeAll),
          { ...SEED, numRuns: cases },
        );
      },
      TIMEOUT_MS,
    );

    it(
      'B07 order, grouping and repetition of writes change nothing',
      async () => {
        const flat = (batches: UsageBatch[]): UsageBatch[] =>
          batches.flatMap((b) => [
            ...b.requests.map((r) => ({ ...b, requests: [r], toolCalls: [], turns: [], sessions: [], runs: [] })),
            { ...b, requests: [] },
          ]);
        await fc.assert(
          fc
            .asyncProperty(
              fc
                .array(usageBatch, { minLength: 1, maxLength: 4 })
                .chain((batches) =>
                  fc.tuple(
                    fc.constant(batches),
                    fc.shuffledSubarray(flat(batches), { minLength: flat(batches).length }),
                    fc.subarray(batches),
                  ),
                ),
              fc.array(rollupQuery, { minLength: 1, maxLength: 4 }),
              async ([batches, shuffled, repeated], queries) => {
                const [once, often] = [await tools.fresh(), await tools.fresh()];
                for (const batch of batches) await once.write(batch, examplePrice);
                for (const batch of [...shuffled, ...repeated]) await often.write(batch, examplePrice);
                expect(await answers(often, queries)).toEqual(await answers(once, queries));
                expect(await often.sessions(NEWEST)).toEqual(await once.sessions(NEWEST));
              },
            )
            .afterEach(tools.removeAll),
          { ...SEED, numRuns: Math.ceil(cases / 2) },
        );
      },
      TIMEOUT_MS,
    );

    it(
      'pages of sessions are stable: together they are the whole list, each session once',
      async () => {
        await fc.assert(
          fc
            .asyncProperty(fc.array(usageBatch, { minLength: 2, maxLength: 4 }), async (batches) => {
              const store = await tools.fresh();
              for (const batch of batches) await store.write(batch, examplePrice);
              for (const sortBy of ['cost', 'tokens', 'date', 'duration'] as const) {
                const whole = await store.sessions({ ...NEWEST, sortBy });
                const pages = [];
                for (let offset = 0; offset < whole.total; offset += 2) {
                  pages.push(...(await store.sessions({ ...NEWEST, sortBy, limit: 2, offset })).sessions);
                }
                expect(pages).toEqual(whole.sessions);
              }
            })
            .afterEach(tools.removeAll),
          { ...SEED, numRuns: Math.ceil(cases / 10) },
        );
      },
      TIMEOUT_MS,
    );

    it('cursors are kept with the records they account for', async () => {
      const store = await tools.fresh();
      const cursor = { file: '/a/\u0000b', offset: 5, size: 9, mtimeMs: 1.5, fingerprint: 'f', state: '{}' };
      const batch = { source: 'codex', requests: [], toolCalls: [], turns: [], sessions: [] };
      await store.write(
        {
          ...batch,
          cursors: [
            { ...cursor, offset: 0 },
            { ...cursor, offset: 1 },
          ],
        },
        examplePrice,
      );
      await store.write({ ...batch, cursors: [cursor] }, examplePrice);
      expect(await store.cursors('codex')).toEqual([cursor]);
      expect(await store.cursors('claude-code')).toEqual([]);
      const manyFiles = Array.from({ length: 3000 }, (_, i) => `/a/${i}`);
      expect(await store.cursors('codex', [])).toEqual([]);
      expect(await store.cursors('codex', ['/a/b'])).toEqual([]);
      expect(await store.cursors('codex', [...manyFiles, cursor.file, cursor.file])).toEqual([cursor]);
      expect(await store.cursors('claude-code', [cursor.file])).toEqual([]);
      expect(await store.fileStamps('codex')).toMatchObject([{ file: cursor.file, size: 9, mtimeMs: 1.5 }]);
      expect(await store.fileStamps('claude-code')).toEqual([]);
    });

    it('refuses names that a family does not have, and an empty range has no rows', async () => {
      const store = await tools.fresh();
      const query = { family: 'usage', segments: [], bucket: 'total', by: [] } as const;
      for (const by of [['tool"; drop table uk_request; --'], ['step'], ['constructor']]) {
        await expect(store.rollup({ ...query, by })).rejects.toMatchObject({ code: 'unknown_dimension' });
        await expect(store.rollup({ ...query, by: [], where: { [by[0] ?? '']: ['a'] } })).rejects.toMatchObject({
          code: 'unknown_dimension',
        });
      }
      const badSort = store.sessions({ ...NEWEST, sortBy: 'cost; drop table uk_request' as 'cost' });
      await expect(badSort).rejects.toMatchObject({ code: 'invalid_argument' });
      expect(await store.rollup(query)).toEqual([]);
      const never = { startMs: FROM_MS, endMs: FROM_MS, offsetSlots: 0 };
      expect(await store.rollup({ ...query, segments: [never] })).toEqual([]);
    });

    storeRollupTests(tools);
    storeCombinationTests(tools);
    storeUpkeepTests(tools);
    storeTenantTests(tools, tenantQueries);
    storeCaseTests(tools);
    storeToolTests(tools);
    storeRunTests(tools);
    storeRepriceTests(tools, Math.ceil(cases / 4), SEED);
    storeModeTests(tools, Math.ceil(cases / 2), SEED);
  });
}
