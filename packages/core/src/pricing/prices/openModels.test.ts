import { describe, expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';
import { generatedTables } from './generated/generatedTables.ts';
import { tableRows } from './tableRows.ts';

const book = priceBook();
const atMs = Date.UTC(2026, 10, 10);
const usd = (provider: string, model: string, of = book): number | null => {
  const { nanoUsd } = costOf(costQuery({ provider, model, atMs, inputTokens: 1_000_000 }), of);
  return nanoUsd === null ? null : nanoUsd / 1e9;
};
const models = [
  ['openai', 'gpt-oss-120b'],
  ['openai', 'gpt-oss-20b'],
  ['openai', 'gpt-oss-safeguard-20b'],
  ['google', 'gemma-2-27b-it'],
  ['mistral', 'mistral-small-24b-instruct-2501'],
  ['mistral', 'mistral-small-3.1-24b-instruct'],
  ['mistral', 'mistral-small-3.2-24b-instruct'],
  ['minimax', 'minimax-01'],
  ['minimax', 'minimax-m1'],
  ['moonshot', 'kimi-k2'],
  ['deepseek', 'deepseek-v3.1-terminus'],
  ['deepseek', 'deepseek-v3.2-exp'],
  ['deepseek', 'deepseek-v3.2'],
  // DeepSeek's own until September 2025.
  ['deepseek', 'deepseek-chat-v3-0324'],
  ['deepseek', 'deepseek-r1-0528'],
] as const;

describe('open models at the price of a platform', () => {
  it.each(models)('of %s: %s has no price without its seller', (publisher, model) => {
    for (const provider of ['', publisher, 'groq', 'my-proxy', 'bedrock']) {
      expect([provider, usd(provider, model)]).toEqual([provider, null]);
      expect([provider, usd(provider, `${publisher}/${model}`)]).toEqual([provider, null]);
    }
  });

  it('have the price of the platform where that is named', () => {
    expect(usd('openrouter', 'openai/gpt-oss-120b')).toBe(0.039);
    expect(usd('', 'openrouter/openai/gpt-oss-20b')).toBe(0.029);
    expect(usd('openrouter', 'minimax/minimax-m1')).toBe(0.3);
    const unpriced = models.filter(([provider, model]) => usd('openrouter', `${provider}/${model}`) === null);
    expect(unpriced).toEqual([]);
  });

  it.each(['', 'openai', 'groq'])('and the price of an own row of the provider %j', (provider) => {
    const own = { id: 'own/oss', model: 'gpt-oss-120b', validFrom: '2026-01-01', knownFrom: '2026-01-01', source: '' };
    const hosted = priceBook({ overrides: [{ ...own, provider, rates: { input: '0.15' } }] });
    expect(usd(provider || 'openai', 'openai/gpt-oss-120b', hosted)).toBe(0.15);
  });

  it('are all that the pinned list has at a price of OpenRouter', () => {
    const names = generatedTables
      .filter(({ provider }) => provider !== 'openrouter')
      .flatMap(tableRows)
      .filter(({ source }) => source.startsWith('https://openrouter.ai'))
      .map(({ model }) => model);
    // Closed, and without a price by hand.
    expect(names).toEqual(['gpt-chat-latest']);
  });
});
