import { expect, it } from 'vitest';
import { costOf, type CostQuery } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';
import { shippedRows } from './shippedRows.ts';

const book = priceBook();
type Asked = Parameters<typeof costQuery>[0];
const COUNTS = { inputTokens: 1000, outputTokens: 10, atMs: Date.UTC(2026, 9, 1) };
/** What three searches add to a request, nano-USD; `null` where it has no price with them. */
const searchNano = (fields: Asked, knownAtMs = Date.UTC(2026, 10, 30)): number | null => {
  const [plain, searched] = [0, 3].map(
    (webSearchRequests) => costOf(costQuery({ ...COUNTS, webSearchRequests, ...fields }), book, { knownAtMs }).nanoUsd,
  );
  return plain == null || searched == null ? null : searched - plain;
};

it.each<[model: string, ways: Partial<CostQuery>[]]>([
  ['o3', [{}, { serviceTier: 'priority' }, { serviceTier: 'flex' }, { serviceTier: 'batch' }]],
  ['gpt-5', [{}, { serviceTier: 'priority' }, { speed: 'fast' }, { serviceTier: 'flex' }, { serviceTier: 'batch' }]],
  ['gpt-5-codex', [{}, { serviceTier: 'priority' }, { speed: 'fast' }]],
  ['gpt-5.1-codex', [{}, { serviceTier: 'priority' }, { speed: 'fast' }]],
  ['gpt-5.1-codex-mini', [{}, { serviceTier: 'priority' }]],
  ['gpt-5.2-codex', [{}, { serviceTier: 'priority' }, { speed: 'fast' }]],
  ['gpt-5.3-codex', [{}, { serviceTier: 'priority' }]],
  ['gpt-5.4', [{}, { serviceTier: 'priority' }, { speed: 'fast' }, { serviceTier: 'flex' }, { serviceTier: 'batch' }]],
  ['gpt-5.4-mini', [{}, { serviceTier: 'priority' }, { speed: 'fast' }, { serviceTier: 'flex' }]],
  ['gpt-5.5', [{}, { serviceTier: 'priority' }, { speed: 'fast' }, { serviceTier: 'flex' }, { serviceTier: 'batch' }]],
  ['gpt-6.1-sol', [{}, { serviceTier: 'priority' }, { speed: 'fast' }, { serviceTier: 'flex' }]],
])('three web searches of %s cost three cents in every tier', (model, ways) => {
  expect(ways.map((way) => searchNano({ model, ...way }))).toEqual(ways.map(() => 30_000_000));
});

it('the fee of a tier is known as long as the price of the tier', () => {
  const of = { model: 'gpt-5', serviceTier: 'priority' };
  expect(searchNano(of, Date.UTC(2025, 7, 7, 12))).toBe(30_000_000);
  expect(searchNano(of, Date.UTC(2025, 7, 6, 12))).toBeNull();
});

it('models that do not reason have no fee in any tier', () => {
  for (const serviceTier of ['', 'priority', 'batch']) {
    for (const model of ['gpt-4o', 'gpt-4.1']) expect(searchNano({ model, serviceTier })).toBeNull();
  }
});

it('every tier of OpenAI has the fee that its model has, and none that it does not have', () => {
  const own = shippedRows.filter((row) => row.provider === 'openai' && row.residency === undefined);
  const standard = own.filter((row) => row.serviceTier === undefined && row.speed === undefined);
  const charged = new Set(standard.filter((row) => row.fees !== undefined).map(({ model }) => model));
  expect(charged.size).toBeGreaterThan(20);
  const tiers = own.filter((row) => !standard.includes(row) && row.rates.input !== undefined);
  expect(tiers.filter((row) => charged.has(row.model) !== (row.fees !== undefined)).map(({ id }) => id)).toEqual([]);
});
