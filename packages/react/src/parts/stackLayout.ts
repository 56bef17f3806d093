import type { Box, Plot } from './Box.ts';
import { type YTick, yAxisWidth, yScale, yTicks } from './axisTicks.ts';
import { barPath, barWidth } from './barPath.ts';

/** The bars of a stacked chart: one per slot, with a value per part. */
export interface StackData {
  parts: readonly { label: string; color: string; unknown?: boolean }[];
  slots: readonly {
    /** One value per part, bottom first. */
    values: readonly number[];
    partial: boolean;
    /** Something in it has no price and is in no part. */
    unpriced: boolean;
  }[];
  /** Values are counts: ticks are whole numbers. */
  whole?: boolean;
}

/** A rectangle in px of the chart. */
export interface StackBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Stacked bars as they are drawn, in px of their box. */
export interface StackLayout {
  plot: Plot;
  ticks: readonly YTick[];
  y: (value: number) => number;
  /** One path per part, all slots in it. */
  paths: readonly { label: string; color: string; unknown: boolean; d: string }[];
  /** Lies over the bars of partial slots. */
  partial: string;
  /** Fixed stubs on bars that hold something without a price. */
  unpriced: string;
  slotWidth: number;
  centerOf: (slot: number) => number;
  /** The whole bar, or one part of it; at least 24 px high and wide, so that a ring around it is visible. */
  boxOf: (slot: number, part: number | null) => StackBox;
}

/** Segments lower than this are not drawn: they would only thicken their neighbours' edges. */
const MIN_SEGMENT = 0.35;
const STUB = 6;

/** Stacked bars over time. Segments are 1 px apart, and only the top one is round. */
export function stackLayout(data: StackData, box: Box, label: (value: number, step: number) => string): StackLayout {
  const totals = data.slots.map((slot) => slot.values.reduce((sum, value) => sum + value, 0));
  const ticks = yTicks(Math.max(0, ...totals), label, data.whole);
  const plot: Plot = { left: yAxisWidth(ticks), right: box.width - 4, top: 16, bottom: box.height - 28 };
  const y = yScale(ticks, plot);
  const slotWidth = (plot.right - plot.left) / Math.max(1, data.slots.length);
  const width = barWidth(slotWidth);
  const left = (slot: number): number => plot.left + slot * slotWidth + (slotWidth - width) / 2;
  const paths = data.parts.map((part) => ({
    label: part.label,
    color: part.color,
    unknown: part.unknown === true,
    d: '',
  }));
  let partial = '';
  let unpriced = '';
  const boxes = data.slots.map((slot, i) => {
    let sum = 0;
    const segments = slot.values.map((value) => {
      const bottom = y(sum);
      sum += value;
      return { y: y(sum), height: bottom - y(sum) };
    });
    const last = segments.findLastIndex((segment) => segment.height >= MIN_SEGMENT);
    segments.forEach((segment, part) => {
      const path = paths[part];
      if (!path || segment.height < MIN_SEGMENT) return;
      const first = segments.findIndex((other) => other.height >= MIN_SEGMENT) === part;
      const height = Math.max(MIN_SEGMENT, segment.height - (first ? 0 : 1));
      path.d += barPath(left(i), segment.y, width, height, part === last ? 2 : 0);
    });
    const top = y(sum);
    if (slot.partial && plot.bottom - top > 0) partial += barPath(left(i), top, width, plot.bottom - top);
    if (slot.unpriced) unpriced += barPath(left(i) + 0.5, top - STUB - 1.5, width - 1, STUB, 2);
    return { top: slot.unpriced ? top - STUB - 2 : top, segments };
  });
  const boxOf = (slot: number, part: number | null): StackBox => {
    const segment = part === null ? undefined : boxes[slot]?.segments[part];
    const top = segment ? segment.y : (boxes[slot]?.top ?? plot.bottom);
    const height = segment ? segment.height : plot.bottom - top;
    const tall = Math.max(height, part === null ? 24 : 6);
    const bottom = Math.min(plot.bottom, top + height / 2 + tall / 2);
    return { x: left(slot), y: bottom - tall, width, height: tall };
  };
  return {
    plot,
    ticks,
    y,
    paths,
    partial,
    unpriced,
    slotWidth,
    centerOf: (slot) => plot.left + (slot + 0.5) * slotWidth,
    boxOf,
  };
}
