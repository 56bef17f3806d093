import { expect, it } from 'vitest';

import type { PriceRow } from '../PriceRow.ts';
import { shippedRows } from './shippedRows.ts';

const inTheUs = shippedRows.filter((row) => row.provider === 'anthropic' && row.residency?.includes('us'));
const byBatch = inTheUs.filter((row) => row.serviceTier === 'batch');

/** Rates of a row and its tiers, in USD for 10⁹ tokens times a factor. */
const scaled = ({ rates, tiers = [] }: PriceRow, factor: number) =>
  [rates, ...tiers.map((tier) => tier.rates)].map((of) =>
    Object.fromEntries(Object.entries(of).map(([name, usd]) => [name, Math.round(Number(usd) * 1e6 * factor)])),
  );

it('what is listed of Claude by batch in the US is half of what it is there, of every rate', () => {
  expect(byBatch.length).toBeGreaterThan(10);
  for (const row of byBatch) {
    const plain = inTheUs.find(
      (other) =>
        other.model === row.model &&
        other.validFrom === row.validFrom &&
        other.serviceTier === undefined &&
        other.speed === undefined,
    );
    expect(scaled(row, 2)).toEqual(plain && scaled(plain, 1));
  }
});
