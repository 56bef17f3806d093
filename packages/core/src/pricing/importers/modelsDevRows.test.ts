import { describe, expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';
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
          id: 'acme/router',
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

  it.each([
    ['thinking with a price of its own', { input: 1, output: 2, reasoning: 8 }],
    ['a tier that is not by size', { input: 1, output: 2, tiers: [{ tier: { type: 'time' }, input: 1, output: 1 }] }],
    ['no price for output', { input: 1 }],
    ['a price that is none', { input: '?', output: 1 }],
    ['no cost', undefined],
  ])('rejects %s', (_, cost) => {
    const { rows, rejected } = modelsDevRows(list(cost), options);
    expect(rows).toEqual([]);
    expect(rejected.some(({ model, part }) => model === 'acme/Router' && part === 'model')).toBe(true);
  });

  it('lists what it leaves out', () => {
    const modes = { experimental: { modes: { fast: {} } } };
    const { rows, rejected } = modelsDevRows(list({ input: 1, output: 2, input_audio: 9 }, modes), options);
    expect(rows.length).toBe(1);
    expect(rejected.map(({ part }) => part)).toEqual(['input_audio', 'mode fast']);
  });
});

describe('imported rows', () => {
  it('can be a whole book or override one', () => {
    const { rows } = modelsDevRows(
      { openai: { models: { 'gpt-5': { cost: { input: 7, output: 8 } } } } },
      { ...options, idPrefix: 'own/' },
    );
    const query = costQuery({ model: 'gpt-5', inputTokens: 1_000_000 });
    expect(costOf(query, priceBook({ rows })).nanoUsd).toBe(7e9);
    expect(costOf(query, priceBook({ overrides: rows }))).toMatchObject({ nanoUsd: 7e9, priceId: 'own/openai/gpt-5' });
  });
});
