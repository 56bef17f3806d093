import { UsageError } from '../errors.ts';

/**
 * A text that a host states; `''` when it states none.
 *
 * @throws UsageError `invalid_argument` for anything else
 * @example
 * recordedText('model', undefined) // => ''
 */
export function recordedText(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  throw new UsageError('invalid_argument', `'${name}' must be text, and is a ${typeof value}`);
}
