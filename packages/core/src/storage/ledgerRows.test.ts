import { expect, it } from 'vitest';

import { ledgerRows } from './ledgerRows.ts';

const SLOT_MS = 900_000;

it('makes one row of neighbours in a session, quarter of an hour and keys', () => {
  const found = ledgerRows('usage', [
    [1, 5, 7, 3, 1, 10, 0, 0, 0, 2, 1, 600, 900, 0],
    [1, 6, 7, 3, 2, 20, 0, 0, 0, 3, 1, null, 0, 4],
    // Another class, and then the first one again.
    [1, 6, 8, 3, 1, 1, 0, 0, 0, 0, 0, 1, 1, 0],
    [1, 9, 7, 3, 1, 1, 0, 0, 0, 0, 0, 1, 1, 0],
    [1, SLOT_MS, 7, 3, 1, 1, 0, 0, 0, 0, 0, 1, 1, 0],
    // As text, which drivers give.
    ['2', String(SLOT_MS), '7', '3', '1', '1', '0', '0', '0', '0', '0', '1', '1', '0'],
  ]);
  expect(found?.rows).toBe(5);
  const at = (row: number) => [found?.session, found?.slot, ...(found?.keys ?? [])].map((column) => column?.[row]);
  expect([0, 1, 2, 3, 4].map(at)).toEqual([
    [1, 0, 7, 3],
    [1, 0, 8, 3],
    [1, 0, 7, 3],
    [1, 1, 7, 3],
    [2, 1, 7, 3],
  ]);
  expect([found?.firstMs[0], found?.lastMs[0], found?.priced[0]]).toEqual([5, 6, 1]);
  expect(found?.sums.map((column) => column[0])).toEqual([3, 30, 0, 0, 0, 5, 2, 600, 900, 2, 23, 4]);
});

it('knows when the last call of a row ended', () => {
  const found = ledgerRows('tools', [
    [1, 5, 0, 0, 0, 4, 2, 3, 1, 1000],
    [1, 6, 0, 0, 0, 4, 2, 3, 2, 10],
  ]);
  expect([found?.rows, found?.firstMs[0], found?.lastMs[0]]).toEqual([1, 5, 1005]);
  expect(found?.sums.map((column) => column[0])).toEqual([3, 1010]);
});

it('leaves amounts that nobody wrote to the engine', () => {
  expect(ledgerRows('tools', [[1, 5, 0, 0, 0, 4, 2, 3, 1, -1]])).toBeUndefined();
  expect(ledgerRows('usage', [[1, 5, 7, 3, 1, 10, 0, 0, 0, 2, 1, -600, 900, 0]])).toBeUndefined();
});
