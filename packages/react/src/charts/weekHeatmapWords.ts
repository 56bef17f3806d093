import type { HeatmapCell } from '@usagekit/core';

import { plural } from '../format/plural.ts';
import type { Formats } from '../format/useFormats.ts';
import type { CursorDatum } from '../parts/cursorStore.ts';
import type { ChartTable } from '../parts/DataTable.tsx';
import { heatCells, type HeatCell } from './WeekHeatmap.layout.ts';

/**
 * An hour of the day.
 *
 * @example
 * clock(9) // => '09:00'
 */
export function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** A mean with as many decimals as it deserves. */
function meanText(mean: number, formats: Formats): string {
  return formats.decimal(mean, mean >= 10 ? 0 : mean >= 1 ? 1 : 2);
}

/** One sentence on when work happens. */
export function heatTakeaway(data: readonly HeatmapCell[], formats: Formats): string {
  const rows = heatCells(data, 1);
  const sessions = rows.flat().reduce((sum, cell) => sum + cell.sessions, 0);
  if (sessions === 0) return 'No session started in this range.';
  if (sessions < 5) {
    const busy = rows.flat().reduce((most, cell) => ((cell.mean ?? 0) > (most.mean ?? 0) ? cell : most));
    return `The busiest hour is ${formats.weekdayLong(busy.weekday)} ${clock(busy.fromHour)}.`;
  }
  let best = { weekday: 1, hour: 0, sum: -1 };
  for (const row of rows) {
    for (let hour = 0; hour + 3 <= 24; hour += 1) {
      const sum = row.slice(hour, hour + 3).reduce((all, cell) => all + (cell.mean ?? 0), 0);
      if (sum > best.sum + 1e-9) best = { weekday: row[0]?.weekday ?? 1, hour, sum };
    }
  }
  const quiet = quietTimes(rows, sessions);
  const stretch = `${formats.weekdayLong(best.weekday)} ${clock(best.hour)} to ${clock(best.hour + 3)} is the busiest stretch`;
  return quiet === '' ? `${stretch}.` : `${stretch}; ${quiet} quiet.`;
}

/** Nights and weekends that hold clearly less than their part, as the start of "… quiet". */
function quietTimes(rows: readonly (readonly HeatCell[])[], sessions: number): string {
  const meanOf = (cells: readonly HeatCell[]): number => {
    const occurrences = cells.reduce((sum, cell) => sum + cell.occurrences, 0);
    return occurrences === 0 ? NaN : cells.reduce((sum, cell) => sum + cell.sessions, 0) / occurrences;
  };
  const all = meanOf(rows.flat());
  const nights = meanOf(rows.flatMap((row) => row.slice(0, 6))) < all / 3;
  const weekends = meanOf(rows.slice(5).flat()) < all / 2;
  if (sessions < 20) return '';
  if (nights && weekends) return 'nights and weekends are';
  return nights ? 'nights are' : weekends ? 'weekends are' : '';
}

/** The words of one cell. */
export function heatDatum(cell: HeatCell, formats: Formats): Omit<CursorDatum, 'box'> {
  const day = formats.weekdayShort(cell.weekday);
  const wide = cell.toHour - cell.fromHour > 1;
  const span = wide ? `${clock(cell.fromHour)}–${clock(cell.toHour % 24)}` : clock(cell.fromHour);
  const key = `${day} ${span}`;
  const title = `${formats.weekdayLong(cell.weekday)} ${clock(cell.fromHour)} to ${clock(cell.toHour % 24)}`;
  if (cell.mean === null) {
    return {
      label: `${title}: not in the range.`,
      readout: { key, value: 'not in the range' },
      tip: { title: key, rows: [{ label: 'Not in the range', value: '–', unknown: true }] },
    };
  }
  const times = cell.occurrences / (cell.toHour - cell.fromHour);
  const count = formats.decimal(times, 1);
  const days = `${count} ${formats.weekdayLong(cell.weekday)}${times === 1 ? '' : 's'}`;
  const mean = meanText(cell.mean, formats);
  const rate = `${mean} ${mean === '1' ? 'session' : 'sessions'} an hour`;
  const total = plural(cell.sessions, 'session', formats.count(cell.sessions));
  return {
    label: `${title}: ${rate}, ${total} in ${days}.`,
    readout: { key, value: rate, detail: `${formats.count(cell.sessions)} in ${days}` },
    tip: {
      title: key,
      rows: [
        { label: 'Sessions an hour', value: mean },
        { label: `In ${days}`, value: formats.count(cell.sessions) },
      ],
    },
  };
}

/** The week as a table: a row an hour, a column a weekday. */
export function heatTable(data: readonly HeatmapCell[], formats: Formats): ChartTable {
  const rows = heatCells(data, 1);
  const text = (mean: number | null): string => (mean === null ? 'not in range' : meanText(mean, formats));
  return {
    caption: 'Sessions that started in each hour of the week, mean per occurrence',
    columns: ['Hour', ...rows.map((row) => formats.weekdayShort(row[0]?.weekday ?? 1))],
    rows: Array.from({ length: 24 }, (_, hour) => [clock(hour), ...rows.map((row) => text(row[hour]?.mean ?? null))]),
    total: [
      'Per day',
      ...rows.map((row) =>
        row.every((cell) => cell.mean === null)
          ? text(null)
          : meanText(
              row.reduce((sum, cell) => sum + (cell.mean ?? 0), 0),
              formats,
            ),
      ),
    ],
  };
}
