// @vitest-environment jsdom
import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';

import { chartContract } from '../testing/chartContract.tsx';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { tokenTrendsLayout } from './TokenTrends.layout.ts';
import { TokenTrends } from './TokenTrends.tsx';

chartContract({ title: 'Tokens', draw: (data) => <TokenTrends data={data} /> });

it('S1.05 draws input and output from zero, and a single day as points', () => {
  const { series } = exampleVariants.usual();
  const layout = tokenTrendsLayout(series, { width: 400, height: 260 }, String);
  expect(layout.series.map((own) => own.key)).toEqual(['input', 'output']);
  expect(layout.series[0]?.area).toContain(`${layout.plot.bottom}`);
  expect(layout.ticks[0]?.value).toBe(0);
  const one = tokenTrendsLayout(series.slice(0, 1), { width: 400, height: 260 }, String);
  expect(one.series.map((own) => [own.line, own.ends.length])).toEqual([
    ['', 1],
    ['', 1],
  ]);
});

it('S1.05 says how much input an output takes', () => {
  render(<TokenTrends data={exampleVariants.usual()} />);
  expect(screen.getByText('4.4 tokens of fresh input for each token of output.')).toBeTruthy();
});
