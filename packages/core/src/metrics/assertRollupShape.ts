import { UsageError } from '../errors.ts';

const isList = (of: unknown): of is string[] =>
  // Array.from makes holes of a list visible.
  Array.isArray(of) && Array.from(of as unknown[]).every((name) => typeof name === 'string');

/**
 * Checks of what kind the parts of a question are, before an engine takes them in its own way: `by` is a list of texts, `measures` a list, of which names that there are not
 * add nothing, and `where` an object.
 *
 * @throws UsageError `invalid_argument`
 * @example
 * assertRollupShape({ by: ['model'], where: { project: ['web'] } }) // => undefined
 */
export function assertRollupShape({
  by,
  where,
  measures,
}: {
  by?: unknown;
  where?: unknown;
  measures?: unknown;
}): void {
  if (!isList(by)) throw new UsageError('invalid_argument', "by is a list of names, as ['model'], or [] for none");
  if (measures !== undefined && !Array.isArray(measures)) {
    throw new UsageError('invalid_argument', "measures is a list of names, as ['requests'], or absent for all");
  }
  if (where !== undefined && (typeof where !== 'object' || where === null || Array.isArray(where))) {
    throw new UsageError('invalid_argument', "where is an object of lists, as { project: ['web'] }, or absent");
  }
}
