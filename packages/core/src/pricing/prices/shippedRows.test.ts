import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calcPrice } from '@pydantic/genai-prices';
import { describe, expect, it } from 'vitest';
import { costOf, type CostQuery } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';
import type { PriceRow } from '../PriceRow.ts';
import { BEGINNING } from './BEGINNING.ts';
import { shippedRows } from './shippedRows.ts';

const book = priceBook();
const isStandard = (row: PriceRow): boolean =>
  row.serviceTier === undefined && row.speed === undefined && (row.residency?.includes('') ?? true);

describe('shipped prices', () => {
  it('are well formed', () => {
    expect(book.roundedRates).toEqual([]);
    const malformed = shippedRows.filter(
      (row) =>
        row.model !== row.model.toLowerCase() ||
        !row.source.startsWith('https://') ||
        (row.validFrom !== BEGINNING && row.knownFrom > row.validFrom) ||
        row.rates.input === undefined ||
        row.rates.output === undefined,
    );
    expect(malformed).toEqual([]);
  });

  it('have one-hour cache writes for every Claude model', () => {
    const claude = shippedRows.filter((row) => row.provider === 'anthropic' && isStandard(row));
    expect(claude.length).toBeGreaterThan(25);
    expect(claude.filter((row) => row.rates.cacheWrite1h === undefined)).toEqual([]);
  });

  it.each([
    'claude-3-sonnet',
    'claude-3-sonnet-20240229',
    'claude-3-5-sonnet-20241022',
    'claude-haiku-4-5-20251001',
    'claude-opus-4-20250514',
    'claude-opus-4-1-20250805',
    'claude-opus-4-5-20251101',
    'claude-opus-4-6',
    'claude-opus-4-7',
    'claude-opus-4-8',
    'claude-sonnet-4',
    'claude-sonnet-4-20250514',
    'claude-sonnet-4-5-20250929',
    'claude-sonnet-4-6',
    'claude-haiku-4-5',
    'gpt-5-codex',
    'gpt-5-mini',
    'gpt-5.1-codex-mini',
    'gpt-5.2',
    'gpt-5.2-codex',
    'gpt-5.3-codex',
    'gpt-5.4',
    'gpt-5.5',
    'gemini-2.5-flash',
  ])('cover %s, which occurs in real transcripts or documents', (model) => {
    expect(costOf(costQuery({ model, inputTokens: 1000, outputTokens: 10 }), book).basis).toBe('list-price');
  });
});

const transcripts = join(import.meta.dirname, '../../../../../../shared/data/transcripts');
const modelsIn = (folder: string): Set<string> => {
  const found = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.jsonl?$/.test(entry.name)) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    for (const [, model = ''] of text.matchAll(/"model" ?: ?"((?:claude|gpt|gemini)-[^"]*)"/g)) found.add(model);
  }
  return found;
};
// More data of the same kind as the list above, where it is at hand.
describe.runIf(existsSync(transcripts))('shipped prices and real transcripts', () => {
  it('cover every model of the three providers', () => {
    const models = [...modelsIn(transcripts)];
    expect(models.length).toBeGreaterThan(15);
    expect(models.filter((model) => book.match(costQuery({ model })).row === null)).toEqual([]);
  });
});

/** Where the two price lists differ, and why ours is right. */
const KNOWN_DIFFERENCES: readonly { id: RegExp; when?: (query: CostQuery) => boolean; reason: string }[] = [
  { id: /claude-mythos-/, reason: 'not in its list: limited availability, priced like Fable' },
  { id: /claude-haiku-5-5|claude-fable-5-2|gpt-6\.1-sol/, reason: 'younger than its list' },
  { id: /claude-sonnet-5-5@/, reason: 'its entry for Sonnet 5 matches 5.5 too and misses the cheaper cache reads' },
  {
    id: /claude-sonnet-4$/,
    when: (query) => promptOf(query) > 200_000,
    reason: 'it has no long-context price of the 1M-token beta for Sonnet 4',
  },
  {
    id: /openai\/(gpt-5\.[456]|gpt-6-astra)/,
    when: (query) => promptOf(query) === 272_000,
    reason: 'its threshold is one token low: the published rule is «more than 272K»',
  },
];
const promptOf = (query: CostQuery): number =>
  query.inputTokens + query.cacheReadTokens + query.cacheWrite5mTokens + query.cacheWrite1hTokens;

