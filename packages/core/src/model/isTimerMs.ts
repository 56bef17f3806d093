/** The longest time that a timer waits, ms; one that is set for longer fires at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Whether a value is a time that a timer can wait, ms.
 *
 * @param minMs the shortest that is one
 * @example
 * isTimerMs(2000) // => true
 * isTimerMs(Infinity) // => false
 */
export function isTimerMs(ms: unknown, minMs = 0): ms is number {
  return typeof ms === 'number' && ms >= minMs && ms <= MAX_TIMER_MS;
}
