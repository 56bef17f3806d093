// @vitest-environment jsdom
import { costDistribution, countedValues } from '@usagekit/core';
import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { chartContract } from '../testing/chartContract.tsx';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { costPerSessionLayout } from './CostPerSession.layout.ts';
import { CostPerSession } from './CostPerSession.tsx';

chartContract({ title: 'Cost per session', draw: (data) => <CostPerSession data={data} /> });

const words = { money: (usd: number) => `$${usd}`, axis: (usd: number) => `$${usd}`, count: String };

describe('S1.06 cost per session', () => {
  it('puts percentiles where their amount lies, and their labels apart and inside', () => {
    for (const values of [
      [1, 2, 3, 4],
      [1, 1, 1, 1.01],
      [0.1, 0.1, 0.1, 90],
      [5, 5],
    ]) {
      for (const width of [256, 308, 400, 840]) {
        const distribution = costDistribution({
          values: countedValues(values.map((usd) => usd * 1e9)),
          approximate: false,
        });
        const { references, plot } = costPerSessionLayout(distribution, { width, height: 260 }, words);
        expect(references.map((own) => own.label.slice(0, 3))).toEqual(['p50', 'p95']);
        for (const { x } of references) {
          expect(x).toBeGreaterThanOrEqual(plot.left);
          expect(x).toBeLessThanOrEqual(plot.right);
        }
        expect(references[0]!.x).toBeLessThanOrEqual(references[1]!.x);
      }
    }
  });

  it('labels the open last bin as such', () => {
    const { distribution } = exampleVariants.usual().cost;
    const { labels, overflow, bars } = costPerSessionLayout(distribution, { width: 400, height: 260 }, words);
    expect(labels.at(-1)?.label).toMatch(/^≥ \$/);
    expect(overflow).not.toBe('');
    expect(bars.match(/M/g)?.length).toBe(distribution.bins.filter((bin) => bin.sessions > 0).length);
  });

  it('says what is typical, and what is left out', () => {
    render(<CostPerSession data={exampleVariants.usual()} />);
    expect(screen.getByText('Half cost under $0.27; the dearest 5% make 34%.')).toBeTruthy();
    render(<CostPerSession data={exampleVariants.allUnpriced()} />);
    expect(screen.getAllByText('None of the sessions has a price.').length).toBeGreaterThan(0);
  });
});
