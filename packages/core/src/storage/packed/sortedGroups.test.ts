import fc from 'fast-check';
import { expect, it } from 'vitest';

import { GroupFold, SKIPPED } from './GroupFold.ts';
import { SumTooLarge } from './packedRows.ts';
import { byBucket, type OneBucket, type SortedGroups, sortedGroups } from './sortedGroups.ts';

const BUCKETS = Int32Array.of(5, SKIPPED, 9, -3);
const key = fc.oneof(fc.nat(3), fc.constant(2 ** 31 - 1), fc.constant(-(2 ** 31)));
const amount = fc.oneof(fc.nat(10), fc.maxSafeNat(), fc.maxSafeInteger());
const rowsOf = (sum: fc.Arbitrary<number>) =>
  fc.array(fc.record({ bucket: fc.nat(3), keys: fc.tuple(key, fc.nat(5)), sums: fc.tuple(sum, sum) }), {
    maxLength: 40,
  });

const plain = (found: Iterable<{ bucket: number; rows: number; columns: ArrayLike<number>[] }>) =>
  [...found].map((of) => ({ ...of, columns: of.columns.map((column) => Array.from(column)) }));

/** The groups of each bucket. */
function plainGroups(groups: SortedGroups) {
  const cut = ({ bucket, from, rows }: OneBucket) => ({
    bucket,
    rows,
    columns: groups.columns.map((column) => column.subarray(from, from + rows)),
  });
  return plain(byBucket(groups).map(cut));
}

/** The groups, or that a sum is too large. */
function result<T>(work: () => T): T | 'too large' {
  try {
    return work();
  } catch (error) {
    if (error instanceof SumTooLarge) return 'too large';
    throw error;
  }
}

it('makes the groups that a fold makes', () => {
  const map = Int32Array.of(7, 8, 8);
  fc.assert(
    fc.property(
      fc.oneof(rowsOf(fc.nat(1000)), rowsOf(amount)),
      fc.boolean(),
      fc.boolean(),
      (all, inBuckets, isFirstKnown) => {
        const column = (of: (row: (typeof all)[number]) => number) => Float64Array.from(all, of);
        const first = isFirstKnown ? column((row) => row.keys[0]) : undefined;
        const keys = [{ values: first }, { values: column((row) => row.keys[1]), map }, { values: undefined, map }];
        const sums = [column((row) => row.sums[0]), undefined, column((row) => row.sums[1])];
        const fold = new GroupFold(keys.length, sums.length);
        const byRow = { values: all.map((row) => row.bucket), buckets: BUCKETS };
        fold.add({ rows: all.length, bucket: inBuckets ? byRow : 3, keys, filters: [], sums });
        const bucket = inBuckets ? Int32Array.from(all, (row) => BUCKETS[row.bucket] as number) : 3;
        const found = result(() => plainGroups(sortedGroups({ rows: all.length, bucket, keys, sums })));
        expect(found).toEqual(result(() => plain(fold.columns())));
      },
    ),
  );
});

it('takes sums that are exact though those on the way are not', () => {
  const most = Number.MAX_SAFE_INTEGER;
  const values = Float64Array.of(most, most, 1, -most, -1);
  const { columns } = sortedGroups({ rows: 5, bucket: 0, keys: [], sums: [values] });
  expect(columns.map((column) => Array.from(column))).toEqual([[most]]);
  expect(() => sortedGroups({ rows: 3, bucket: 0, keys: [], sums: [values] })).toThrow(SumTooLarge);
});
