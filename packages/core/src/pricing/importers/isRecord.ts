/**
 * Whether a value of parsed JSON is an object.
 *
 * @example
 * isRecord([]) // => false
 */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
