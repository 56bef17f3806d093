/**
 * A whole number with thousands told apart. `toLocaleString` would take as long for its first one as all else that a command does where nothing is new.
 *
 * @example
 * number(12_345) // => '12,345'
 */
export const number = (value: number): string => String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

/**
 * A number with what it counts.
 *
 * @example
 * counted(1, 'request') // => '1 request'
 * counted(2000, 'request') // => '2,000 requests'
 */
export const counted = (value: number, one: string): string => `${number(value)} ${value === 1 ? one : `${one}s`}`;
