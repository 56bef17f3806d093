import { waitForUpdate } from '@pydantic/genai-prices';
import { describe, expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';
import { genaiPriceRows } from './genaiPriceRows.ts';
import { litellmRows } from './litellmRows.ts';
import { modelsDevRows } from './modelsDevRows.ts';

const options = { knownFrom: '2026-09-23', source: 'https://example.com/prices' };

describe('modelsDevRows', () => {
  const list = (cost: unknown, fields: object = {}) => ({
    acme: { doc: 'https://acme.example/prices', models: { Router: { cost, ...fields } } },
  });

  it('reads rates and thresholds', () => {
    const cost = {
      input: 0.5,
      output: 3,
      cache_read: 0.05,
      cache_write: 0.625,
      reasoning: 3,
      tiers: [{ tier: { type: 'context', size: 256_000 }, input: 2, output: 6 }],
    };
    expect(modelsDevRows(list(cost), options)).toEqual({
      rows: [
        {
          id: 'models.dev/acme/router',
          provider: 'acme',
          model: 'router',
          validFrom: '2020-01-01',
          knownFrom: '2026-09-23',
          source: 'https://acme.example/prices',
          rates: { input: '0.5', output: '3', cacheRead: '0.05', cacheWrite5m: '0.625' },
          tiers: [
            { promptOver: 256_000, rates: { input: '2', output: '6', cacheRead: '0.05', cacheWrite5m: '0.625' } },
          ],
        },
      ],
      rejected: [],
    });
    const { rows } = modelsDevRows(list({ input: 1, output: 2, context_over_200k: { input: 3, output: 4 } }), options);
    expect(rows[0]?.tiers).toEqual([{ promptOver: 200_000, rates: { input: '3', output: '4' } }]);
  });

  it('begins the thresholds of xAI at the size itself', () => {
    const tier = { tier: { type: 'context', size: 200_000 }, input: 2.5, output: 5 };
    const cost = { input: 1.25, output: 2.5, tiers: [tier] };
    const costs = { 'grok-4.3': { cost }, 'grok-x': { cost: { input: 1, output: 2, context_over_200k: tier } } };
    const book = priceBook({ rows: modelsDevRows({ xai: { models: costs } }, options).rows });
    const usd = (model: string) =>
      [199_999, 200_000].map((inputTokens) => costOf(costQuery({ model, provider: 'xai', inputTokens }), book).nanoUsd);
    expect([usd('grok-4.3'), usd('grok-x')]).toEqual([
      [249_998_750, 500_000_000],
      [199_999_000, 500_000_000],
    ]);
  });

  it.each([
    ['thinking with a price of its own', { input: 1, output: 2, reasoning: 8 }],
    ['a tier that is not by size', { input: 1, output: 2, tiers: [{ tier: { type: 'time' }, input: 1, output: 1 }] }],
    ['no price for output', { input: 1 }],
    ['a price that is none', { input: '?', output: 1 }],
    ['no cost', undefined],
    ['sound out with a price of its own', { input: 1, output: 2, output_audio: 8 }],
    ['a charge that is new', { input: 1, output: 2, request: 0.01 }],
    [
      'a charge that is new in a tier',
      { input: 1, output: 2, tiers: [{ tier: { size: 9 }, input: 1, output: 1, request: 1 }] },
    ],
  ])('rejects %s', (_, cost) => {
    const { rows, rejected } = modelsDevRows(list(cost), options);
    expect(rows).toEqual([]);
    expect(rejected.some(({ model, part }) => model === 'acme/Router' && part === 'model')).toBe(true);
  });

  it('rejects a model that answers with text and images at one price', () => {
    const cost = { input: 0.3, output: 30 };
    const read = (output: string[]) =>
      modelsDevRows(list(cost, { modalities: { input: ['text', 'image'], output } }), options);
    expect(read(['text', 'image'])).toMatchObject({ rows: [], rejected: [{ model: 'acme/Router', part: 'model' }] });
    expect([read(['text']), read(['image'])].map(({ rows, rejected }) => [rows.length, rejected])).toEqual([
      [1, []],
      [1, []],
    ]);
  });

  it('takes a price of null for none, and sound at the price of text for text', () => {
    const none = { cache_read: null, reasoning: null, context_over_200k: null, tiers: null, output_audio: 2 };
    const { rows, rejected } = modelsDevRows(list({ input: 1, output: 2, ...none }), options);
    expect([rows.map(({ rates, tiers }) => [rates, tiers]), rejected]).toEqual([
      [[{ input: '1', output: '2' }, undefined]],
      [],
    ]);
  });

  it.each([1, {}, { models: [] }, { models: { m: null } }])('makes no row of a provider %j, and lists it', (acme) => {
    const { rows, rejected } = modelsDevRows({ acme }, options);
    expect([rows, rejected.map(({ part }) => part)]).toEqual([[], ['model']]);
  });

  it('lists what it leaves out', () => {
    const modes = { experimental: { modes: { fast: {} } } };
    const { rows, rejected } = modelsDevRows(list({ input: 1, output: 2, input_audio: 9 }, modes), options);
    expect(rows.length).toBe(1);
    expect(rejected.map(({ part }) => part)).toEqual(['input_audio', 'mode fast']);
  });
});

describe('imported rows', () => {
  const shipped = { input: 7, output: 8 };
  it.each([
    ['models.dev', modelsDevRows({ openai: { models: { 'gpt-5': { cost: shipped } } } }, options)],
    [
      'genai-prices',
      genaiPriceRows(
        [
          {
            id: 'openai',
            models: [{ id: 'gpt-5', match: { equals: 'gpt-5' }, prices: { input_mtok: 7, output_mtok: 8 } }],
          },
        ],
        options,
      ),
    ],
    [
      'litellm',
      litellmRows(
        { 'gpt-5': { litellm_provider: 'openai', input_cost_per_token: 7e-6, output_cost_per_token: 8e-6 } },
        options,
      ),
    ],
  ])('of %s can be a whole book or override the shipped one', (list, { rows }) => {
    const query = costQuery({ model: 'gpt-5', inputTokens: 1_000_000 });
    const priceId = `${list}/openai/gpt-5`;
    expect(costOf(query, priceBook({ rows }))).toMatchObject({ nanoUsd: 7e9, priceId });
    expect(costOf(query, priceBook({ overrides: rows }))).toMatchObject({ nanoUsd: 7e9, priceId });
  });

  it('of a whole list can override the shipped ones', async () => {
    const { rows } = genaiPriceRows(await waitForUpdate(), options);
    expect(rows.length).toBeGreaterThan(1000);
    expect(priceBook({ overrides: rows }).overrides).toHaveLength(rows.length);
  });

  it('can have ids of their own, but not those of rows that they override', () => {
    const rowsOf = (idPrefix: string) =>
      modelsDevRows({ openai: { models: { 'gpt-5': { cost: shipped } } } }, { ...options, idPrefix }).rows;
    expect(rowsOf('own/')[0]?.id).toBe('own/openai/gpt-5');
    expect(() => priceBook({ overrides: rowsOf('') })).toThrow(/such as 'own\/openai\/gpt-5'/);
  });

  it('of a cloud are by endpoint', () => {
    const cost = (input: number) => ({ cost: { input, output: 1 } });
    const { rows } = modelsDevRows(
      { 'amazon-bedrock': { models: { 'us.anthropic.claude-x': cost(3.3), 'global.anthropic.claude-x': cost(3) } } },
      options,
    );
    const book = priceBook({ rows });
    const usd = (model: string) => costOf(costQuery({ model, provider: 'bedrock', inputTokens: 10 }), book).nanoUsd;
    expect([usd('us.anthropic.claude-x'), usd('global.anthropic.claude-x')]).toEqual([33_000, 30_000]);
  });
});
