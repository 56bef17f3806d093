/**
 * A quantile by linear interpolation between the two nearest observations (Hyndman and Fan's type 7, what spreadsheets
 * and NumPy give); `null` without any.
 *
 * @param sorted ascending
 * @param p 0 … 1
 * @example
 * quantile([1, 2, 3, 10], 0.5) // => 2.5
 * quantile([], 0.5) // => null
 */
export function quantile(sorted: readonly number[], p: number): number | null {
  const position = (sorted.length - 1) * p;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (position - Math.floor(position));
}
