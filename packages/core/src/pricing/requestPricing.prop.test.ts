import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { RequestCost } from '../model/RequestCost.ts';
import { costOf, type CostQuery } from './costOf.ts';
import { costQuery } from './costQuery.ts';
import { priceBook } from './priceBook.ts';
import type { PriceRow } from './PriceRow.ts';
import { requestPricing } from './requestPricing.ts';

const shipped = priceBook();
const banded = shipped.rows.filter((row) => row.timeBands !== undefined);
const tiered = shipped.rows.filter((row) => row.tiers !== undefined);
const several = shipped.rows.filter((row) => shipped.rows.filter(({ model }) => model === row.model).length > 1);

/** Around the instants at which a row begins and ends to hold, and in between. */
const timeOf = ({ validFrom, validTo }: PriceRow): fc.Arbitrary<number> =>
  fc
    .tuple(
      fc.constantFrom(...[validFrom, validTo ?? '2027-01-01'].map((text) => Date.parse(text))),
      fc.oneof(fc.constantFrom(-1, 0, 1), fc.integer({ min: -(10 ** 9), max: 10 ** 9 })),
    )
    .map(([atMs, off]) => atMs + off);

const count = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 300_000 }) },
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 0.5, Number.NaN, 2 ** 40, 2 ** 53) },
);
const query = fc
  .oneof(...[banded, tiered, several, shipped.rows].map((rows) => fc.constantFrom(...rows)))
  .chain((row) =>
    fc.record({
      model: fc.oneof({ weight: 9, arbitrary: fc.constant(row.model) }, fc.constantFrom('acme-1', `${row.model}-x`)),
      provider: fc.constantFrom(row.provider, ''),
      serviceTier: fc.constantFrom(row.serviceTier ?? '', 'standard', 'nonsense'),
      speed: fc.constantFrom(row.speed ?? '', ''),
      residency: fc.constantFrom(row.residency?.[0] ?? '', 'us'),
      grain: fc.constantFrom('request', 'request', 'request', 'sessionless', 'session', 'bucket'),
      atMs: timeOf(row),
      inputTokens: count,
      cacheReadTokens: count,
      cacheWrite5mTokens: count,
      cacheWrite1hTokens: count,
      outputTokens: count,
      webSearchRequests: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, count),
      more: fc.oneof(
        { weight: 9, arbitrary: fc.constant({}) },
        fc.constantFrom({ recordedNanoUsd: 7 }, { billing: 'subscription' }),
      ),
    }),
  )
  .map(({ more, ...fields }) => costQuery({ ...fields, ...more } as CostQuery));

const costFields = ({ nanoUsd, picoRest, basis, priceKey, bookId }: RequestCost): RequestCost => ({
  nanoUsd,
  picoRest,
  basis,
  priceKey,
  bookId,
});
const outcome = (price: () => RequestCost): unknown => {
  try {
    return costFields(price());
  } catch (error) {
    return String(error);
  }
};

it('says what costOf says, whatever was asked before', () => {
  fc.assert(
    fc.property(fc.array(query, { minLength: 1, maxLength: 8 }), (queries) => {
      const price = requestPricing(() => shipped);
      // Each model with the tokens and times of all of them, served as it and as they are: prices are met again.
      for (const a of queries) {
        for (const b of queries) {
          const { provider, model, serviceTier, speed, residency } = a;
          const ofModel = { ...b, model, provider };
          for (const mixed of [{ ...ofModel, serviceTier, speed, residency }, ofModel]) {
            expect(outcome(() => price(mixed))).toEqual(outcome(() => costOf(mixed, shipped)));
          }
        }
      }
    }),
    { numRuns: 300 },
  );
});

it('asks the book once for requests of one price', () => {
  let asked = 0;
  const counting = {
    ...shipped,
    match: (...of: Parameters<typeof shipped.match>) => {
      asked += 1;
      return shipped.match(...of);
    },
  };
  const price = requestPricing(() => counting);
  const costs = Array.from({ length: 100 }, (_, i) =>
    price(costQuery({ model: 'claude-sonnet-4-5', inputTokens: i, outputTokens: 5 })),
  );
  expect(asked).toBe(1);
  expect(new Set(costs.map(({ priceKey }) => priceKey)).size).toBe(1);
  expect(costs.at(-1)).toMatchObject({ basis: 'list-price', picoRest: 0 });
});

it('a price that was found ends at the instant at which another begins', () => {
  const price = requestPricing(() => shipped);
  const of = (atMs: number) => costQuery({ model: 'gpt-5.6-sol', inputTokens: 1000, atMs });
  const begins = Date.UTC(2026, 7, 21);
  const nano = [begins - 1, begins, begins - 1].map((atMs) => price(of(atMs)).nanoUsd);
  expect(nano).toEqual([begins - 1, begins, begins - 1].map((atMs) => costOf(of(atMs), shipped).nanoUsd));
  expect(nano[0]).not.toBe(nano[1]);
});

it.each([{ atMs: Number.NaN }, { inputTokens: -1 }, { serviceTier: undefined as unknown as string }])(
  'remembers nothing of a request that has no price: %o',
  (fault) => {
    const price = requestPricing(() => shipped);
    const of = (fields: object) => costQuery({ model: 'gpt-5.6-sol', inputTokens: 1000, ...fields });
    expect(outcome(() => price(of(fault)))).toEqual(outcome(() => costOf(of(fault), shipped)));
    for (const atMs of [Date.UTC(2026, 7, 1), Date.UTC(2026, 8, 1)]) {
      expect(price(of({ atMs })).nanoUsd).toBe(costOf(of({ atMs }), shipped).nanoUsd);
    }
  },
);
