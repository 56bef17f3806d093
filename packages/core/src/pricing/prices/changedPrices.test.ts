import { describe, expect, it } from 'vitest';
import { bookKnownAt } from '../bookKnownAt.ts';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';

const book = priceBook();
type Usd = number | null;
/** USD of a million tokens in, of a million out and of a million read from the cache, in prompts of so many tokens. */
const usdAt = (
  provider: string,
  model: string,
  at: string,
  prompt = 1000,
): [input: Usd, output: Usd, cacheRead: Usd] => {
  const of = (counts: object): Usd => {
    const query = costQuery({ provider, model, atMs: Date.parse(at), inputTokens: prompt, ...counts });
    return costOf(query, book).nanoUsd;
  };
  const plain = of({});
  const more = (nanoUsd: Usd): Usd => (nanoUsd === null || plain === null ? null : (nanoUsd - plain) / 1e6);
  const read = of({ inputTokens: 0, cacheReadTokens: prompt });
  return [plain && plain / prompt / 1e3, more(of({ outputTokens: 1000 })), read && read / prompt / 1e3];
};

describe('a price on the days before and after it changed', () => {
  it.each<[model: string, provider: string, prices: [at: string, input: Usd, output: Usd, cacheRead: Usd][]]>([
    [
      'gemini-3.6-flash',
      'google',
      [
        ['2026-07-21', 1.5, 7.5, 0.15],
        ['2026-08-08T23:00Z', 1.5, 7.5, 0.15],
        ['2026-08-09', null, null, null],
        ['2026-08-13T23:00Z', null, null, null],
        ['2026-08-14', 0.75, 3.75, 0.075],
        ['2027-01-01', 1.5, 7.5, 0.15],
      ],
    ],
    [
      'gemini-2.5-pro',
      'google',
      [
        ['2025-04-04', 1.25, 10, 0.31],
        ['2025-05-08', 1.25, 10, 0.31],
        ['2025-07-18T23:00Z', 1.25, 10, 0.31],
        ['2025-07-19', 1.25, 10, null],
        ['2025-10-31', 1.25, 10, 0.125],
      ],
    ],
    [
      'gemini-2.5-pro-preview-06-05',
      'google',
      [
        ['2025-07-01', 1.25, 10, 0.31],
        ['2025-10-30', 1.25, 10, null],
      ],
    ],
    [
      'gemini-2.5-flash',
      'google',
      [
        ['2025-06-16', 0.3, 2.5, 0.075],
        ['2025-06-17', 0.3, 2.5, 0.075],
        ['2025-07-19', 0.3, 2.5, null],
        ['2025-10-31', 0.3, 2.5, 0.03],
      ],
    ],
    [
      'gemini-2.5-flash-preview-09-2025',
      'google',
      [
        ['2025-10-30T23:00Z', 0.3, 2.5, null],
        ['2025-10-31', 0.3, 2.5, 0.03],
      ],
    ],
    [
      'gemini-2.5-flash-lite',
      'google',
      [
        ['2025-07-22', 0.1, 0.4, 0.025],
        ['2025-07-26', 0.1, 0.4, null],
        ['2025-10-31', 0.1, 0.4, 0.01],
      ],
    ],
    [
      'gemini-2.5-flash-lite-preview-06-17',
      'google',
      [
        ['2025-06-16', 0.1, 0.4, 0.025],
        ['2025-06-17', 0.1, 0.4, 0.025],
        ['2025-10-31', 0.1, 0.4, 0.01],
      ],
    ],
    [
      'deepseek-v4-pro',
      'deepseek',
      [
        ['2026-04-24', 1.74, 3.48, 0.145],
        ['2026-04-25T15:59Z', 1.74, 3.48, 0.145],
        ['2026-04-25T16:00Z', null, null, null],
        ['2026-04-26T12:14Z', null, null, null],
        ['2026-04-26T12:15Z', 0.435, 0.87, 0.003625],
        ['2026-08-16T15:59Z', 0.435, 0.87, 0.003625],
      ],
    ],
    ...['deepseek-v4-flash', 'deepseek-chat', 'deepseek-reasoner'].map(
      (model): [string, string, [string, number, number, number][]] => [
        model,
        'deepseek',
        [
          ['2026-04-24', 0.14, 0.28, 0.028],
          ['2026-04-26T12:14Z', 0.14, 0.28, 0.028],
          ['2026-04-26T12:15Z', 0.14, 0.28, 0.0028],
        ],
      ],
    ),
    ...['grok-4.20', 'grok-4.20-0309-reasoning', 'grok-4.20-multi-agent', 'grok-4.20-multi-agent-latest'].map(
      (model): [string, string, [string, Usd, Usd, Usd][]] => [
        model,
        'xai',
        [
          ['2026-03-04', 2, 6, 0.2],
          ['2026-03-20', 2, 6, 0.2],
          ['2026-04-30T23:00Z', 2, 6, 0.2],
          ['2026-05-01', null, null, null],
          ['2026-05-17T23:00Z', null, null, null],
          ['2026-05-18', 1.25, 2.5, 0.2],
          ['2026-11-30', 1.25, 2.5, 0.2],
        ],
      ],
    ),
    [
      'grok-4.5',
      'xai',
      [
        ['2026-07-08', 2, 6, 0.5],
        ['2026-07-09T23:00Z', 2, 6, 0.5],
        ['2026-07-10', 2, 6, null],
        ['2026-07-20T23:00Z', 2, 6, null],
        ['2026-07-21', 2, 6, 0.3],
      ],
    ],
  ])('%s of %s', (model, provider, prices) => {
    expect(prices.map(([at]) => [at, ...usdAt(provider, model, at)])).toEqual(prices);
  });
});

