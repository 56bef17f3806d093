import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { formatsOf } from '../format/useFormats.ts';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { yTicks } from './axisTicks.ts';
import { barPath, barWidth, cellPath } from './barPath.ts';
import { cursorMove } from './cursorMove.ts';
import { slotTicks } from './slotTicks.ts';
import { stackLayout } from './stackLayout.ts';
import { listMove } from './useRoving.ts';
import { xLabels } from './xLabels.ts';

const en = formatsOf('en-US');

describe('yTicks', () => {
  it('makes at most six ticks from 0 that reach the largest value', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e15, noNaN: true }), (max) => {
        const ticks = yTicks(max, String);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks[0]?.value).toBe(0);
        expect(ticks.at(-1)?.value).toBeGreaterThanOrEqual(max * (1 - 1e-9));
      }),
    );
  });

  it('counts in whole numbers when asked, and has a zero line without data', () => {
    expect(yTicks(2, String, true).map((tick) => tick.value)).toEqual([0, 1, 2]);
    expect(yTicks(0, String)).toEqual([{ value: 0, label: '0' }]);
  });
});

describe('slotTicks', () => {
  const { series } = exampleVariants.usual();

  it('labels one day a week, and repeats the month only where it changes when there is little room', () => {
    expect(slotTicks(series, 'day', 820, en).map((tick) => tick.label)).toEqual([
      'Oct 25',
      'Nov 1',
      'Nov 8',
      'Nov 15',
      'Nov 22',
    ]);
    expect(slotTicks(series, 'day', 220, en).map((tick) => tick.label)).toEqual(['Oct 25', 'Nov 1', '8', '15', '22']);
  });

  it('keeps labels of many years apart, however narrow the chart', () => {
    const months = Array.from({ length: 193 }, (_, month) => ({
      ...series[0]!,
      start: new Date(Date.UTC(2024, month, 1)).toISOString().slice(0, 10),
    }));
    const slots = slotTicks(months, 'month', 300, en).map((tick) => tick.slot);
    const apart = slots.slice(1).map((slot, i) => ((slot - (slots[i] ?? 0)) * 300) / 193);
    expect(slots.length).toBeGreaterThan(1);
    expect(Math.min(...apart)).toBeGreaterThan(60);
  });

  it('names the year where it changes', () => {
    const months = [8, 9, 10, 11, 12, 13].map((month) => ({
      ...series[0]!,
      start: new Date(Date.UTC(2025, month, 1)).toISOString().slice(0, 10),
    }));
    expect(slotTicks(months, 'month', 820, en).map((tick) => tick.label)).toEqual([
      'Sep 2025',
      'Oct',
      'Nov',
      'Dec',
      'Jan 2026',
      'Feb',
    ]);
  });

  it('labels every day of a week and nothing of nothing', () => {
    expect(slotTicks(series.slice(0, 7), 'day', 820, en)).toHaveLength(7);
    expect(slotTicks([], 'day', 820, en)).toEqual([]);
  });
});

it('turns labels inwards at the edges', () => {
  const [first, middle, last] = xLabels(
    [
      { x: 2, label: 'Oct 25' },
      { x: 100, label: 'Nov 1' },
      { x: 210, label: 'Nov 22' },
    ],
    { width: 200, height: 10 },
  );
  expect([first?.anchor, middle?.anchor, last?.anchor]).toEqual(['start', 'middle', 'end']);
});

describe('barPath', () => {
  it('rounds only the top, and never more than there is', () => {
    expect(barPath(0, 10, 20, 30)).toBe('M0 10h20v30h-20Z');
    expect(barPath(0, 10, 20, 30, 2)).toBe('M0 40v-28q0 -2 2 -2h16q2 0 2 2v28Z');
    expect(barPath(0, 10, 20, 1, 2)).toBe('M0 11v0q0 -1 1 -1h18q1 0 1 1v0Z');
  });

  it('keeps cells inside of their place', () => {
    expect(cellPath(0, 0, 23, 13)).toBe('M1.5 1.5h20v10h-20Z');
    expect(cellPath(0, 0, 2, 2)).toBe('M1.5 1.5h0v0h0Z');
  });

  it('leaves a gap of 2 to 6 px', () => {
    expect(barWidth(20)).toBeCloseTo(14.8);
    expect(barWidth(4)).toBe(2);
    expect(barWidth(2)).toBe(1);
    expect(barWidth(50)).toBe(44);
  });
});

describe('stackLayout', () => {
  const parts = [
    { label: 'a', color: 'red' },
    { label: 'b', color: 'blue' },
  ];
  const layout = stackLayout(
    {
      parts,
      slots: [
        { values: [60, 40], partial: false, unpriced: false },
        { values: [10, 0], partial: true, unpriced: true },
        { values: [0, 0], partial: false, unpriced: false },
      ],
    },
    { width: 400, height: 300 },
    String,
  );

  it('stacks parts to the height of their sum, 1 px apart, and rounds the top one only', () => {
    const [a, b] = layout.paths;
    expect(layout.boxOf(0, 0).y + layout.boxOf(0, 0).height).toBeCloseTo(layout.plot.bottom);
    expect(layout.boxOf(0, 1).y + layout.boxOf(0, 1).height).toBeCloseTo(layout.boxOf(0, 0).y);
    expect(layout.boxOf(0, null).y).toBeCloseTo(layout.y(100));
    expect(a?.d.match(/q/g)).toHaveLength(2);
    expect(b?.d.match(/M/g)).toHaveLength(1);
    expect(b?.d).toContain('q');
  });

  it('hatches partial slots and puts a stub of fixed height on unpriced ones', () => {
    expect(layout.partial.match(/M/g)).toHaveLength(1);
    expect(layout.unpriced.match(/M/g)).toHaveLength(1);
  });

  it('gives every slot a place that a ring can be seen around, also an empty one', () => {
    const box = layout.boxOf(2, null);
    expect(box.height).toBeGreaterThanOrEqual(24);
    expect(box.y + box.height).toBeLessThanOrEqual(layout.plot.bottom);
  });
});

describe('cursorMove', () => {
  const grid = { columns: 30, rows: 3 };

  it('knows all keys and stops at the edges', () => {
    const from = { column: 5, row: 1 };
    const moves = Object.fromEntries(
      ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'].map((key) => [
        key,
        cursorMove(key, from, grid),
      ]),
    );
    expect(moves).toEqual({
      ArrowLeft: { column: 4, row: 1 },
      ArrowRight: { column: 6, row: 1 },
      ArrowUp: { column: 5, row: 0 },
      ArrowDown: { column: 5, row: 2 },
      Home: { column: 0, row: 1 },
      End: { column: 29, row: 1 },
      PageUp: { column: 2, row: 1 },
      PageDown: { column: 8, row: 1 },
    });
    expect(cursorMove('ArrowRight', { column: 29, row: 0 }, grid)).toEqual({ column: 29, row: 0 });
    expect(cursorMove('Tab', from, grid)).toBeNull();
  });

  it('walks lists up and down', () => {
    expect([
      listMove('ArrowDown', 0, 6),
      listMove('End', 0, 6),
      listMove('Home', 5, 6),
      listMove('ArrowUp', 0, 6),
    ]).toEqual([1, 5, 0, 0]);
    expect(listMove('Tab', 0, 6)).toBeNull();
  });
});
