// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';

import { modelPalette } from '../figures/modelPalette.ts';
import { chartContract } from '../testing/chartContract.tsx';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { modelBreakdownLayout } from './ModelBreakdown.layout.ts';
import { ModelBreakdown } from './ModelBreakdown.tsx';

chartContract({ title: 'Cost by model', draw: (data) => <ModelBreakdown data={data} /> });

describe.each(Object.entries(exampleVariants))('S1.07 S2.13 model breakdown of %s', (_, variant) => {
  const data = variant();
  const rows = modelBreakdownLayout(data, modelPalette(data));

  it('adds up to the headline in cents, to all requests, and to 100 %', () => {
    const cents = rows.reduce((sum, row) => sum + Math.round((row.usd ?? 0) * 100), 0);
    expect(cents).toBe(Math.round((data.cost.usd ?? 0) * 100));
    expect(rows.reduce((sum, row) => sum + row.requests, 0)).toBe(data.requests.total);
    const shares = rows.flatMap((row) => row.share ?? []);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(shares.length > 0 ? 1 : 0);
  });

  it('ranks by cost and closes with what has no price', () => {
    const priced = rows.filter((row) => row.usd !== null && !row.label.startsWith('Other'));
    expect(priced.map((row) => row.usd)).toEqual(priced.map((row) => row.usd).toSorted((a, b) => (b ?? 0) - (a ?? 0)));
    expect(rows.findIndex((row) => row.usd === null)).toBe(data.coverage.unpriced.length > 0 ? rows.length - 1 : -1);
  });
});
