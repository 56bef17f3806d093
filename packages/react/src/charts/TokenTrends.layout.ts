import type { SeriesPoint } from '@usagekit/core';
import { curveMonotoneX } from '@visx/curve';
import { area, line } from '@visx/shape';

import type { Box, Plot } from '../parts/Box.ts';
import { type YTick, yAxisWidth, yScale, yTicks } from '../parts/axisTicks.ts';

/** Lines and areas as they are drawn, in px of their box. */
export interface TrendLayout {
  plot: Plot;
  ticks: readonly YTick[];
  y: (value: number) => number;
  /** Input and output, each as a line and the area below it. A single point has neither. */
  series: readonly { key: 'input' | 'output'; line: string; area: string; ends: readonly { x: number; y: number }[] }[];
  slotWidth: number;
  centerOf: (slot: number) => number;
  /** The place of a point on a line; of both for `null`. */
  boxOf: (slot: number, key: 'input' | 'output' | null) => { x: number; y: number; width: number; height: number };
}

const rounded = (path: string | null): string =>
  (path ?? '').replace(/\d+\.\d+/g, (number) => String(Math.round(Number(number) * 100) / 100));

/** Fresh input and output over time as two areas from zero (S1.05). */
export function tokenTrendsLayout(
  points: readonly SeriesPoint[],
  box: Box,
  label: (value: number) => string,
): TrendLayout {
  const ticks = yTicks(Math.max(0, ...points.map(({ tokens }) => Math.max(tokens.input, tokens.output))), label, true);
  const plot: Plot = { left: yAxisWidth(ticks), right: box.width - 6, top: 12, bottom: box.height - 28 };
  const y = yScale(ticks, plot);
  const slotWidth = (plot.right - plot.left) / Math.max(1, points.length);
  const centerOf = (slot: number): number => plot.left + (slot + 0.5) * slotWidth;
  const series = (['input', 'output'] as const).map((key) => {
    const at = { x: (_: SeriesPoint, i: number) => centerOf(i), y: (point: SeriesPoint) => y(point.tokens[key]) };
    const ends = points.flatMap((point, i) =>
      i === points.length - 1 ? [{ x: centerOf(i), y: Math.round(at.y(point) * 100) / 100 }] : [],
    );
    if (points.length < 2) return { key, line: '', area: '', ends };
    return {
      key,
      line: rounded(line<SeriesPoint>({ ...at, curve: curveMonotoneX })([...points])),
      area: rounded(area<SeriesPoint>({ x: at.x, y0: plot.bottom, y1: at.y, curve: curveMonotoneX })([...points])),
      ends,
    };
  });
  return {
    plot,
    ticks,
    y,
    series,
    slotWidth,
    centerOf,
    boxOf: (slot, key) => {
      const tokens = points[slot]?.tokens;
      const of = (own: 'input' | 'output'): number => y(tokens?.[own] ?? 0);
      const top = key ? of(key) - 8 : Math.min(of('input'), of('output')) - 8;
      const bottom = key ? of(key) + 8 : plot.bottom;
      return { x: centerOf(slot) - 8, y: top, width: 16, height: Math.max(16, bottom - top) };
    },
  };
}
