/** The value's fields; none when it is no object. What is read of the objects of others is `unknown` until it is looked at. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The items of a list as fields; nothing when it is none. */
export function itemsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value as unknown[]).map((item) => fieldsOf(item)) : [];
}

/** The first of the values that is text and not empty; `''` when none is. */
export function firstText(...values: readonly unknown[]): string {
  return values.find((value): value is string => typeof value === 'string' && value !== '') ?? '';
}
