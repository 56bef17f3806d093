import type { GroupBy, SeriesPoint } from '@usagekit/core';

import type { Formats } from '../format/useFormats.ts';
import { textWidth } from '../format/textWidth.ts';

/** A label of a time axis. */
export interface XTick {
  /** Index of the slot that it names. */
  slot: number;
  label: string;
}

const STEPS: Record<GroupBy, readonly number[]> = {
  day: [1, 7, 14, 28, 56],
  week: [1, 2, 4, 8, 13, 26],
  month: [1, 2, 3, 6, 12, 24],
};

/**
 * Labels below a time series: at most one a week on more than 14 days, at most seven, and never closer than their text allows. Under 390 px the month is written only where it changes.
 *
 * @param width of the plot in px
 */
export function slotTicks(points: readonly SeriesPoint[], groupBy: GroupBy, width: number, formats: Formats): XTick[] {
  if (points.length === 0) return [];
  const short = width < 340;
  const text = (slot: number, before: number | undefined): string => {
    const start = points[slot]?.start ?? '';
    if (groupBy === 'month') {
      const sameYear = before !== undefined && points[before]?.start.slice(0, 4) === start.slice(0, 4);
      return sameYear ? formats.month(start) : formats.monthYear(start);
    }
    const sameMonth = before !== undefined && points[before]?.start.slice(0, 7) === start.slice(0, 7);
    return short && sameMonth ? formats.dayOfMonth(start) : formats.day(start);
  };
  const slotWidth = width / points.length;
  const ticksOf = (step: number): XTick[] => {
    const slots = Array.from({ length: Math.ceil(points.length / step) }, (_, i) => i * step);
    return slots.map((slot, i) => ({ slot, label: text(slot, slots[i - 1]) }));
  };
  const fits = (step: number): boolean => {
    const ticks = ticksOf(step);
    return ticks.length <= 7 && Math.max(...ticks.map((tick) => textWidth(tick.label))) + 12 <= slotWidth * step;
  };
  // Two weeks and less would have one label only.
  const steps = groupBy === 'day' && points.length <= 14 ? [1, 2, 3, 4, 7] : STEPS[groupBy];
  let step = steps.find(fits) ?? steps.at(-1) ?? 1;
  // A range of many years needs wider steps than any of these.
  while (!fits(step) && step < points.length) step *= 2;
  return ticksOf(step);
}
