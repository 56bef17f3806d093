/**
 * A number with thousands told apart.
 *
 * @example
 * number(12_345) // => '12,345'
 */
export const number = (value: number): string => value.toLocaleString('en-US');

/**
 * A number with what it counts.
 *
 * @example
 * counted(1, 'request') // => '1 request'
 * counted(2000, 'request') // => '2,000 requests'
 */
export const counted = (value: number, one: string): string => `${number(value)} ${value === 1 ? one : `${one}s`}`;
