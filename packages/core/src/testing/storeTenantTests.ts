import fc from 'fast-check';
import { expect, it } from 'vitest';

import { distributionOf } from './distributionOf.ts';
import { exampleDimensions, examplePrice, usageBatch } from './ledgerArbitraries.ts';
import { comparableRows, EXAMPLE_ZONE, filterOf, rollupQuery } from './queryArbitraries.ts';
import type { ContractTools } from './contractTools.ts';

/** The tenant scope: no query gets past it. */
export function storeTenantTests({ database }: ContractTools, tenantQueries: number): void {
  it('B10 no query of one tenant sees another: what a neighbour writes changes no answer', async () => {
    const shared = await database();
    const stores = await Promise.all(['a', "b' or 1=1 --", ''].map((tenant) => shared.open(tenant)));
    for (const store of stores) store.declare({ dimensions: exampleDimensions, zones: [EXAMPLE_ZONE] });
    const [mine, neighbour, third] = stores;
    if (!mine || !neighbour || !third) throw new Error('no stores');
    const [own, others] = fc.sample(fc.array(usageBatch, { minLength: 3, maxLength: 5 }), { numRuns: 2, seed: 7 });
    for (const batch of own ?? []) await mine.write(batch, examplePrice);
    const queries = fc.sample(fc.tuple(rollupQuery, filterOf('sessions')), { numRuns: tenantQueries, seed: 11 });
    const page = { sortBy: 'date', sortOrder: 'asc', limit: 50, offset: 0, includeReset: true } as const;
    const answers = async (): Promise<unknown[]> => {
      const all = [];
      for (const [query, where] of queries) {
        const { segments } = query;
        all.push([
          comparableRows(await mine.rollup(query)),
          await mine.sessions({ ...page, segments, where }),
          await distributionOf(mine, { measure: 'cost', segments, where }),
        ]);
      }
      all.push(await mine.runs({ limit: 50, offset: 0, includeReset: true }));
      return all;
    };
    const before = await answers();
    const extent = await mine.extent();
    for (const batch of others ?? []) {
      await neighbour.write(batch, examplePrice);
      await third.write({ ...batch, source: 'claude-code' }, examplePrice, { bulk: true });
    }
    await neighbour.reset('all', 'gone');
    await third.rebuild();
    expect(await answers()).toEqual(before);
    expect(await mine.extent()).toEqual(extent);
    expect(await mine.check()).toMatchObject({ differences: [] });
    expect((await neighbour.sessions({ ...page, includeReset: false })).total).toBe(0);
    expect((await neighbour.runs({ limit: 50, offset: 0 })).total).toBe(0);
  }, 600_000);
}
