import fc from 'fast-check';

import type { PricedRequest } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import { SLOT_MS } from '../model/timeSlot.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { costOf } from '../pricing/costOf.ts';
import { type PriceBook, priceBook } from '../pricing/priceBook.ts';
import type { PriceRates, PriceRow, PriceTier } from '../pricing/PriceRow.ts';
import type { RequestPricing } from '../storage/UsageStore.ts';
import { FROM_MS, TO_MS } from './ledgerArbitraries.ts';

/** Where the tiers of a model begin. */
export type Thresholds = Readonly<Record<string, readonly Pick<PriceTier, 'promptOver' | 'inclusive'>[]>>;

/** Two ways to split the same models into tiers. */
export const THRESHOLDS: Thresholds = {
  m1: [{ promptOver: 2000 }, { promptOver: 9000, inclusive: true }],
  m2: [],
  a: [{ promptOver: 3000 }],
};
export const OTHER_THRESHOLDS: Thresholds = { m1: [{ promptOver: 2500 }], m2: [{ promptOver: 9000 }], a: [] };

// Below a dollar: the largest generated request stays below 2⁵³ nano-USD.
const rate = fc.integer({ min: 0, max: 999_999 }).map((n) => `0.${String(n).padStart(6, '0')}`);
const rates = (complete: boolean): fc.Arbitrary<PriceRates> =>
  fc.record(
    { input: rate, output: rate, cacheRead: rate, cacheWrite5m: rate, cacheWrite1h: rate },
    complete ? {} : { requiredKeys: ['input', 'output'] },
  );

const quarterHour = fc
  .integer({ min: Math.floor(FROM_MS / SLOT_MS), max: Math.floor(TO_MS / SLOT_MS) })
  .map((slot) => new Date(slot * SLOT_MS).toISOString().replace(':00.000Z', 'Z'));

const windows = fc.record({
  start: fc.constantFrom('00:00', '01:15', '16:30'),
  end: fc.constantFrom('04:00', '09:45'),
  weekdays: fc.constantFrom([1, 2, 3, 4, 5, 6, 7], [7]),
});

/** A price of one model from some instant on; a third of them depends on the time of day. */
function priceRow(model: string, thresholds: Thresholds, complete: boolean): fc.Arbitrary<Omit<PriceRow, 'id'>> {
  const tiers = fc.tuple(...(thresholds[model] ?? []).map((at) => rates(complete).map((r) => ({ ...at, rates: r }))));
  const priced = fc.record({ rates: rates(complete), tiers });
  return fc
    .record({
      validFrom: fc.oneof(fc.constant('2020-01-01'), quarterHour),
      serviceTier: fc.constantFrom('', '', 'batch'),
      own: priced,
      band: fc.option(fc.record({ windows: fc.array(windows, { minLength: 1, maxLength: 2 }), priced })),
      webSearch: fc.constantFrom('10', '0.000003', ...(complete ? [] : [undefined])),
    })
    .map(({ validFrom, serviceTier, own, band, webSearch }) => ({
      provider: '',
      model,
      validFrom,
      knownFrom: '2020-01-01',
      source: 'test',
      ...own,
      ...(serviceTier !== '' && { serviceTier }),
      ...(webSearch !== undefined && { fees: { webSearch } }),
      ...(band && { timeBands: [{ windows: band.windows, ...band.priced }] }),
    }));
}

/**
 * A book of the models that generated requests name, with prices that change in the middle of generated time.
 *
 * @param complete whether it lists a price for every bucket
 */
export function generatedBook(thresholds: Thresholds, complete = true): fc.Arbitrary<PriceBook> {
  return fc
    .tuple(
      ...Object.keys(thresholds).map((model) =>
        fc.array(priceRow(model, thresholds, complete), { minLength: 1, maxLength: 4 }),
      ),
    )
    .map((lists) => priceBook({ rows: lists.flat().map((row, i) => ({ ...row, id: `row ${i}` })) }));
}

/** A batch whose requests are mostly of models that generated books price, as they price them; some state their cost themselves, of what a subscription covers too. */
export function pricedBatch(batch: UsageBatch): UsageBatch {
  const requests = batch.requests.map((r): RequestRecord => {
    if (r.residency === 'us' && r.speed === 'fast') return { ...r, recordedNanoUsd: r.inputTokens % 1000 };
    const model = ['m1', 'm2', 'a', r.model][r.atMs % 4] ?? r.model;
    const recorded = r.kind === 'subagent' && r.atMs % 5 < 2 && { recordedNanoUsd: r.inputTokens % 1000 };
    return { ...r, ...recorded, model, residency: '', speed: r.kind === 'subagent' && r.atMs % 3 > 0 ? '' : r.speed };
  });
  return { ...batch, requests };
}

/** A request with how it is paid for: a subscription covers what subagents do at speed. */
export function asBilled(request: RequestRecord): RequestRecord & { billing?: 'subscription' } {
  return request.kind === 'subagent' && request.residency === '' ? { ...request, billing: 'subscription' } : request;
}

/** Prices by a book, see {@link asBilled}. */
export function pricedBy(book: PriceBook): RequestPricing {
  return (request: RequestRecord): PricedRequest['cost'] => costOf(asBilled(request), book);
}
