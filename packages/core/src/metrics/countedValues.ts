import type { CountedValue } from '../model/CountedValue.ts';
import { sortedNumbers } from './sortedNumbers.ts';

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
  const sorted = sortedNumbers(known);
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    const value = sorted[from] as number;
    do to += 1;
    while (sorted[to] === value);
    counted.push({ value, sessions: to - from });
  }
  return counted;
}
