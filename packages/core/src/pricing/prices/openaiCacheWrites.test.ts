import { expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';
import { shippedRows } from './shippedRows.ts';

const book = priceBook();
const usdOf = (fields: Parameters<typeof costQuery>[0]): number | null => costOf(costQuery(fields), book).nanoUsd;

it.each([
  ['gpt-4o', ''],
  ['gpt-4.1', 'batch'],
  ['o3', 'flex'],
  ['gpt-5-codex', ''],
  ['gpt-5.3-codex', 'priority'],
  ['gpt-5.4', ''],
  ['gpt-5.4', 'batch'],
  ['gpt-5.5', 'flex'],
])('a cache write of %s %s costs what input costs, of long prompts, too', (model, serviceTier) => {
  for (const prompt of [1000, 200_000, 272_001]) {
    const [plain, written] = [{ inputTokens: prompt }, { inputTokens: 10, cacheWrite5mTokens: prompt - 10 }].map(
      (counts) => usdOf({ model, serviceTier, outputTokens: 5, ...counts }),
    );
    expect(written).toBeGreaterThan(0);
    expect(written).toBe(plain);
  }
});

it('a cache write of GPT-5.6 and later costs more than input', () => {
  const later = shippedRows.filter(
    ({ provider, model, rates }) =>
      provider === 'openai' && /^gpt-(5\.[6-9]|[6-9])/.test(model) && rates.input !== undefined,
  );
  expect(later.length).toBeGreaterThan(20);
  for (const { rates } of later) expect(Number(rates.cacheWrite5m) / Number(rates.input)).toBeCloseTo(1.25, 9);
});

it('nothing is known of cache writes in one region of Bedrock, and of models without a cache', () => {
  for (const fields of [
    { provider: 'bedrock', model: 'us.openai.gpt-5.4' },
    { model: 'gpt-4' },
    { model: 'gpt-5-pro' },
  ]) {
    expect(usdOf({ ...fields, inputTokens: 1 })).toBeGreaterThan(0);
    expect(usdOf({ ...fields, cacheWrite5mTokens: 1 })).toBeNull();
  }
});
