/**
 * A count with its noun.
 *
 * @param shown the count as it is written
 * @example
 * plural(1, 'session', '1') // => '1 session'
 * plural(0, 'session', '0') // => '0 sessions'
 */
export function plural(count: number, noun: string, shown: string): string {
  return `${shown} ${count === 1 ? noun : `${noun}s`}`;
}
