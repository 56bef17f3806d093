import type { Rate } from '../model/UsageAnalytics.ts';
import { wilsonInterval } from './wilsonInterval.ts';

/**
 * A share with the number of observations behind it and its Wilson 95 % interval; `null` without observations.
 *
 * @param successes 0 … n
 * @example
 * rate(3, 4)?.value // => 0.75
 * rate(0, 0) // => null
 */
export function rate(successes: number, n: number): Rate | null {
  return n > 0 ? { value: successes / n, n, ...wilsonInterval(successes, n) } : null;
}
