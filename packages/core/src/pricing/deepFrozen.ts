/**
 * Freezes a value and all that it holds.
 *
 * @example
 * Object.isFrozen(deepFrozen({ rates: { input: '3' } }).rates) // => true
 */
export function deepFrozen<T>(value: T): Readonly<T> {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFrozen(part);
  return value;
}
