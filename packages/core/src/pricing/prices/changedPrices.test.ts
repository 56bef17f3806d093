import { describe, expect, it } from 'vitest';
import { bookKnownAt } from '../bookKnownAt.ts';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';

const book = priceBook();
describe('a price before it was public', () => {
  it.each([
    ['google', 'gemini-3.5-flash', '2026-05-19'],
    ['google', 'gemini-3.5-flash-lite', '2026-07-21'],
    ['google', 'gemini-3.6-flash', '2026-07-21'],
    ['google', 'gemini-3.7-flash', '2026-08-13'],
    ['google', 'gemini-3.8-flash', '2026-09-02'],
    ['openai', 'gpt-6-astra', '2026-09-03'],
  ])('is nothing: %s %s since %s', (provider, model, day) => {
    const released = Date.parse(day);
    const known = (atMs: number) =>
      costOf(costQuery({ provider, model, atMs: released, inputTokens: 1000 }), bookKnownAt(book, atMs)).basis;
    expect([known(released - 1), known(released)]).toEqual(['unpriced', 'list-price']);
  });
});
