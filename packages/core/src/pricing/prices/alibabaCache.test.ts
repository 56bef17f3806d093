import { expect, it } from 'vitest';

import type { PriceRates, PriceRow } from '../PriceRow.ts';
import { alibaba } from './alibaba.ts';
import { alibabaCache } from './alibabaCache.ts';
import { tableRows } from './tableRows.ts';

const standard = tableRows(alibaba);
const inModes = tableRows(alibabaCache);
const allRates = ({ rates, tiers = [] }: PriceRow): PriceRates[] => [rates, ...tiers.map((tier) => tier.rates)];
const ofTier = (tier: string) => inModes.filter(({ serviceTier }) => serviceTier === tier);
const readsOf = (row: PriceRow) => allRates(row).map(({ cacheRead }) => cacheRead);

it('has every model with a price of cache writes, in both modes', () => {
  const models = standard.filter(({ rates }) => rates.cacheWrite5m !== undefined).map(({ model }) => model);
  expect(models.length).toBe(9);
  expect(ofTier('implicit-cache').map(({ model }) => model)).toEqual(models);
  expect(ofTier('explicit-cache').map(({ model }) => model)).toEqual(models);
});

it.each(inModes)('$id differs from the row without a tier in what the cache costs alone', (row) => {
  const plain = standard.find(({ model }) => model === row.model);
  const uncached = (of: PriceRow | undefined) =>
    (of ? allRates(of) : []).map(({ input, output }) => ({ input, output }));
  expect(uncached(row)).toEqual(uncached(plain));
  expect(row).toMatchObject({ validFrom: plain?.validFrom, knownFrom: plain?.knownFrom });
  expect(row.tiers?.map(({ promptOver }) => promptOver)).toEqual(plain?.tiers?.map(({ promptOver }) => promptOver));
});

it.each(ofTier('explicit-cache'))('writes of $id cost what the row without a tier lists', (row) => {
  const writes = (of: PriceRow | undefined) => (of ? allRates(of) : []).map(({ cacheWrite5m }) => cacheWrite5m);
  expect(writes(row)).toEqual(writes(standard.find(({ model }) => model === row.model)));
});

it.each([
  ['alibaba/qwen3-coder-plus:implicit-cache', ['0.2', '0.36', '0.6', '1.2']],
  ['alibaba/qwen3-coder-plus:explicit-cache', ['0.1', '0.18', '0.3', '0.6']],
  ['alibaba/qwen-flash:implicit-cache', ['0.01', '0.05']],
  ['alibaba/qwen-flash:explicit-cache', ['0.005', '0.025']],
  ['alibaba/qwen3.6-max-preview:implicit-cache', ['0.26']],
])('reads of %s are exact: %j', (id, reads) => {
  expect(inModes.filter((row) => row.id === id).map(readsOf)).toEqual([reads]);
});
