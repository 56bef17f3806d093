import type { RateBucket } from '../picoRates.ts';
import { BEGINNING } from '../prices/BEGINNING.ts';
import type { PriceTable, TableRow } from '../prices/PriceTable.ts';
import type { PriceRates, PriceRow, PriceTier } from '../PriceRow.ts';

const ORDER: readonly RateBucket[] = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'];

const ratesText = (rates: PriceRates): string =>
  ORDER.map((bucket) => rates[bucket] ?? '-')
    .join(' ')
    .replace(/(?: -)+$/, '');

const tiersOf = (tiers: readonly PriceTier[] = []): Pick<TableRow, 'over' | 'from'> => {
  const pairs = (isInclusive: boolean) =>
    tiers
      .filter(({ inclusive = false }) => inclusive === isInclusive)
      .map(({ promptOver, rates }): [number, string] => [promptOver, ratesText(rates)]);
  const [over, from] = [pairs(false), pairs(true)];
  return { ...(over.length > 0 && { over }), ...(from.length > 0 && { from }) };
};

const tableRow = (row: PriceRow, source: string): PriceTable['rows'][number] => {
  const more: TableRow = {
    ...(row.match?.aliases && { names: row.match.aliases.join(' ') }),
    ...(row.match?.prefixes && { begins: row.match.prefixes.join(' ') }),
    ...(row.serviceTier !== undefined && { tier: row.serviceTier }),
    ...(row.speed !== undefined && { speed: row.speed }),
    ...(row.residency && { residency: row.residency.join(' ') }),
    ...(row.validFrom !== BEGINNING && { since: row.validFrom }),
    ...(row.validTo !== undefined && { until: row.validTo }),
    ...(row.source !== source && { source: row.source }),
    ...tiersOf(row.tiers),
    ...(row.timeBands && {
      bands: row.timeBands.map(({ windows, rates, tiers }) => ({
        windows,
        rates: ratesText(rates),
        ...tiersOf(tiers),
      })),
    }),
    ...(row.fees?.webSearch !== undefined && { search: row.fees.webSearch }),
  };
  const first = [row.model, row.knownFrom, ratesText(row.rates)] as const;
  return Object.keys(more).length > 0 ? [...first, more] : first;
};

/** In an order that appending keeps, and in which a later row of the same price comes later. */
const byName = (a: PriceRow, b: PriceRow): number => {
  const [one, other] = [a, b].map((row) => `${row.model}\u0000${row.validFrom}\u0000${row.knownFrom}`);
  return (one ?? '') < (other ?? '') ? -1 : 1;
};

/**
 * The rows of one provider as the table that `tableRows` makes the same rows of.
 *
 * @example
 * priceTable('xai', [], { idPrefix: 'genai/' }).rows // => []
 */
export function priceTable(
  provider: string,
  rows: readonly PriceRow[],
  { idPrefix }: { idPrefix: string },
): PriceTable {
  const sources = rows.map(({ source }) => source);
  const count = (source: string): number => sources.filter((it) => it === source).length;
  const source = sources.toSorted((a, b) => count(b) - count(a))[0] ?? '';
  return {
    provider,
    source,
    idPrefix,
    origin: 'generated',
    rows: rows.toSorted(byName).map((row) => tableRow(row, source)),
  };
}
