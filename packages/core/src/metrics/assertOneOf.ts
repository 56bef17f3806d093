import { UsageError } from '../errors.ts';

/**
 * Asserts that an option has one of the values there are.
 *
 * @throws UsageError `invalid_argument`
 * @example
 * assertOneOf('sortOrder', 'asc', ['asc', 'desc']) // => undefined
 */
export function assertOneOf(name: string, value: unknown, values: readonly string[]): void {
  if (values.some((known) => known === value)) return;
  throw new UsageError('invalid_argument', `${name} is one of ${values.join(', ')}, and not '${String(value)}'`);
}
