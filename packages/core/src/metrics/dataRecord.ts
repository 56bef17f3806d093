/**
 * A record keyed by data. It has no prototype, so that every text is a legal key: `__proto__` is a possible name of a
 * project, and `constructor` is not in an empty record.
 *
 * @example
 * Object.keys(dataRecord([['__proto__', 1]])) // => ['__proto__']
 */
export function dataRecord<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  const record = Object.create(null) as Record<string, T>;
  for (const [key, value] of entries) record[key] = value;
  return record;
}
