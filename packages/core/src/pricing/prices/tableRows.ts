import type { RateBucket } from '../picoRates.ts';
import type { PriceRates, PriceRow, PriceTier } from '../PriceRow.ts';
import { BEGINNING } from './BEGINNING.ts';
import type { PriceTable, TableRates, TableTiers } from './PriceTable.ts';

const ORDER: readonly RateBucket[] = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'];

const ratesOf = (text: TableRates): PriceRates => {
  const rates: PriceRates = {};
  for (const [i, usd] of text.split(' ').entries()) {
    const bucket = ORDER[i];
    if (bucket !== undefined && usd !== '-') rates[bucket] = usd;
  }
  return rates;
};

const tiersOf = ({ over, from }: TableTiers): { tiers?: readonly PriceTier[] } => {
  if (over === undefined && from === undefined) return {};
  const tiers = [
    ...(over ?? []).map(([promptOver, rates]) => ({ promptOver, rates: ratesOf(rates) })),
    ...(from ?? []).map(([promptOver, rates]) => ({ promptOver, inclusive: true, rates: ratesOf(rates) })),
  ];
  return { tiers };
};

const words = (text: string | undefined): string[] => text?.split(' ') ?? [];

/**
 * The rows of a table. The id of a row is `provider/model`, then its variant (`:batch`), its first day unless it holds from the beginning (`@2026-03-13`),
 * and, for a later row of the same three and for one that was not known on its first day, the day since which it is known (`/2026-08-10`): it stays the same when rows are appended.
 *
 * @example
 * tableRows({ provider: 'xai', source: 'https://docs.x.ai', rows: [['grok-3', '2026-09-23', '3 15 0.75', { since: '2026-01-01' }]] })[0]?.id
 * // => 'xai/grok-3@2026-01-01/2026-09-23'
 */
export function tableRows({ provider, source, origin, idPrefix = '', rows }: PriceTable): PriceRow[] {
  const ids = new Set<string>();
  return rows.map(([model, knownFrom, rates, more = {}]) => {
    const variants = [more.tier, more.speed, ...words(more.residency)].filter(Boolean);
    const variant = variants.map((name) => `:${name}`).join('');
    const plain = `${idPrefix}${provider}/${model}${variant}${more.since === undefined ? '' : `@${more.since}`}`;
    const isLate = more.since !== undefined && knownFrom > more.since;
    const id = isLate || ids.has(plain) ? `${plain}/${knownFrom}` : plain;
    ids.add(id);
    const row: PriceRow = {
      id,
      provider,
      model,
      validFrom: more.since ?? BEGINNING,
      knownFrom,
      source: more.source ?? source,
      rates: ratesOf(rates),
      ...tiersOf(more),
    };
    if (more.names !== undefined || more.begins !== undefined) {
      row.match = {
        ...(more.names !== undefined && { aliases: words(more.names) }),
        ...(more.begins !== undefined && { prefixes: words(more.begins) }),
      };
    }
    if (more.tier !== undefined) row.serviceTier = more.tier;
    if (more.speed !== undefined) row.speed = more.speed;
    if (more.residency !== undefined) row.residency = words(more.residency);
    if (more.until !== undefined) row.validTo = more.until;
    if (more.bands !== undefined) {
      row.timeBands = more.bands.map((band) => ({
        windows: band.windows,
        rates: ratesOf(band.rates),
        ...tiersOf(band),
      }));
    }
    if (more.search !== undefined) row.fees = { webSearch: more.search };
    if (origin !== undefined) row.origin = origin;
    return row;
  });
}
