import { describe, expect, it } from 'vitest';
import { calculateCost } from '../calculateCost.ts';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';

const MILLION = 1_000_000;
const book = priceBook();

/** Two of the four origin documents have a price table; the first and the last name models, but no prices. */
describe('price tables of the origin documents', () => {
  // Per million tokens: input, output, cache read, cache write.
  it.each([
    ['claude-sonnet-4-20250514', 3, 15, 0.3, 3.75],
    ['claude-opus-4-20250514', 15, 75, 1.5, 18.75],
    ['claude-3-5-haiku-20241022', 0.8, 4, 0.08, 1],
  ])('second document: %s', (model, input, output, cacheRead, cacheWrite) => {
    const usd = [
      calculateCost(MILLION, 0, 0, 0, model),
      calculateCost(0, MILLION, 0, 0, model),
      calculateCost(0, 0, MILLION, 0, model),
      calculateCost(0, 0, 0, MILLION, model),
    ];
    expect(usd).toEqual([input, output, cacheRead, cacheWrite]);
  });

  // One price a model there, which is that of its input.
  it.each([
    ['Claude 3.5 Sonnet', 'claude-3-5-sonnet-20241022', 3],
    ['Claude 3 Opus', 'claude-3-opus-20240229', 15],
    ['GPT-4', 'gpt-4', 30],
    ['GPT-4 Turbo', 'gpt-4-turbo', 10],
    ['GPT-3.5 Turbo', 'gpt-3.5-turbo', 0.5],
  ])('third document: %s', (_, model, usd) => {
    expect(calculateCost(MILLION, 0, 0, 0, model)).toBe(usd);
  });

  it('their default for all other models is not taken: an unknown model has no price', () => {
    expect(calculateCost(MILLION, 0, 0, 0, 'acme-router-v2')).toBeNull();
  });

  it.each(['claude-sonnet-4-6', 'claude-haiku-4-5'])('the fourth document names %s, which has a price', (model) => {
    expect(costOf(costQuery({ model, inputTokens: 1, outputTokens: 1 }), book).basis).toBe('list-price');
  });
});
