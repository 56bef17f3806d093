/**
 * A duration as others state it, in whole ms; `undefined` when it is none.
 *
 * @example
 * roundedMs(12.6) // => 13
 */
export function roundedMs(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value < Number.MAX_SAFE_INTEGER ? Math.round(value) : undefined;
}
