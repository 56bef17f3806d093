import { UsageError } from '../errors.ts';
import type { PriceRow } from './PriceRow.ts';
import { dayMs, quarterHourMs } from './quarterHourMs.ts';

/** When a price holds and since when it is known, in ms since 1970 UTC. */
export interface RowDates {
  fromMs: number;
  /** Exclusive; `Infinity` when it has no end. */
  toMs: number;
  knownMs: number;
}

/**
 * A row's dates parsed and checked.
 *
 * @throws `invalid_argument` for a malformed date or an empty period
 * @example
 * rowDates({ id: 'x', provider: '', model: 'x', validFrom: '1970-01-02', knownFrom: '1970-01-01', source: '', rates: {} }).fromMs // => 86400000
 */
export function rowDates(row: PriceRow): RowDates {
  const what = `price row '${row.id}': `;
  const fromMs = quarterHourMs(row.validFrom, `${what}validFrom`);
  const toMs = row.validTo ? quarterHourMs(row.validTo, `${what}validTo`) : Number.POSITIVE_INFINITY;
  if (toMs <= fromMs) throw new UsageError('invalid_argument', `${what}validTo must be after validFrom`);
  return { fromMs, toMs, knownMs: dayMs(row.knownFrom, `${what}knownFrom`) };
}
