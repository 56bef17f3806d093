import type { HeatmapCell } from '@usagekit/core';

import type { Box, Plot } from '../parts/Box.ts';
import { cellPath } from '../parts/barPath.ts';

/** One cell as it is drawn: an hour of the week, or two where there is little room. */
export interface HeatCell {
  weekday: number;
  fromHour: number;
  /** Exclusive, up to 24. */
  toHour: number;
  sessions: number;
  occurrences: number;
  /** Sessions in a mean hour; `null` when the hour did not occur in the range. */
  mean: number | null;
}

/** How means become colour steps. */
export interface HeatScale {
  /** Lower bounds of the steps 2 … 7; step 1 is what is above zero and below the first. */
  bounds: readonly number[];
  /** 0 for none, 1 … 7 by amount, `null` for unknown. */
  stepOf: (mean: number | null) => number | null;
}

/** The week as it is drawn, in px of its box. */
export interface HeatLayout {
  plot: Plot;
  columns: number;
  cells: readonly (readonly HeatCell[])[];
  /** One path per colour step, 0 … 7, and one for hours that did not occur. */
  paths: readonly { step: number | null; d: string }[];
  rows: readonly { weekday: number; y: number; perDay: number | null }[];
  hours: readonly { x: number; hour: number }[];
  cellBox: (column: number, row: number) => { x: number; y: number; width: number; height: number };
  placeAt: (x: number, y: number) => { column: number; row: number };
}

/** Widths of a step that need no more digits than it takes to tell steps apart. */
const NICE = [1, 2, 3, 4, 5, 10];

/**
 * Seven steps of equal width with round bounds. The last one is open and begins near the 95th percentile of the busy hours, so that one extreme hour does not pale all others.
 *
 * @example
 * heatScale([1, 5.8, 10.8]).bounds // => [2, 4, 6, 8, 10, 12]
 * heatScale([]).bounds // => []
 */
export function heatScale(means: readonly (number | null)[]): HeatScale {
  const busy = means.filter((mean) => mean !== null && mean > 0).toSorted((a, b) => (a ?? 0) - (b ?? 0));
  const max = busy.at(-1) ?? 0;
  const raw = Math.max(busy[Math.floor(busy.length * 0.95)] ?? 0, max / 2) / 6.5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const width = Number(((NICE.find((nice) => nice * power >= raw * (1 - 1e-9)) ?? 10) * power).toPrecision(6));
  const bounds = max > 0 ? [1, 2, 3, 4, 5, 6].map((i) => Number((i * width).toPrecision(6))) : [];
  return {
    bounds,
    stepOf: (mean) => {
      if (mean === null) return null;
      if (mean === 0) return 0;
      return 1 + bounds.filter((bound) => mean >= bound).length;
    },
  };
}

function joined(cells: readonly HeatmapCell[]): HeatCell {
  const sessions = cells.reduce((sum, cell) => sum + cell.sessions, 0);
  const occurrences = cells.reduce((sum, cell) => sum + cell.occurrences, 0);
  const [first] = cells;
  const fromHour = first?.hour ?? 0;
  return {
    weekday: first?.weekday ?? 1,
    fromHour,
    toHour: fromHour + cells.length,
    sessions,
    occurrences,
    mean: occurrences === 0 ? null : sessions / occurrences,
  };
}

/** Seven rows of cells, Monday first, each of `hours` hours. */
export function heatCells(cells: readonly HeatmapCell[], hours: number): HeatCell[][] {
  const at = new Map(cells.map((cell) => [cell.weekday * 24 + cell.hour, cell]));
  return Array.from({ length: 7 }, (_, row) =>
    Array.from({ length: 24 / hours }, (_, column) =>
      joined(
        Array.from({ length: hours }, (_, i) => {
          const hour = column * hours + i;
          return at.get((row + 1) * 24 + hour) ?? { weekday: row + 1, hour, sessions: 0, occurrences: 0 };
        }),
      ),
    ),
  );
}

/** Sessions of a mean day of a weekday; `null` when none lies in the range. */
function perDay(row: readonly HeatCell[], hours: number): number | null {
  const known = row.flatMap((cell) => (cell.mean === null ? [] : [cell.mean * hours]));
  return known.length === 0 ? null : known.reduce((sum, mean) => sum + mean, 0);
}

/** The week as seven rows of hours. Under 390 px two hours share a cell, so that it can still be pointed at. */
export function weekHeatmapLayout(data: readonly HeatmapCell[], box: Box, scale?: HeatScale): HeatLayout {
  const narrow = box.width < 390;
  const marginal = box.width >= 340;
  const hours = narrow ? 2 : 1;
  const gap = box.width < 600 ? 2 : 3;
  const cells = heatCells(data, hours);
  const steps = scale ?? heatScale(cells.flat().map((cell) => cell.mean));
  const plot: Plot = { left: 38, right: box.width - (marginal ? 50 : 0), top: 24, bottom: box.height };
  const columns = 24 / hours;
  const slot = { width: (plot.right - plot.left) / columns, height: (plot.bottom - plot.top) / 7 };
  const cellBox = (column: number, row: number) => ({
    x: plot.left + column * slot.width + gap / 2,
    y: plot.top + row * slot.height + gap / 2,
    width: slot.width - gap,
    height: slot.height - gap,
  });
  const paths = [0, 1, 2, 3, 4, 5, 6, 7, null].map((step) => ({ step, d: '' }));
  cells.forEach((row, y) => {
    row.forEach((cell, x) => {
      const { x: left, y: top, width, height } = cellBox(x, y);
      const path = paths.find((own) => own.step === steps.stepOf(cell.mean));
      if (path) path.d += cellPath(left, top, width, height);
    });
  });
  const every = slot.width / hours < 15 ? 6 : 3;
  return {
    plot,
    columns,
    cells,
    paths: paths.filter((path) => path.d !== ''),
    rows: cells.map((row, i) => ({
      weekday: i + 1,
      y: plot.top + (i + 0.5) * slot.height,
      perDay: marginal ? perDay(row, hours) : null,
    })),
    hours: Array.from({ length: 24 / every }, (_, i) => ({
      hour: i * every,
      x: plot.left + ((i * every) / hours) * slot.width + gap / 2,
    })),
    cellBox,
    placeAt: (x, y) => ({
      column: Math.max(0, Math.min(columns - 1, Math.floor((x - plot.left) / slot.width))),
      row: Math.max(0, Math.min(6, Math.floor((y - plot.top) / slot.height))),
    }),
  };
}
