import { expect, it } from 'vitest';

import { ledgerRows } from './ledgerRows.ts';
import type { RawCells } from './rawCells.ts';
import { SessionTotals } from './SessionTotals.ts';
import type { Writing } from './StoreContext.ts';

const at = (revision: number): Writing => ({ tenant: { revision } }) as Writing;

/** The rows of a table, without cells. */
function read(family: 'usage' | 'tools', found: readonly (readonly unknown[])[], arePlaced = true): RawCells {
  const rows = ledgerRows(family, found);
  if (!rows) throw new Error('an amount is below 0');
  return { columns: [], rows, read: found.length, arePlaced };
}

const noRequests = read('usage', []);
const noCalls = read('tools', []);

it('are of one revision', () => {
  const totals = new SessionTotals();
  totals.begin(3);
  totals.begin(3);
  expect([totals.isOf(at(3)), totals.isOf(at(4))]).toEqual([true, false]);
  totals.begin(4);
  expect([totals.isOf(at(3)), totals.isOf(at(4))]).toEqual([false, false]);
});

it('give up where rows were read twice, are in wrong hours, or are of sessions with very large ids', () => {
  const large = read('tools', [[2 ** 31, 5, 0, 0, 0, 4, 2, 3, 1, 1000]]);
  const cases: [RawCells, RawCells, number[]][] = [
    [noRequests, noCalls, [7, 6]],
    [read('usage', [], false), noCalls, [6]],
    [noRequests, read('tools', [], false), [6]],
    [noRequests, large, [6]],
  ];
  for (const [usage, tools, hours] of cases) {
    const totals = new SessionTotals();
    totals.begin(1);
    totals.add(noRequests, noCalls, [7, 8]);
    expect(totals.isOf(at(1))).toBe(true);
    totals.add(usage, tools, hours);
    expect(totals.isOf(at(1))).toBe(false);
  }
});
