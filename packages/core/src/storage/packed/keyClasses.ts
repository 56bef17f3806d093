import { GroupFold, type Integers } from './GroupFold.ts';
import { orderOf, picked } from './groupOrder.ts';

/** Combinations of several keys, numbered in their order: what adds up rows several times has one key in place of them. */
export interface KeyClasses {
  /** The number of each row's combination. */
  ofRow: Float64Array;
  /** The keys behind numbers of combinations, column by column. */
  keys(classes: ArrayLike<number>): Float64Array[];
}

/** Numbers the combinations of keys that rows have. */
export function keyClasses(columns: readonly Integers[], rows: number): KeyClasses {
  const fold = new GroupFold(columns.length, 0);
  const keys = columns.map((values) => ({ values }));
  const groups = fold.add({ rows, bucket: 0, keys, filters: [], sums: [] });
  const [, ...all] = fold.keyColumns();
  const order = orderOf(all, fold.size);
  const tables = all.map((column) => picked(column, order));
  const places = new Float64Array(fold.size);
  for (let i = 0; i < order.length; i += 1) places[order[i] as number] = i;
  return {
    ofRow: picked(places, groups),
    keys: (classes) => {
      const of = Int32Array.from(classes);
      return tables.map((table) => picked(table, of));
    },
  };
}