describe('a price of long prompts', () => {
  it.each<
    [model: string, provider: string, at: string, prompt: number, usd: [input: Usd, output: Usd, cacheRead: Usd]]
  >([
    ['gemini-2.5-pro', 'google', '2025-04-04', 200_001, [2.5, 15, 0.625]],
    ['gemini-2.5-pro', 'google', '2025-07-01', 200_001, [2.5, 15, 0.625]],
    ['gemini-2.5-pro', 'google', '2025-10-01', 200_001, [2.5, 15, null]],
    ['gemini-2.5-pro', 'google', '2025-11-01', 200_001, [2.5, 15, 0.25]],
    ['grok-4.20', 'xai', '2026-03-20', 199_999, [2, 6, 0.2]],
    ['grok-4.20', 'xai', '2026-03-20', 200_000, [null, null, null]],
    ['grok-4.20', 'xai', '2026-11-01', 200_000, [2.5, 5, 0.4]],
    ['grok-4.20-multi-agent', 'xai', '2026-11-01', 300_000, [2.5, 5, 0.4]],
    ['grok-4.20-multi-agent-latest', 'xai', '2026-11-01', 300_000, [2.5, 5, 0.4]],
    ['grok-4.5', 'xai', '2026-07-08', 200_000, [4, 12, 1]],
    ['grok-4.5-latest', 'xai', '2026-07-15', 200_000, [4, 12, null]],
    ['grok-4.5', 'xai', '2026-11-01', 200_000, [4, 12, 0.6]],
    ['grok-4.7', 'xai', '2026-11-01', 199_999, [2, 6, 0.5]],
    ['grok-4.7', 'xai', '2026-11-01', 200_000, [4, 12, 1]],
    ['gpt-6.2-astra', 'openai', '2026-11-20', 272_000, [8, 40, 0.4]],
    ['gpt-6.2-astra', 'openai', '2026-11-20', 272_001, [null, null, null]],
    ['gpt-6.2-sol', 'openai', '2026-11-20', 272_000, [2, 10, 0.1]],
    ['gpt-6.2-sol', 'openai', '2026-11-20', 272_001, [null, null, null]],
  ])('of %s of %s on %s', (model, provider, at, prompt, usd) => {
    expect(usdAt(provider, model, at, prompt)).toEqual(usd);
  });
});

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

describe('names of Grok 4.20', () => {
  it.each([
    'grok-4.20-0309',
    'grok-4.20-beta',
    'grok-4.20-beta-0309',
    'grok-4.20-beta-0309-reasoning',
    'grok-4.20-beta-0309-non-reasoning',
    'grok-4.20-beta-latest',
    'grok-4.20-beta-latest-reasoning',
    'grok-4.20-beta-reasoning',
    'grok-4.20-reasoning-latest',
    'grok-4.20-experimental-beta-0304-reasoning',
    'grok-4.20-experimental-beta-latest',
    'grok-4.20-multi-agent-0309',
    'grok-4.20-multi-agent-beta-0309',
  ])('have its price: %s', (model) => {
    expect(usdAt('xai', model, '2026-11-01')).toEqual([1.25, 2.5, 0.2]);
  });
});

describe('variants of Claude Fable 5.2', () => {
  const buckets = ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWrite5mTokens', 'cacheWrite1hTokens'];
  it.each([
    ['standard', {}, [8, 40, 0.2, 10, 16, 10]],
    ['fast', { speed: 'fast' }, [16, 80, 0.4, 20, 32, 10]],
    ['batch', { serviceTier: 'batch' }, [4, 20, 0.1, 5, 8, 10]],
    ['US-only', { residency: 'us' }, [8.8, 44, 0.22, 11, 17.6, 10]],
    ['US-only and fast', { residency: 'us', speed: 'fast' }, [17.6, 88, 0.44, 22, 35.2, 10]],
    ['US-only by batch', { residency: 'us', serviceTier: 'batch' }, [4.4, 22, 0.11, 5.5, 8.8, 10]],
  ])('cost what the standard price makes of them: %s', (_, variant, usd) => {
    const of = (counts: object) =>
      costOf(costQuery({ model: 'claude-fable-5-2', ...variant, ...counts }), book).nanoUsd ?? Number.NaN;
    const found = [...buckets.map((name) => of({ [name]: 1000 }) / 1e6), of({ webSearchRequests: 1000 }) / 1e9];
    expect(found).toEqual(usd);
  });
});

it.each(['grok-4.20', 'grok-4.3', 'grok-4.5', 'grok-4.6', 'grok-4.7', 'grok-build-0.1'])(
  'a thousand web searches of %s cost $5',
  (model) => {
    const of = { provider: 'xai', model, atMs: Date.UTC(2026, 10, 30), webSearchRequests: 1000 };
    expect(costOf(costQuery(of), book).nanoUsd).toBe(5_000_000_000);
  },
);
