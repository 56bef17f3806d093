import type { PriceRates, PriceRow, PriceTier, PriceTimeBand, PriceWindow } from './PriceRow.ts';

const ratesText = (rates: PriceRates): string =>
  `${rates.input} ${rates.output} ${rates.cacheRead ?? ''} ${rates.cacheWrite5m ?? ''} ${rates.cacheWrite1h ?? ''}`;
const tierText = (tier: PriceTier): string => `${tier.promptOver}${tier.inclusive ? '=' : '>'}${ratesText(tier.rates)}`;
const windowText = ({ start, end, weekdays, exceptDays }: PriceWindow): string =>
  `${start}-${end} ${weekdays?.join('') ?? '*'} ${exceptDays?.join(' ') ?? ''}`;
const tiersText = (tiers: readonly PriceTier[] | undefined): string => tiers?.map(tierText).join('|') ?? '';
const bandText = ({ windows, rates, tiers }: PriceTimeBand): string =>
  `${windows.map(windowText).join(';')} ${ratesText(rates)}|${tiersText(tiers)}`;

/** What few rows have. */
const restText = ({
  match,
  serviceTier,
  speed,
  residency,
  validTo,
  tiers,
  timeBands,
  fees,
  origin,
}: PriceRow): string =>
  [
    match?.aliases?.join(' '),
    match?.prefixes?.join(' '),
    serviceTier,
    speed,
    residency?.join(' '),
    validTo,
    tiersText(tiers),
    timeBands?.map(bandText).join('&'),
    fees?.webSearch,
    origin,
  ].join('\t');

/** A row in one line: what decides a price, and nothing else. Absent and empty fields are the same, and so is any order of keys. */
const rowText = (row: PriceRow): string =>
  `${row.id}\t${row.provider}\t${row.model}\t${row.validFrom}\t${row.knownFrom}\t${ratesText(row.rates)}\t${restText(row)}`;

/** Two 32-bit sums over rows: sums of parts add up to that of the whole, in any order. */
export type RowsHash = readonly [a: number, b: number];

/**
 * A hash of the prices that rows state, as two sums that can be added. It is no
 * secret's hash: two plain 32-bit lanes.
 *
 * @example
 * rowsHash([]) // => [0, 0]
 */
export function rowsHash(rows: readonly PriceRow[]): RowsHash {
  const text = rows.map((row) => `${rowText(row)}\n`).join('');
  let a = 0;
  let b = 0;
  let h1 = 0x2f0b4c47;
  let h2 = 0x6c62272e;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    h1 = Math.imul(h1 ^ unit, 0x01000193);
    h2 = Math.imul(h2 + unit, 0x9e3779b1) ^ (h1 >>> 15);
    if (unit === 10) {
      // Mixed once more, or sums of rows that differ in their last characters could meet.
      a = (a + Math.imul(h1 ^ (h1 >>> 16) ^ (h2 << 7), 0x85ebca6b)) | 0;
      b = (b + Math.imul(h2 ^ (h2 >>> 13) ^ h1, 0xc2b2ae35)) | 0;
      h1 = 0x2f0b4c47;
      h2 = 0x6c62272e;
    }
  }
  return [a, b];
}
