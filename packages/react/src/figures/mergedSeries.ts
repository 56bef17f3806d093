import type { GroupBy, SeriesPoint, UsageFigures } from '@usagekit/core';

import { addedFigures } from './addedFigures.ts';
import { figuresOf } from './figuresOf.ts';

const mondayOf = (day: string): string => {
  const at = Date.parse(`${day}T00:00:00Z`);
  return new Date(at - ((new Date(at).getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10);
};

function grouped(series: readonly SeriesPoint[], keyOf: (point: SeriesPoint) => string): Map<string, SeriesPoint[]> {
  const groups = new Map<string, SeriesPoint[]>();
  for (const point of series) groups.set(keyOf(point), [...(groups.get(keyOf(point)) ?? []), point]);
  return groups;
}

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Whether the points leave out days of the week or month that they stand for: the range cuts it. */
function isCut(points: readonly SeriesPoint[], from: GroupBy, to: GroupBy): boolean {
  const start = points[0]?.start ?? '';
  const end = points.at(-1)?.end ?? '';
  if (to === 'week') return start !== mondayOf(start) || end !== dayAfter(mondayOf(start), 6);
  // Weeks belong to the month in which they start: a whole month has one that starts in its first and one that ends in its last seven days or later.
  if (from === 'week') return start.slice(8) > '07' || dayAfter(end, 7).slice(0, 7) === start.slice(0, 7);
  return start.slice(8) !== '01' || dayAfter(end, 1).slice(0, 7) === start.slice(0, 7);
}

function added(points: readonly SeriesPoint[], from: GroupBy, to: GroupBy): SeriesPoint {
  const first = points[0] as SeriesPoint;
  const models = new Set(points.flatMap((point) => Object.keys(point.byModel)));
  const byModel: Record<string, UsageFigures> = Object.fromEntries(
    [...models].map((model) => [model, addedFigures(points.flatMap((point) => figuresOf(point.byModel, [model])))]),
  );
  return {
    ...addedFigures(points),
    start: first.start,
    end: points.at(-1)?.end ?? first.end,
    partial: points.some((point) => point.partial) || isCut(points, from, to),
    sessions: points.reduce((sum, point) => sum + point.sessions, 0),
    toolCalls: points.reduce((sum, point) => sum + point.toolCalls, 0),
    toolFailures: points.reduce((sum, point) => sum + point.toolFailures, 0),
    byModel,
  };
}

/**
 * A series that a person can read: days become weeks, and days or weeks months, as long as there are more than `maxSlots` of them. Sums stay the same; a
 * week or month that the range cuts is partial.
 *
 * @param groupBy width of the points given
 * @example
 * mergedSeries([], 'day', 60) // => { points: [], groupBy: 'day' }
 */
export function mergedSeries(
  series: readonly SeriesPoint[],
  groupBy: GroupBy,
  maxSlots = 60,
): { points: readonly SeriesPoint[]; groupBy: GroupBy } {
  if (series.length <= maxSlots || groupBy === 'month') return { points: series, groupBy };
  const weeks = grouped(series, (point) => mondayOf(point.start));
  const to = groupBy === 'day' && weeks.size <= maxSlots ? 'week' : 'month';
  const groups = to === 'week' ? weeks : grouped(series, (point) => point.start.slice(0, 7));
  return { points: [...groups.values()].map((points) => added(points, groupBy, to)), groupBy: to };
}
