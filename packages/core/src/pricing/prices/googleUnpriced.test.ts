import { describe, expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';

const book = priceBook();
const of = (provider: string, model: string) =>
  costOf(costQuery({ provider, model, inputTokens: 1000, outputTokens: 1000, atMs: Date.UTC(2025, 4, 25) }), book);

describe('Gemini models of which no price can be said', () => {
  it.each([
    'gemini-2.5-flash-preview',
    'gemini-2.5-flash-preview:thinking',
    'gemini-2.5-flash-preview-04-17',
    'gemini-2.5-flash-preview-04-17:thinking',
    'gemini-2.5-flash-preview-04-17-thinking',
    'gemini-2.5-flash-preview-05-20',
    'gemini-2.5-flash-preview-05-20:thinking',
    'gemini-exp-1206',
    'gemini-1.5-pro-exp-0827',
    'gemini-1.5-flash-8b-exp-0924',
    'gemini-2.0-flash-exp',
    'gemini-2.0-flash-thinking-exp',
    'gemini-2.0-flash-thinking-exp-01-21',
    'gemini-2.0-pro-exp-02-05',
    'gemini-2.5-pro-exp-03-25',
  ])('are unpriced: %s', (model) => {
    for (const provider of ['', 'google', 'vertex', 'openrouter']) {
      expect(of(provider, model)).toMatchObject({ nanoUsd: null, basis: 'unpriced' });
      expect(of(provider, `google/${model}`)).toMatchObject({ nanoUsd: null, basis: 'unpriced' });
    }
  });

  it.each([
    ['gemini-2.5-flash-preview-09-2025', 2_800_000],
    ['gemini-2.5-pro-preview-06-05', 11_250_000],
    ['gemini-2.5-flash-preview-tts', 10_500_000],
    ['gemini-2.0-flash-001', 500_000],
  ])('take no price from others: %s', (model, nanoUsd) => {
    expect(of('google', model).nanoUsd).toBe(nanoUsd);
  });
});
