import type { GroupBy, SeriesPoint, UsageFigures } from '@usagekit/core';

import { addedFigures } from './addedFigures.ts';

const mondayOf = (day: string): string => {
  const at = Date.parse(`${day}T00:00:00Z`);
  return new Date(at - ((new Date(at).getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10);
};

function added(points: readonly SeriesPoint[]): SeriesPoint {
  const first = points[0] as SeriesPoint;
  const models = new Set(points.flatMap((point) => Object.keys(point.byModel)));
  const byModel: Record<string, UsageFigures> = Object.create(null);
  for (const model of models) {
    byModel[model] = addedFigures(points.flatMap((point) => point.byModel[model] ?? []));
  }
  return {
    ...addedFigures(points),
    start: first.start,
    end: points.at(-1)?.end ?? first.end,
    partial: points.some((point) => point.partial),
    sessions: points.reduce((sum, point) => sum + point.sessions, 0),
    toolCalls: points.reduce((sum, point) => sum + point.toolCalls, 0),
    toolFailures: points.reduce((sum, point) => sum + point.toolFailures, 0),
    byModel,
  };
}

/**
 * A series that a person can read: days become weeks, and weeks months, as long as there are more than `maxSlots` of them. Sums stay the same.
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
  const keyOf = (point: SeriesPoint): string => (groupBy === 'day' ? mondayOf(point.start) : point.start.slice(0, 7));
  const groups = new Map<string, SeriesPoint[]>();
  for (const point of series) groups.set(keyOf(point), [...(groups.get(keyOf(point)) ?? []), point]);
  return mergedSeries([...groups.values()].map(added), groupBy === 'day' ? 'week' : 'month', maxSlots);
}
