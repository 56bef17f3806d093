// @vitest-environment jsdom
import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';

import { SummaryCards } from '../dashboard/SummaryCards.tsx';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { statCardLayout, trailingMean } from './StatCard.layout.ts';

it('S2.11 shows total cost, total tokens, sessions and cache hit rate', () => {
  const { container } = render(<SummaryCards data={exampleVariants.usual()} />);
  const cards = [...container.querySelectorAll('article')].map((card) => [
    card.querySelector('h2')?.textContent,
    card.querySelector('strong > span')?.textContent,
  ]);
  expect(cards).toEqual([
    ['Total cost', '$984.37'],
    ['Total tokens', '107M'],
    ['Sessions', '1,123'],
    ['Cache hit rate', '87.9%'],
  ]);
  expect(screen.getByText('107 million')).toBeTruthy();
});

it('S1.08 shows the denominator of the cache hit rate, and no rate without input', () => {
  render(<SummaryCards data={exampleVariants.usual()} />);
  expect(screen.getByText('980M of 1.11B input tokens came from the cache.')).toBeTruthy();
  render(<SummaryCards data={exampleVariants.empty()} />);
  expect(screen.getByText('No input was read.')).toBeTruthy();
});

it('says that cost is not known when nothing has a price', () => {
  render(<SummaryCards data={exampleVariants.allUnpriced()} />);
  expect(screen.getByText('No price')).toBeTruthy();
});

it('compares with the period before: more cost is bad, more volume is neither', () => {
  const data = exampleVariants.usual();
  const previous = {
    ...data,
    cost: { ...data.cost, usd: (data.cost.usd ?? 0) / 2 },
    sessions: { ...data.sessions, total: 2246 },
  };
  const { container } = render(<SummaryCards data={data} previous={previous} />);
  const deltas = [...container.querySelectorAll('.uk-delta')].map((delta) => [
    delta.textContent,
    delta.getAttribute('data-tone'),
  ]);
  expect(deltas).toEqual([
    ['up 100.0%', 'bad'],
    ['down 50.0%', 'neutral'],
  ]);
});

it('draws a course from three points on', () => {
  expect(statCardLayout([1, 2])).toBeNull();
  expect(statCardLayout([null, 1, null])).toBeNull();
  const layout = statCardLayout([1, 1, 1]);
  expect(layout?.line).toMatch(/^M3,18\.5/);
  expect(layout?.end).toEqual({ x: 106, y: 18.5 });
  expect(trailingMean([1, 3, null], 2)).toEqual([1, 2, 3]);
});
