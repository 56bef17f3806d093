import type { ImportedPrices } from './ImportedPrices.ts';
import { rowProblem } from './rowProblem.ts';

/**
 * The first row of each id that a price book takes: lists name a model more than once, by other routes to it. Each further one is listed as rejected, and
 * so are one whose name is a mere route and one that a book would refuse, which so never stands in the way of the others.
 *
 * @example
 * uniqueRows({ rows: [], rejected: [] }) // => { rows: [], rejected: [] }
 */
export function uniqueRows({ rows, rejected }: ImportedPrices): ImportedPrices {
  const ids = new Set<string>();
  const all: ImportedPrices = { rows: [], rejected: [...rejected] };
  for (const row of rows) {
    const why = row.model === '' ? 'it names no model' : rowProblem(row);
    const reason = why ?? (ids.has(row.id) ? 'it is in the list twice: the first counts' : undefined);
    if (reason === undefined) all.rows.push(row);
    else all.rejected.push({ model: row.id, part: 'model', reason });
    if (why === undefined) ids.add(row.id);
  }
  return all;
}
