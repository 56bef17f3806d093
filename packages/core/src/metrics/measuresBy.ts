import type { RollupMeasures, RollupRow } from '../model/Rollup.ts';
import { groupedBy } from './groupedBy.ts';
import { totalMeasures } from './totalMeasures.ts';

/**
 * Sums of the measures of rows, by whatever a row is grouped by, in order of first appearance.
 *
 * @example
 * measuresBy([{ bucket: 0, key: ['a'], measures: { calls: 1n } }, { bucket: 1, key: ['a'], measures: { calls: 2n } }], (row) => row.key[0]).get('a') // => { calls: 3n }
 */
export function measuresBy<K>(rows: readonly RollupRow[], groupOf: (row: RollupRow) => K): Map<K, RollupMeasures> {
  return new Map([...groupedBy(rows, groupOf)].map(([group, own]) => [group, totalMeasures(own)]));
}
