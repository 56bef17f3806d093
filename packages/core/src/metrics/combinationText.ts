import type { Dimension, DimensionGrain, DimensionValues } from '../model/Dimension.ts';
import { dimensionText } from './joinRecords.ts';

/** Dimensions that records have without a declaration, and what they describe. */
export const BUILT_IN_DIMENSIONS: ReadonlyMap<string, DimensionGrain> = new Map([
  ['project', 'session'],
  ['source', 'session'],
  ['kind', 'request'],
]);

/**
 * Names of the combinations of dimension values that sums tell usage apart by, of its session and of the request itself; usage can be grouped and filtered by them, and no
 * dimension can be called so. Their texts are those of {@link combinationText}: usage with equal texts has equal values of all dimensions in the rollups, whichever of them the
 * asking process declares. Of sealed time they are what its sums were frozen with, and never change.
 */
export const COMBINATION_NAMES = ['session.dimensions', 'request.dimensions'] as const;

/**
 * The values of a record that are kept in the rollups, as one text: those of built-in dimensions, and of declared ones of any grain.
 *
 * @param declared what the host declares; dimensions with `rollup: false` are not kept. Which of them have left the rollups past their `maxValues`, only stores on tables know
 * @example
 * combinationText({ task: 'a', note: 'b', kind: 'main' }, [{ name: 'task', grain: 'request', rollup: true, maxValues: 9 }]) // => '[["kind","main"],["task","a"]]'
 */
export function combinationText(values: DimensionValues, declared: readonly Dimension[]): string {
  const isKept = (name: string): boolean =>
    BUILT_IN_DIMENSIONS.has(name) || declared.some((d) => d.name === name && d.rollup);
  return dimensionText(Object.fromEntries(Object.entries(values).filter(([name]) => isKept(name))));
}
