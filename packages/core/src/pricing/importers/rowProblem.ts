import { UsageError } from '../../errors.ts';
import { checkedRow } from '../checkedRow.ts';
import { compiledRow } from '../compiledRow.ts';
import type { PriceRow } from '../PriceRow.ts';
import { rowDates } from '../rowDates.ts';

/**
 * Why a price book would refuse a row; `undefined` when it would not.
 *
 * @example
 * rowProblem({ id: 'x', provider: '', model: 'x', validFrom: 'soon', knownFrom: '2026-01-01', source: '', rates: { input: '1' } })
 * // => "validFrom 'soon' is not a day such as '2026-03-13' or a quarter hour such as '2026-08-16T16:00Z'"
 */
export function rowProblem(row: PriceRow): string | undefined {
  try {
    rowDates(checkedRow(row));
    compiledRow(row, []);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message.replace(`price row '${row.id}': `, '');
    throw error;
  }
}
