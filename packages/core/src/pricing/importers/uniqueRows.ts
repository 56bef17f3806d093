import type { ImportedPrices } from './ImportedPrices.ts';

/**
 * The first row of each id: lists name a model more than once, by other routes to it. Each further one is listed as rejected, and so is one whose name is a mere
 * route.
 *
 * @example
 * uniqueRows({ rows: [], rejected: [] }) // => { rows: [], rejected: [] }
 */
export function uniqueRows({ rows, rejected }: ImportedPrices): ImportedPrices {
  const ids = new Set<string>();
  const named = rows.filter(({ model }) => model !== '');
  const unique = named.filter(({ id }) => !ids.has(id) && ids.add(id));
  const isUnique = new Set(unique);
  const repeated = named.filter((row) => !isUnique.has(row));
  const nameless = rows.filter(({ model }) => model === '');
  return {
    rows: unique,
    rejected: [
      ...rejected,
      ...nameless.map(({ id }) => ({ model: id, part: 'model', reason: 'it names no model' })),
      ...repeated.map(({ id }) => ({ model: id, part: 'model', reason: 'it is in the list twice: the first counts' })),
    ],
  };
}
