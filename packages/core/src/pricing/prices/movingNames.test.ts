import { describe, expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';
import { shippedRows } from './shippedRows.ts';

const book = priceBook();
/** USD of a million tokens in and a million out at noon of a day, UTC. */
const usdOn = (provider: string, model: string, day: string, fields: object = {}): number | null => {
  const atMs = Date.parse(`${day}T12:00:00Z`);
  const query = costQuery({ provider, model, atMs, grain: 'session', inputTokens: 1e6, outputTokens: 1e6, ...fields });
  const { nanoUsd } = costOf(query, book);
  return nanoUsd === null ? null : nanoUsd / 1e9;
};

describe('names that a provider moves from model to model', () => {
  it.each<[model: string, provider: string, prices: [day: string, usd: number | null][]]>([
    [
      'mistral-large-latest',
      'mistral',
      [
        ['2024-06-01', null],
        ['2025-03-01', 8],
        ['2025-10-20', null],
        ['2025-12-01', null],
        ['2025-12-02', 2],
        ['2026-05-01', 2],
        ['2026-11-01', 2],
      ],
    ],
    [
      'mistral-medium-latest',
      'mistral',
      [
        ['2025-01-01', null],
        ['2025-03-01', 10.8],
        ['2025-05-08', null],
        ['2025-05-10', 2.4],
        ['2026-05-21', 2.4],
        ['2026-05-22', null],
        ['2026-06-15', null],
        ['2026-06-16', 9],
        ['2026-11-01', 9],
      ],
    ],
    [
      'mistral-small-latest',
      'mistral',
      [
        ['2025-01-01', null],
        ['2026-03-15', 0.4],
        ['2026-03-16', null],
        ['2026-04-30', 0.75],
      ],
    ],
    [
      'mistral-medium',
      'mistral',
      [
        ['2025-06-15', null],
        ['2025-06-16', 2.4],
        ['2026-05-22', null],
      ],
    ],
    [
      'mistral-medium-3',
      'mistral',
      [
        ['2026-04-28', null],
        ['2026-04-29', 9],
      ],
    ],
    [
      'mistral-large',
      'mistral',
      [
        ['2025-12-01', 8],
        ['2025-12-02', null],
      ],
    ],
    [
      'ministral-3b-latest',
      'mistral',
      [
        ['2025-12-01', 0.08],
        ['2025-12-02', 0.2],
      ],
    ],
    [
      'ministral-8b-latest',
      'mistral',
      [
        ['2025-12-01', 0.2],
        ['2025-12-02', 0.3],
      ],
    ],
    [
      'codestral-latest',
      'mistral',
      [
        ['2025-01-12', null],
        ['2025-01-13', 1.2],
        ['2026-11-01', 1.2],
      ],
    ],
    [
      'grok-latest',
      'xai',
      [
        ['2026-07-20', null],
        ['2026-11-01', null],
      ],
    ],
    [
      'grok-4-latest',
      'xai',
      [
        ['2026-05-15', 18],
        ['2026-05-16', null],
      ],
    ],
    ['gpt-chat-latest', 'openai', [['2026-11-01', null]]],
    [
      'gpt-4o',
      'openai',
      [
        ['2024-10-02', null],
        ['2024-10-03', 12.5],
      ],
    ],
    [
      'gpt-3.5-turbo',
      'openai',
      [
        ['2024-02-16', null],
        ['2024-02-17', 2],
      ],
    ],
  ])('%s is priced as the model behind it, and not where that is unsure', (model, provider, prices) => {
    expect(prices.map(([day]) => [day, usdOn(provider, model, day)])).toEqual(prices);
  });

  it('leave the models behind them their own prices', () => {
    for (const model of ['mistral-large-2411', 'mistral-medium-2508', 'grok-4.5', 'gpt-4o-2024-05-13']) {
      expect(usdOn('', model, '2026-11-01')).toBeGreaterThan(0);
    }
    expect(
      ['', 'batch', 'priority'].map((serviceTier) => usdOn('', 'gpt-4o-2024-08-06', '2024-09-01', { serviceTier })),
    ).toEqual([12.5, 6.25, 21.25]);
  });

  /** Names that end in `-latest` and have one price at all times, because all models that were ever behind them have. */
  const OF_ONE_PRICE = [
    'chatgpt-4o-latest',
    'codex-mini-latest',
    'devstral-small-latest',
    'gemini-2.0-flash-latest',
    'grok-2-latest',
    'grok-2-vision-latest',
    'grok-3-fast-latest',
    'grok-3-mini-fast-latest',
    'grok-3-mini-latest',
    'mistral-saba-latest',
    'pixtral-12b-latest',
    'pixtral-large-latest',
  ];
  it('are all looked at: a new one has dates, or is said to have one price', () => {
    const rowsOf = new Map<string, Set<string>>();
    for (const { model, match, validFrom } of shippedRows) {
      for (const name of [model, ...(match?.aliases ?? []), ...(match?.prefixes ?? [])]) {
        if (name.endsWith('-latest')) rowsOf.set(name, (rowsOf.get(name) ?? new Set()).add(validFrom));
      }
    }
    const undated = [...rowsOf].filter(([, days]) => days.size < 2).map(([name]) => name);
    expect(undated.toSorted()).toEqual(OF_ONE_PRICE);
  });
});

describe('long prompts of Grok 4', () => {
  it.each([
    ['grok-4-0709', '2026-05-01', 3, 15],
    ['grok-4', '2026-05-01', 3, 15],
    ['grok-4-fast-reasoning', '2026-05-01', 0.2, 0.5],
    ['grok-4-fast-non-reasoning-latest', '2026-05-01', 0.2, 0.5],
    ['grok-4-1-fast', '2026-05-01', 0.2, 0.5],
    ['grok-4-1-fast-non-reasoning', '2026-05-01', 0.2, 0.5],
  ])('%s costs twice as much from 128,000 tokens on', (model, day, input, output) => {
    const of = (prompt: number, fields: object = {}) =>
      usdOn('xai', model, day, { grain: 'request', inputTokens: prompt, outputTokens: 1000, ...fields });
    expect(of(127_999)).toBeCloseTo((127_999 * input + 1000 * output) / 1e6, 9);
    for (const prompt of [128_000, 128_001]) {
      expect(of(prompt)).toBeCloseTo((2 * (prompt * input + 1000 * output)) / 1e6, 9);
    }
    expect(of(100_000, { cacheReadTokens: 20_000 })).toBeGreaterThan(0);
    expect(of(100_000, { cacheReadTokens: 28_000 })).toBeNull();
  });
});
