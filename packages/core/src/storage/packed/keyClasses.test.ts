import fc from 'fast-check';
import { expect, it } from 'vitest';

import { keyClasses } from './keyClasses.ts';

it('combinations have numbers in the order of their keys, and keys by their numbers', () => {
  const key = fc.constantFrom(0, 1, 2, 70_000);
  fc.assert(
    fc.property(fc.array(fc.tuple(key, key, key)), (rows) => {
      const column = (i: number) => Float64Array.from(rows, (row) => row[i] as number);
      const { ofRow, keys } = keyClasses([column(0), column(1), undefined, column(2)], rows.length);
      expect(keys(ofRow)).toEqual([column(0), column(1), new Float64Array(rows.length), column(2)]);
      const compared = (a: readonly number[], b: readonly number[]): number =>
        Math.sign(
          [0, 1, 2].map((i) => (a[i] as number) - (b[i] as number)).find((difference) => difference !== 0) ?? 0,
        );
      for (const [i, row] of rows.entries()) {
        expect(Math.sign((ofRow[i] as number) - (ofRow[0] as number))).toBe(compared(row, rows[0] as number[]));
      }
    }),
  );
});