/** The other list knows the third generation by its older word order. */
const theirId = (model: string): string => model.replace(/^claude-([a-z]+)-(3(?:-\d)?)$/, 'claude-$2-$1');

const theirUsd = (query: CostQuery, provider: string): number | null =>
  calcPrice(
    {
      input_tokens: promptOf(query),
      output_tokens: query.outputTokens,
      cache_read_tokens: query.cacheReadTokens,
      cache_write_tokens: query.cacheWrite5mTokens + query.cacheWrite1hTokens,
      cache_write_1h_tokens: query.cacheWrite1hTokens,
    },
    theirId(query.model),
    { providerId: provider, timestamp: new Date(query.atMs) },
  )?.total_price ?? null;

/** Small multiplicative generator: the same requests on every run. */
const randomCount = (seed: number): ((max: number) => number) => {
  let state = seed;
  return (max) => {
    state = (Math.imul(state, 48_271) >>> 0) % 2_147_483_647 || 1;
    return state % max;
  };
};
const requestsOf = (row: PriceRow): CostQuery[] => {
  const random = randomCount(row.id.length * 7919 + 1);
  const dayMs = Date.parse(`${row.knownFrom > row.validFrom ? row.knownFrom : row.validFrom}T12:00:00Z`);
  return [120_000, 180_000, 260_000, 400_000, 900_000].map((prompt) => {
    const cacheReadTokens = row.rates.cacheRead === undefined ? 0 : random(prompt / 2);
    const cacheWrite5mTokens = row.rates.cacheWrite5m === undefined ? 0 : random(prompt / 8);
    const cacheWrite1hTokens = row.rates.cacheWrite1h === undefined ? 0 : random(prompt / 8);
    const inputTokens = random(prompt / 4);
    const counts = { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, outputTokens: random(9000) };
    return costQuery({ model: row.model, provider: row.provider, atMs: dayMs, ...counts });
  });
};
const differs = (row: PriceRow, query: CostQuery): boolean =>
  KNOWN_DIFFERENCES.some(({ id, when }) => id.test(row.id) && (when?.(query) ?? true));

describe('shipped prices against @pydantic/genai-prices', () => {
  // Never in force: announced and withdrawn.
  const withdrawn = 'anthropic/claude-sonnet-5@2026-09-01';
  const standard = shippedRows.filter((row) => isStandard(row) && !row.id.startsWith(withdrawn));

  it.each(standard.map((row) => [row.id, row] as const))('%s', (_, row) => {
    const compared = requestsOf(row).map((query) => {
      const { nanoUsd, priceId } = costOf(query, book);
      const theirs = theirUsd(query, row.provider);
      const agrees = theirs !== null && nanoUsd !== null && Math.abs(theirs - nanoUsd / 1e9) < 1e-9;
      return { query, nanoUsd, theirs, priceId, agrees, expected: !differs(row, query) };
    });
    expect(compared.filter(({ priceId }) => priceId !== row.id)).toEqual([]);
    expect(compared.filter(({ agrees, expected }) => agrees !== expected)).toEqual([]);
  });

  it('differ at exactly 272,000 tokens, where the known fault is', () => {
    const query = costQuery({
      model: 'gpt-5.6-sol',
      provider: 'openai',
      inputTokens: 272_000,
      outputTokens: 1000,
      atMs: Date.UTC(2026, 8, 1),
    });
    expect(theirUsd(query, 'openai')).toBeCloseTo(2.206, 9);
    expect(costOf(query, book).nanoUsd).toBe(1_108_000_000);
  });

  it('regional Claude prices on Bedrock are its regional ones', () => {
    for (const model of ['us.anthropic.claude-opus-4-8', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0']) {
      const query = costQuery({
        model,
        provider: 'aws.bedrock',
        inputTokens: 1000,
        cacheReadTokens: 500,
        outputTokens: 9,
      });
      expect(theirUsd(query, 'aws')).toBeCloseTo((costOf(query, book).nanoUsd ?? 0) / 1e9, 9);
    }
  });
});
