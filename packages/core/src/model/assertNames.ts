import { UsageError } from '../errors.ts';

/**
 * Asserts that options are an object which has no other names than these.
 *
 * @param of what they are options of
 * @throws UsageError `invalid_argument`
 */
export function assertNames(of: string, options: object, names: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new UsageError('invalid_argument', `${of} must be an object of options: ${names.join(', ')}`);
  }
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new UsageError('invalid_argument', `${of} has no option '${unknown}': it takes ${names.join(', ')}`);
  }
}
