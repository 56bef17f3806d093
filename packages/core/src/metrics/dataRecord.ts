/**
 * A record keyed by data. It is a plain object, so that servers hand it to clients as it is, and every text is a key of its own, `__proto__` too. A name that comes
 * from elsewhere is looked up with `Object.hasOwn`: `constructor` is no key of an empty record, but a member of its prototype.
 *
 * @example
 * Object.keys(dataRecord([['__proto__', 1]])) // => ['__proto__']
 */
export function dataRecord<T>(entries: Iterable<readonly [string, T]>): Record<string, T> {
  return Object.fromEntries(entries);
}
