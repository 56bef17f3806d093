/** The value as an object, or `undefined`. */
export function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** The objects of a list; nothing when it is none. */
export function objectsOf(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) return [];
  const items = value as unknown[];
  // As a rule all of them are objects, and the list itself will do.
  if (items.every((item) => objectOf(item) !== undefined)) return items as Record<string, unknown>[];
  return items.map((item) => objectOf(item)).filter((item) => item !== undefined);
}

/** The value as text, or `''`. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** No agent uses more tokens in one request than this; more is a broken number. */
const MAX_TOKENS = 2 ** 40;

/** A count as it stands in a record: absent is 0; `undefined` when it is no count. */
export function countOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return 0;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= MAX_TOKENS
    ? value
    : undefined;
}
