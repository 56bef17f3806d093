import type { CountedValue } from '../model/CountedValue.ts';

/**
 * Values with how often each occurs, ascending, `null` first.
 *
 * @example
 * countedValues([2, null, 2]) // => [{ value: null, sessions: 1 }, { value: 2, sessions: 2 }]
 */
export function countedValues(values: Iterable<number | null>): CountedValue[] {
  const counts = new Map<number | null, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, sessions]) => ({ value, sessions }))
    .toSorted((a, b) => (a.value ?? -1) - (b.value ?? -1));
}
