import { scaleLinear } from '@visx/scale';

import { textWidth } from '../format/textWidth.ts';

/** A value of the y axis with its label. */
export interface YTick {
  value: number;
  label: string;
}

/**
 * Four to five round values from 0 to just beyond the largest, with their labels. Nothing at all still has its zero line.
 *
 * @param max largest value to show, ≥ 0
 * @example
 * yTicks(87, (value) => `$${value}`).map((tick) => tick.label) // => ['$0', '$25', '$50', '$75', '$100']
 * yTicks(0, String) // => [{ value: 0, label: '0' }]
 */
export function yTicks(max: number, label: (value: number, step: number) => string, whole = false): YTick[] {
  if (!(max > 0)) return [{ value: 0, label: label(0, 1) }];
  let step = niceStep(max / 4);
  if (whole) step = Math.max(1, step);
  const count = Math.ceil(max / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => {
    const value = Number((i * step).toPrecision(12));
    return { value, label: label(value, step) };
  });
}

/** The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below a step. */
function niceStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const nice = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= step * (1 - 1e-9)) ?? 10;
  return nice * power;
}

/** Width that the labels of a y axis need, with their distance to the plot. */
export function yAxisWidth(ticks: readonly YTick[]): number {
  return Math.max(26, Math.ceil(Math.max(...ticks.map((tick) => textWidth(tick.label)))) + 8);
}

/** A function from value to y: the largest tick is at the top of the plot. */
export function yScale(ticks: readonly YTick[], plot: { top: number; bottom: number }): (value: number) => number {
  const max = ticks.at(-1)?.value || 1;
  return scaleLinear<number>({ domain: [0, max], range: [plot.bottom, plot.top] });
}
