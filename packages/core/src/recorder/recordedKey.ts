import { UsageError } from '../errors.ts';

/**
 * The identity a host gives to what it records: text that is not empty, or a whole number, as text.
 *
 * @throws UsageError `invalid_argument`
 * @example
 * recordedKey('key', 12) // => '12'
 */
export function recordedKey(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  if (Number.isSafeInteger(value)) return String(value);
  const fault = value === undefined || value === null || value === '' ? 'is missing' : `cannot be ${String(value)}`;
  throw new UsageError(
    'invalid_argument',
    `'${name}' ${fault}: give the id that your application knows it by, text or a whole number`,
  );
}
