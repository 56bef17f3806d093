import fc from 'fast-check';
import { expect, it } from 'vitest';

import { emptyRows, isKept, PackedRows, packRows, SumTooLarge } from './packedRows.ts';

const value = fc.oneof(
  fc.integer({ min: 0, max: 255 }),
  fc.integer({ min: 0, max: 65_535 }),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  fc.maxSafeInteger(),
);
const table = fc
  .record({
    rows: fc.nat(40),
    limits: fc.array(fc.constantFrom(0, 255, 65_535, 2 ** 32 - 1, Infinity), { maxLength: 8 }),
  })
  .chain(({ rows, limits }) =>
    fc.tuple(
      fc.constant(rows),
      fc.tuple(
        ...limits.map((limit) =>
          fc.array(
            value.map((v) => (limit === Infinity ? v : Math.abs(v) % (limit + 1))),
            { minLength: rows, maxLength: rows },
          ),
        ),
      ),
    ),
  );

it('gives back what was packed, wherever in a larger buffer the bytes lie', () => {
  fc.assert(
    fc.property(table, fc.nat(9), ([rows, columns], before) => {
      const bytes = packRows(
        columns.map((column) => Float64Array.from(column)),
        rows,
      );
      const within = new Uint8Array(before + bytes.length + 3).fill(255);
      within.set(bytes, before);
      for (const data of [bytes, within.subarray(before, before + bytes.length), bytes.slice().buffer]) {
        const packed = new PackedRows(data, columns.length);
        expect(packed.rows).toBe(rows);
        const read = columns.map((_, i) => Array.from({ length: rows }, (__, row) => packed.column(i)?.[row] ?? 0));
        // A negative zero is a zero.
        expect(read).toEqual(columns.map((column) => column.map((v) => v + 0)));
        const some = [...columns.keys()].filter((i) => packed.has(i));
        for (const i of some) {
          const copy = new Float64Array(rows + 2);
          packed.copyTo(i, copy, 1);
          expect([...copy]).toEqual([0, ...(read[i] as number[]), 0]);
        }
        expect([...columns.keys()].filter((i) => !packed.has(i))).toEqual(
          [...columns.keys()].filter((i) => read[i]?.every((v) => v === 0)),
        );
      }
    }),
  );
});

it('packs some of the rows of columns as if there were no others', () => {
  fc.assert(
    fc.property(table, fc.nat(9), fc.nat(9), ([rows, columns], before, after) => {
      const own = columns.map((column) => Float64Array.from(column));
      const others = (count: number): number[] => Array.from({ length: count }, () => -(2 ** 40));
      const longer = columns.map((column) => Float64Array.of(...others(before), ...column, ...others(after)));
      expect(packRows(longer, rows, before)).toEqual(packRows(own, rows));
    }),
  );
});

it('takes no more bytes than the largest value of a column needs', () => {
  const rows = 1000;
  const of = (largest: number): number => packRows([new Float64Array(rows).fill(largest)], rows).length;
  expect([0, 1, 255, 256, 65_536, 2 ** 32, -1].map((largest) => Math.round(of(largest) / rows))).toEqual([
    0, 1, 1, 2, 4, 8, 8,
  ]);
});

it('refuses what no double holds exactly', () => {
  expect(() => packRows([Float64Array.of(Number.MAX_SAFE_INTEGER)], 1)).not.toThrow();
  expect(() => packRows([Float64Array.of(Number.MAX_SAFE_INTEGER + 1)], 1)).toThrow(SumTooLarge);
  expect(() => packRows([Float64Array.of(-Number.MAX_SAFE_INTEGER - 1)], 1)).toThrow(SumTooLarge);
});

it('says of other bytes that they are damaged', () => {
  const bytes = packRows([Float64Array.of(1, 2, 3)], 3);
  const changed = (at: number, to: number): Uint8Array => {
    const copy = bytes.slice();
    copy[at] = to;
    return copy;
  };
  const damaged = expect.objectContaining({ code: 'store_unavailable' });
  expect(() => new PackedRows(bytes, 1)).not.toThrow();
  for (const data of [new Uint8Array(0), bytes.subarray(0, -1), changed(0, 9), changed(4, 4), changed(8, 2)]) {
    expect(() => new PackedRows(data, 1)).toThrow(damaged);
  }
  expect(() => new PackedRows(bytes, 2)).toThrow(damaged);
});

it('tells bytes that are kept from others, wherever they lie', () => {
  const expected = packRows([Float64Array.of(1, 2, 70_000), Float64Array.of(3, 4, 5)], 3);
  for (const before of [0, 1, 4]) {
    const within = new Uint8Array(before + expected.length);
    within.set(expected, before);
    const stored = within.subarray(before);
    expect(isKept(stored, expected, 2)).toBe(true);
    for (let i = 0; i < stored.length; i += 1) {
      stored[i] = (stored[i] as number) ^ 1;
      expect(isKept(stored, expected, 2)).toBe(false);
      stored[i] = (stored[i] as number) ^ 1;
    }
    expect(isKept(stored.subarray(1), expected, 2)).toBe(false);
  }
  expect([isKept(undefined, expected, 2), isKept(undefined, emptyRows(2), 2)]).toEqual([false, true]);
});
