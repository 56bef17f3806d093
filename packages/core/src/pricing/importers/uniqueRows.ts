import type { ImportedPrices } from './ImportedPrices.ts';

/**
 * The first row of each id: lists name a model more than once, by other routes to it. Each further one is listed as rejected.
 *
 * @example
 * uniqueRows({ rows: [], rejected: [] }) // => { rows: [], rejected: [] }
 */
export function uniqueRows({ rows, rejected }: ImportedPrices): ImportedPrices {
  const ids = new Set<string>();
  const unique = rows.filter(({ id }) => !ids.has(id) && ids.add(id));
  const repeated = rows.filter((row) => !unique.includes(row));
  return {
    rows: unique,
    rejected: [
      ...rejected,
      ...repeated.map(({ id }) => ({ model: id, part: 'model', reason: 'it is in the list twice: the first counts' })),
    ],
  };
}
