import fc from 'fast-check';
import { expect, it } from 'vitest';

import { GroupFold, SKIPPED } from './GroupFold.ts';
import { SumTooLarge } from './packedRows.ts';
import { PairIndex } from './PairIndex.ts';

const id = fc.oneof(fc.nat(3), fc.integer({ min: 0, max: 2 ** 31 - 1 }));
const amount = fc.oneof(fc.nat(10), fc.maxSafeNat(), fc.maxSafeInteger());
const row = fc.record({ slot: fc.nat(3), keys: fc.tuple(id, fc.nat(5)), sums: fc.tuple(amount, amount) });
const batches = fc.array(fc.array(row, { maxLength: 30 }), { maxLength: 5 });

it('numbers pairs in the order in which they are met, however many', () => {
  const pairs = new PairIndex();
  for (let round = 0; round < 2; round += 1) {
    for (let n = 0; n < 5000; n += 1) expect(pairs.of(n % 71, n * 7919)).toBe(n);
  }
  expect([pairs.size, pairs.first(4999), pairs.second(4999)]).toEqual([5000, 4999 % 71, 4999 * 7919]);
});

it('equals sums of big integers by group', () => {
  const [map, keeps, buckets] = [[7, 8, 8], Uint8Array.of(0, 1, 1, 1), Int32Array.of(5, SKIPPED, 5, -3)];
  fc.assert(
    fc.property(batches, (all) => {
      const fold = new GroupFold(2, 2);
      const expected = new Map<string, bigint[]>();
      for (const batch of all) {
        fold.add({
          rows: batch.length,
          bucket: { values: batch.map((r) => r.slot), buckets },
          keys: [{ values: batch.map((r) => r.keys[0]) }, { values: batch.map((r) => r.keys[1]), map }],
          filters: [{ values: batch.map((r) => r.keys[1]), keeps, keepsOthers: false }],
          sums: [batch.map((r) => r.sums[0]), Float64Array.from(batch, (r) => r.sums[1])],
        });
        for (const { slot, keys, sums } of batch) {
          if (slot === 1 || keys[1] === 0 || keys[1] > 3) continue;
          const group = JSON.stringify([buckets[slot], keys[0], map[keys[1]] ?? 0]);
          const before = expected.get(group) ?? [0n, 0n];
          expected.set(group, [(before[0] ?? 0n) + BigInt(sums[0]), (before[1] ?? 0n) + BigInt(sums[1])]);
        }
      }
      fold.addGroup(5, [1, 7], [2n ** 70n, 1n]);
      const group = JSON.stringify([5, 1, 7]);
      const before = expected.get(group) ?? [0n, 0n];
      expected.set(group, [(before[0] ?? 0n) + 2n ** 70n, (before[1] ?? 0n) + 1n]);
      const [keyColumns, sums] = [fold.keyColumns(), [fold.exactSums(0), fold.exactSums(1)]];
      const found = Array.from({ length: fold.size }, (_, g): [string, (bigint | undefined)[]] => [
        JSON.stringify(keyColumns.map((column) => column[g])),
        sums.map((column) => column[g]),
      ]);
      expect(new Map(found)).toEqual(expected);
      expect(() => [...fold.columns()]).toThrow(SumTooLarge);
    }),
  );
});

it('gives groups as columns, in the order of their keys', () => {
  const fold = new GroupFold(2, 1);
  fold.add({
    rows: 4,
    bucket: { values: [1, 0, 1, 1], buckets: Int32Array.of(20, 10) },
    keys: [{ values: [2, 1, 1, 2] }, { values: undefined }],
    filters: [],
    sums: [[1, 2, 3, 4]],
  });
  const found = [...fold.columns()].map((of) => ({ ...of, columns: of.columns.map((column) => Array.from(column)) }));
  expect(found).toEqual([
    {
      bucket: 10,
      rows: 2,
      columns: [
        [1, 2],
        [0, 0],
        [3, 5],
      ],
    },
    { bucket: 20, rows: 1, columns: [[1], [0], [2]] },
  ]);
});

it('has no group whose rows are all left out, with or without keys', () => {
  for (const keys of [0, 1]) {
    const fold = new GroupFold(keys, 1);
    const rows = { rows: 2, bucket: 0, keys: [{ values: [1, 2] }].slice(0, keys), sums: [[1, 2]] };
    fold.add({ ...rows, filters: [{ values: [1, 2], keeps: new Uint8Array(2), keepsOthers: false }] });
    expect(fold.size).toBe(0);
    fold.add({ ...rows, filters: [{ values: undefined, keeps: Uint8Array.of(1), keepsOthers: false }] });
    expect(fold.size).toBe(keys === 0 ? 1 : 2);
  }
});

it('orders groups by bucket and keys, however wide the keys are', () => {
  const key = fc.oneof(fc.nat(3), fc.constant(2 ** 31 - 1));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(2), key, key), { maxLength: 40 }), (rows) => {
      const fold = new GroupFold(2, 0);
      fold.add({
        rows: rows.length,
        bucket: { values: rows.map(([slot]) => slot), buckets: Int32Array.of(-7, 4, 2) },
        keys: [{ values: rows.map(([, first]) => first) }, { values: rows.map(([, , second]) => second) }],
        filters: [],
        sums: [],
      });
      const found = [...fold.columns()].flatMap(({ bucket, rows: n, columns }) =>
        Array.from({ length: n }, (_, i) => [bucket, ...columns.map((column) => column[i])].join(' ')),
      );
      const all = rows.map(([slot, first, second]) => [[-7, 4, 2][slot] ?? 0, first, second]);
      const sorted = all.toSorted(([a = 0, b = 0, c = 0], [x = 0, y = 0, z = 0]) => a - x || b - y || c - z);
      expect(found).toEqual([...new Set(sorted.map((of) => of.join(' ')))]);
    }),
  );
});
