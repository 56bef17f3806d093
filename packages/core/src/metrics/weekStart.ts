/**
 * The Monday of a day's week, both as day numbers (1970-01-01, day 0, was a Thursday). The next week starts 7 days
 * later.
 *
 * @example
 * weekStart(0) // => -3
 * dayKey(weekStart(dayNumber('2026-03-08'))) // => '2026-03-02'
 */
export function weekStart(day: number): number {
  return Math.floor((day + 3) / 7) * 7 - 3;
}
