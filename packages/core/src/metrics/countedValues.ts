import type { CountedValue } from '../model/CountedValue.ts';

/**
 * Values with how often each occurs, ascending, `null` first.
 *
 * @example
 * countedValues([2, null, 2]) // => [{ value: null, sessions: 1 }, { value: 2, sessions: 2 }]
 */
export function countedValues(values: Iterable<number | null>): CountedValue[] {
  const known: number[] = [];
  let unknown = 0;
  for (const value of values) {
    if (value === null) unknown += 1;
    else known.push(value);
  }
  const counted: CountedValue[] = unknown > 0 ? [{ value: null, sessions: unknown }] : [];
  let last: CountedValue | undefined;
  for (const value of Float64Array.from(known).toSorted()) {
    if (last?.value === value) last.sessions += 1;
    else counted.push((last = { value, sessions: 1 }));
  }
  return counted;
}
