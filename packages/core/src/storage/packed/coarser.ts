import { type BucketColumns, GroupFold } from './GroupFold.ts';
import { type DayFamily, DAYS, place } from './layouts.ts';

/**
 * Days of a family by bucket from those of a finer one with the same measures: by the keys that both have.
 *
 * @throws SumTooLarge when a sum is beyond 2⁵³ − 1
 */
export function coarser(fine: Iterable<BucketColumns>, from: DayFamily, to: DayFamily): GroupFold {
  const { keys, sums } = DAYS[to];
  const known = DAYS[from].keys;
  const fold = new GroupFold(keys.length, sums.length);
  for (const { bucket, rows, columns } of fine) {
    const column = (name: string) => columns[place(DAYS[from], name)];
    const of = keys.map((name) => ({ values: known.includes(name) ? column(name) : undefined }));
    fold.add({ rows, bucket, keys: of, filters: [], sums: sums.map(column) });
  }
  return fold;
}
