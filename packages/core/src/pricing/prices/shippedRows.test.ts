import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';
import type { PriceRow } from '../PriceRow.ts';
import { rowsHash } from '../rowsHash.ts';
import { matchModel } from '../matchModel.ts';
import { BEGINNING } from './BEGINNING.ts';
import { shippedHash } from './generated/shippedHash.ts';
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
        // A correction is known later than what it corrects.
        (row.validFrom !== BEGINNING && row.knownFrom > row.validFrom && !row.id.endsWith(`/${row.knownFrom}`)) ||
        // Both, or no price at all: known to be unsure. An embedding has no output.
        (Object.keys(row.rates).length > 0 && (row.rates.input === undefined || row.rates.output === undefined)) !==
          row.model.includes('embedding'),
    );
    expect(malformed).toEqual([]);
  });

  it('have names as they are looked up, because the book takes them as they are', () => {
    const names = shippedRows.flatMap((row) => [row.model, ...(row.match?.aliases ?? [])]);
    expect(names.filter((name) => matchModel('', name).snapshot !== name)).toEqual([]);
    const prefixes = shippedRows.flatMap((row) => row.match?.prefixes ?? []);
    expect(prefixes.filter((prefix) => prefix !== prefix.toLowerCase())).toEqual([]);
  });

  it('have dates, tiers and windows that can be parsed, and ids of their own', () => {
    expect(priceBook({ rows: [...shippedRows] }).rows.length).toBe(shippedRows.length);
  });

  it('have the hash that is kept for them: run `pnpm prices:update` after adding a price', () => {
    expect(rowsHash(shippedRows)).toEqual(shippedHash);
    expect(priceBook({ rows: [...shippedRows] }).id).toBe(book.id);
  });

  it('have one-hour cache writes for every Claude model that has a prompt cache', () => {
    const claude = shippedRows.filter(
      (row) => row.provider === 'anthropic' && isStandard(row) && row.origin === undefined,
    );
    expect(claude.length).toBeGreaterThan(25);
    expect(claude.filter((row) => row.rates.cacheWrite1h === undefined)).toEqual([]);
  });

  it('have one-hour cache writes of Claude in one region, above 200,000 tokens, too', () => {
    const regional = (model: string, fields: object): number | null =>
      costOf(costQuery({ provider: 'bedrock', model: `us.anthropic.${model}`, ...fields }), book).nanoUsd;
    expect(regional('claude-sonnet-4-5-20250929-v1:0', { cacheWrite1hTokens: 1000 })).toBe(6_600_000);
    expect(regional('claude-sonnet-4-5-20250929-v1:0', { cacheWrite1hTokens: 200_001 })).toBe(2_640_013_200);
    expect(regional('claude-haiku-4-5-20251001-v1:0', { cacheWrite1hTokens: 1000 })).toBe(2_200_000);
    expect(regional('claude-opus-4-5-20251101-v1:0', { cacheWrite1hTokens: 1000 })).toBe(11_000_000);
    const early = costQuery({ provider: 'bedrock', model: 'us.anthropic.claude-haiku-4-5', cacheWrite1hTokens: 1 });
    expect(costOf(early, book, { knownAtMs: Date.UTC(2026, 3, 30) }).basis).toBe('unpriced');
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
    'gpt-5.1-codex',
    'gpt-5.1-codex-max',
    'codex-mini-latest',
    'gpt-5.5-codex',
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
