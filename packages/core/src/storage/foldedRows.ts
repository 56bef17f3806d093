import { addMeasures } from '../metrics/rollup.ts';
import { rowId } from '../metrics/rowId.ts';
import type { RollupRow } from '../model/Rollup.ts';

/** Rows with the same bucket and key added together: several ids can have one name, and a day can lie in two segments. */
export function foldedRows(rows: readonly RollupRow[]): RollupRow[] {
  const folded = new Map<string, RollupRow>();
  for (const row of rows) {
    const id = rowId(row);
    const present = folded.get(id);
    if (present) addMeasures(present.measures, row.measures);
    else folded.set(id, { ...row, measures: { ...row.measures } });
  }
  return [...folded.values()];
}
