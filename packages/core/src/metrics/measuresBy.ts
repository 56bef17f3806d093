import type { RollupMeasures, RollupRow } from '../model/Rollup.ts';
import { addMeasures } from './rollup.ts';

/**
 * Sums of the measures of rows, by whatever a row is grouped by, in order of first appearance. That of a single row is the row's own: not to be changed.
 *
 * @example
 * measuresBy([{ bucket: 0, key: ['a'], measures: { calls: 1n } }, { bucket: 1, key: ['a'], measures: { calls: 2n } }], (row) => row.key[0]).get('a') // => { calls: 3n }
 */
export function measuresBy<K>(rows: readonly RollupRow[], groupOf: (row: RollupRow) => K): Map<K, RollupMeasures> {
  const sums = new Map<K, RollupMeasures>();
  /** Groups of more than one row, whose sums are objects of their own. */
  const added = new Set<K>();
  for (const row of rows) {
    const group = groupOf(row);
    const present = sums.get(group);
    if (present === undefined) {
      sums.set(group, row.measures);
      continue;
    }
    const sum = added.has(group) ? present : { ...present };
    addMeasures(sum, row.measures);
    sums.set(group, sum);
    added.add(group);
  }
  return sums;
}
