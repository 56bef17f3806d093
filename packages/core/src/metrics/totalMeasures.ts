import type { RollupMeasures, RollupRow } from '../model/Rollup.ts';
import { addMeasures } from './rollup.ts';

/**
 * Sum of the measures of all rows; empty without rows.
 *
 * @example
 * totalMeasures([{ bucket: 0, key: [], measures: { calls: 1n } }, { bucket: 1, key: [], measures: { calls: 2n } }]) // => { calls: 3n }
 */
export function totalMeasures(rows: readonly RollupRow[]): RollupMeasures {
  const [first] = rows;
  if (first && rows.length === 1) return { ...first.measures };
  const sums: RollupMeasures = {};
  for (const row of rows) addMeasures(sums, row.measures);
  return sums;
}
