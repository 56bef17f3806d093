import type { PriceRow } from '../PriceRow.ts';
import type { ImportedPrices, RejectedPrice } from './ImportedPrices.ts';
import { rowProblem } from './rowProblem.ts';

/** A row and the name under which another list has its price. */
export interface NamedRow {
  /** As in `RejectedPrice.model`: what is lost is found in the list again by it. */
  name: string;
  row: PriceRow;
}

/**
 * The first row of each id that a price book takes: lists name a model more than once, by other routes to it. Each further one is listed as rejected, and
 * so are one whose name is a mere route and one that a book would refuse, which so never stands in the way of the others.
 *
 * @example
 * uniqueRows([], []) // => { rows: [], rejected: [] }
 */
export function uniqueRows(named: readonly NamedRow[], rejected: readonly RejectedPrice[]): ImportedPrices {
  const taken = new Map<string, string>();
  const all: ImportedPrices = { rows: [], rejected: [...rejected] };
  for (const { name, row } of named) {
    const why = row.model === '' ? 'it names no model' : rowProblem(row);
    const first = taken.get(row.id);
    const twice = `'${row.id}' is in the list twice: the first, '${first}', counts`;
    const reason = why ?? (first === undefined ? undefined : twice);
    if (reason === undefined) all.rows.push(row);
    else all.rejected.push({ model: name, part: 'model', reason });
    if (why === undefined && first === undefined) taken.set(row.id, name);
  }
  return all;
}
