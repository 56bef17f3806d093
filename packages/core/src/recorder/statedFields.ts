import { UsageError } from '../errors.ts';

/**
 * The fields that a statement states: those that are neither `undefined` nor `null`, in the order of their names.
 *
 * @param known the names it may have; a misspelt count must not become a silent 0
 * @param of what is stated
 * @throws UsageError `invalid_argument`
 * @example
 * statedFields({ inputTokens: 1, outputTokens: null }, ['inputTokens', 'outputTokens']) // => { inputTokens: 1 }
 */
export function statedFields<T extends object>(usage: T, known: readonly string[], of = 'usage'): Partial<T> {
  if (typeof usage !== 'object' || usage === null) {
    throw new UsageError('invalid_argument', `${of} must be an object`);
  }
  const entries = Object.entries(usage)
    .filter(([, value]) => value !== undefined && value !== null)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const unknown = entries.find(([name]) => !known.includes(name));
  if (unknown) throw new UsageError('invalid_argument', `${of} has no '${unknown[0]}': it has ${known.join(', ')}`);
  return Object.fromEntries(entries) as Partial<T>;
}
