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
  const known = sorted.filter((v) => v.value !== null);
  const n = known.reduce((sum, { sessions }) => sum + sessions, 0);
  const position = (n - 1) * p;
  const valueAt = (index: number): number | null => {
    let left = index;
    for (const { value, sessions } of known) {
      if (left < sessions) return value;
      left -= sessions;
    }
    return null;
  };
  const below = n === 0 ? null : valueAt(Math.floor(position));
  const above = n === 0 ? null : valueAt(Math.ceil(position));
  if (below === null || above === null) return null;
  return below + (above - below) * (position - Math.floor(position));
}
