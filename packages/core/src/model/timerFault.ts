import { MAX_TIMER_MS } from './isTimerMs.ts';

/**
 * What is wrong with a time that no timer can wait, see `isTimerMs`: the text of a refusal.
 *
 * @param name of the option that states it
 * @param ms its value
 * @param minMs the shortest that is one, ms
 * @example
 * timerFault('waitMs', -1) // => 'waitMs is -1: it is a number from 0 to 2147483647'
 */
export function timerFault(name: string, ms: unknown, minMs = 0): string {
  return `${name} is ${String(ms)}: it is a number from ${minMs} to ${MAX_TIMER_MS}`;
}
