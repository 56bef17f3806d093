import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { exampleVariants } from '../testing/exampleVariants.ts';
import { addedFigures } from './addedFigures.ts';
import { centShares } from './centShares.ts';
import { costSeries } from './costSeries.ts';
import { freshTokens } from './freshTokens.ts';
import { mergedSeries } from './mergedSeries.ts';
import { modelColor, modelPalette, pricedModels, unpricedModels } from './modelPalette.ts';
import { modelParts } from './modelParts.ts';

const cents = (values: readonly (number | null)[]): number =>
  values.reduce<number>((sum, value) => sum + Math.round((value ?? 0) * 100), 0);

describe('centShares', () => {
  it('adds up to the rounded total, and no part is off by a cent', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1, maxLength: 20 }), (nano) => {
        const total = nano.reduce((sum, part) => sum + part, 0n);
        const shares = centShares(nano.map((part) => ({ nanoUsd: String(part) })));
        expect(Math.abs(cents(shares) - Number(total) / 1e7)).toBeLessThanOrEqual(0.5);
        shares.forEach((share, i) => expect(Math.abs((share ?? 0) - Number(nano[i]) / 1e9)).toBeLessThan(0.01));
      }),
    );
  });

  it('keeps the unknown unknown, and rounds parts of another total among themselves', () => {
    expect(centShares([{ nanoUsd: null }, { nanoUsd: '15000000' }])).toEqual([null, 0.02]);
    expect(centShares([{ nanoUsd: '15000000' }], { nanoUsd: '30000000' })).toEqual([0.02]);
  });
});

it('no usage costs nothing, and usage without a price is not known', () => {
  expect(addedFigures([]).cost).toMatchObject({ usd: 0, nanoUsd: '0' });
  const { byModel } = exampleVariants.allUnpriced().cost;
  expect(addedFigures(Object.values(byModel)).cost).toMatchObject({ usd: null, nanoUsd: null });
});

describe('mergedSeries', () => {
  const year = exampleVariants.year();

  it('makes weeks from Monday of more than 60 days, with the same sums', () => {
    const { points, groupBy } = mergedSeries(year.series, 'day');
    expect(groupBy).toBe('week');
    expect(points.length).toBeLessThanOrEqual(60);
    expect(points.slice(1).every((point) => new Date(point.start).getUTCDay() === 1)).toBe(true);
    expect(addedFigures(points)).toEqual(addedFigures(year.series));
    expect(points.reduce((sum, point) => sum + point.sessions, 0)).toBe(year.sessions.total);
    expect(points.filter((point) => point.partial)).toHaveLength(1);
  });

  it('makes months of more than 60 weeks', () => {
    const long = Array.from({ length: 500 }, (_, i) => ({
      ...year.series[0]!,
      start: new Date(Date.UTC(2025, 0, 1 + i)).toISOString().slice(0, 10),
    }));
    const { points, groupBy } = mergedSeries(long, 'day');
    expect(groupBy).toBe('month');
    expect(points.length).toBeLessThanOrEqual(18);
    expect(addedFigures(points)).toEqual(addedFigures(long));
  });

  it('leaves 60 points alone', () => {
    const points = year.series.slice(0, 60);
    expect(mergedSeries(points, 'day')).toEqual({ points, groupBy: 'day' });
  });
});

describe('modelPalette', () => {
  const { byModel } = exampleVariants.usual().cost;

  it('colours models by cost and keeps colours of an earlier range', () => {
    const palette = modelPalette({ cost: { byModel } });
    expect(modelColor(palette, 'claude-sonnet-4-6')).toBe('var(--uk-series-1)');
    expect(modelColor(palette, 'claude-opus-4-6')).toBe('var(--uk-series-2)');
    const only = { 'gpt-5-mini': byModel['gpt-5-mini']!, newcomer: byModel['claude-haiku-4-5']! };
    const later = modelPalette({ cost: { byModel: only } }, palette);
    expect(later.get('gpt-5-mini')).toBe(palette.get('gpt-5-mini'));
    expect(later.get('newcomer')).toBe(5);
  });

  it('has no colour for models without a price', () => {
    expect(unpricedModels(byModel)).toEqual(['acme-router-v2']);
    expect(modelPalette({ cost: { byModel } }).has('acme-router-v2')).toBe(false);
  });

  it('closes with "Other" that never stands for a single model', () => {
    const many = exampleVariants.manyModels().cost.byModel;
    const parts = modelParts(many, new Map(), 5);
    expect(parts).toHaveLength(5);
    expect(parts.at(-1)?.label).toBe(`Other (${pricedModels(many).length - 4})`);
    expect(parts.flatMap((part) => part.models)).toEqual(pricedModels(many));
    expect(modelParts(byModel, new Map(), 4).map((part) => part.label)).not.toContain('Other (1)');
  });
});

it.each([30, 90])(
  'a model called as a member of every object is in the points of %s that have it, and in no other',
  (days) => {
    const year = exampleVariants.year();
    const points = year.series.slice(-days);
    const used = { constructor: addedFigures(points.slice(1, 2)) };
    const series = points.map((point, i) => ({ ...point, byModel: i === 1 ? used : {} }));
    const data = { ...year, series, cost: { ...year.cost, byModel: used } };
    const { slots } = costSeries(data, modelPalette(data), 'tokens');
    const tokens = slots.map(({ values }) => values[0] ?? 0);
    expect(tokens.filter((value) => value > 0)).toEqual([freshTokens(used.constructor.tokens)]);
  },
);

describe.each(Object.entries(exampleVariants))('S2.12 costSeries of %s', (_, variant) => {
  const data = variant();
  const palette = modelPalette(data);

  it('has parts that add up to the headline in cents, and those of a bar to the bar', () => {
    const series = costSeries(data, palette, 'cost');
    expect(series.parts.length).toBeLessThanOrEqual(5);
    expect(series.slots.length).toBeLessThanOrEqual(60);
    expect(series.total).toBe(data.cost.usd);
    expect(cents(series.parts.map((part) => part.total))).toBe(Math.round((data.cost.usd ?? 0) * 100));
    for (const slot of series.slots) {
      expect(slot.total).toBe(slot.point.cost.usd);
      expect(cents(slot.values)).toBe(Math.round((slot.point.cost.usd ?? 0) * 100));
    }
  });

  it('counts the tokens of all models, also of those without a price', () => {
    const series = costSeries(data, palette, 'tokens');
    expect(series.total).toBe(data.tokens.total.input + data.tokens.total.output);
    for (const slot of series.slots)
      expect(slot.values.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(slot.total);
  });
});
