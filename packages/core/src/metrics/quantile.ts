import type { CountedValue } from '../model/CountedValue.ts';

/**
 * A quantile by linear interpolation between the two nearest observations (Hyndman and Fan's type 7, what spreadsheets
 * and NumPy give); `null` without any.
 *
 * @param sorted ascending; those without a value do not count
 * @param p 0 … 1
 * @example
 * quantile([1, 2, 3, 10].map((value) => ({ value, sessions: 1 })), 0.5) // => 2.5
 * quantile([], 0.5) // => null
 */
export function quantile(sorted: readonly CountedValue[], p: number): number | null {
  let n = 0;
  for (const { value, sessions } of sorted) if (value !== null) n += sessions;
  const position = (n - 1) * p;
  const share = position - Math.floor(position);
  let left = Math.floor(position);
  let below: number | undefined;
  for (const { value, sessions } of sorted) {
    if (value === null) continue;
    if (below !== undefined) return below + (value - below) * share;
    // Both observations are of this value, or the second is of the next one.
    if (left + 1 < sessions || (left < sessions && share === 0)) return value;
    if (left < sessions) below = value;
    left -= sessions;
  }
  return null;
}
