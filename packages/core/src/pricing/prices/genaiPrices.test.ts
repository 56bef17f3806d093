import { calcPrice } from '@pydantic/genai-prices';
import { describe, expect, it } from 'vitest';
import { costOf, type CostQuery } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';
import type { PriceRow } from '../PriceRow.ts';
import { quarterHourMs } from '../quarterHourMs.ts';
import { shippedRows } from './shippedRows.ts';

const book = priceBook();

/** What the other list calls our providers. */
const PROVIDERS: Readonly<Record<string, string>> = {
  xai: 'x-ai',
  moonshot: 'moonshotai',
  vertex: 'google',
  bedrock: 'aws',
};

const ROUTES = ['qwen', 'google', 'openai', 'deepseek', 'minimax', 'mistralai', 'moonshotai'];
/** OpenRouter's names of a model: with the publisher's route, which is kept up to date, before without. */
const routed = (name: string): string[] => [...ROUTES.map((route) => `${route}/${name}`), name];

/** Tokens of the whole prompt.  */
const promptOf = (query: CostQuery): number =>
  query.inputTokens + query.cacheReadTokens + query.cacheWrite5mTokens + query.cacheWrite1hTokens;

/** USD of a request by @pydantic/genai-prices; `null` when it knows no price.  */
function theirPrice(query: CostQuery, row: PriceRow): number | null {
  const provider = row.residency?.includes('cn') ? 'zhipuai' : (PROVIDERS[row.provider] ?? row.provider);
  // It knows Claude's third generation by the older word order, OpenRouter's models by their route, and some models not by their own id.
  const claude = query.model.replace(/^claude-([a-z]+)-(3(?:-\d)?)$/, 'claude-$2-$1');
  const others = [...(row.match?.aliases ?? []), ...(row.match?.prefixes ?? []).map((prefix) => `${prefix}x`)];
  const names = query.model === row.model ? [claude, ...others] : [claude];
  for (const model of provider === 'openrouter' ? names.flatMap(routed) : names) {
    const price = calcPrice(
      {
        input_tokens: promptOf(query),
        output_tokens: query.outputTokens,
        cache_read_tokens: query.cacheReadTokens,
        cache_write_tokens: query.cacheWrite5mTokens + query.cacheWrite1hTokens,
        cache_write_1h_tokens: query.cacheWrite1hTokens,
      },
      model,
      { providerId: provider, timestamp: new Date(query.atMs) },
    );
    if (price) return price.total_price;
  }
  return null;
}

/** Where our prices and those of @pydantic/genai-prices 0.1.8 differ, and why ours are right. Everything else must agree. */
const KNOWN_DIFFERENCES: readonly { id: RegExp; when?: (query: CostQuery) => boolean; reason: string }[] = [
  { id: /^anthropic\/claude-mythos-/, reason: 'not in its list: limited availability, priced like Fable' },
  { id: /^openai\/gpt-5-search-api$|^xai\/grok-4\.20-0309/, reason: 'not in its list' },
  {
    id: /^anthropic\/claude-(haiku-5-5|fable-5-2)|^openai\/gpt-6\.[12]-|^xai\/grok-4\.7/,
    reason: 'younger than its list',
  },
  {
    id: /^anthropic\/claude-sonnet-5-5@/,
    when: (query) => query.cacheReadTokens > 0,
    reason: 'its entry for Sonnet 5 matches 5.5 too and misses the cheaper cache reads',
  },
  {
    id: /^anthropic\/claude-sonnet-4$/,
    when: (query) => promptOf(query) > 200_000,
    reason: 'it has no long-context price of the 1M-token beta for Sonnet 4',
  },
  {
    id: /^openai\/(gpt-5\.[456]|gpt-6-astra)/,
    when: (query) => promptOf(query) === 272_000,
    reason: 'its threshold is one token low: the published rule is «more than 272K»',
  },
  {
    id: /^openai\/o3$|^google\/gemini-2\.5-(pro|flash|flash-lite)@2025-0/,
    when: (query) => query.cacheReadTokens > 0,
    reason: 'it has the cache reads of the later price for the time before it, too',
  },
  {
    id: /^deepseek\/deepseek-(chat|reasoner)(@2025-(02-08|09)|@2026|$)/,
    reason: 'it has one price for all time: that of spring 2025, with the discount of that time',
  },
  { id: /^deepseek\/deepseek-v4-(flash|pro)@2026-04-24/, reason: 'it has the price of the third day from the first' },
  {
    id: /^deepseek\/deepseek-v4-(flash|pro)(@2026-04-26.*)?$/,
    when: (query) => isPeak(query.atMs),
    reason: 'it applies the peak hours to the time before they were introduced, too',
  },
  {
    id: /^deepseek\/deepseek-v4-(flash|pro)@2026-08-22/,
    when: (query) => isPeak(query.atMs),
    reason: 'it has no days of the week: weekends and public holidays are off-peak since 2026-08-22T16:00Z',
  },
  { id: /^deepseek\/deepseek-(v4-flash@2026-09-10|flash)/, reason: "V4.1's price of 2026-09-10 is not in its list" },
  { id: /^alibaba\//, reason: 'it has no list of Alibaba: Qwen models are in it as others sell them' },
  { id: /^zai\/glm-(4|5(v|-|\.1|$))/, reason: 'its list of Z.ai begins with GLM-5.2' },
  { id: /^zai\/glm-5\.3-flash@/, reason: 'it has the price of the launch only' },
  {
    id: /^google\/gemini-1\.5-flash-8b$/,
    reason:
      'it takes it for the larger model, whose name is in its own, and has its price under a name of OpenRouter alone',
  },
  { id: /^google\/gemini-3\.6-flash@2026-07-21/, reason: 'it has the introductory price from the beginning' },
  { id: /^vertex\/gemini-2\.0-flash$/, reason: 'it has the price of the Gemini API for Vertex, too' },
  { id: /^bedrock\/claude-sonnet-3-5@/, reason: 'it has the price before extended access for all time' },
  { id: /^azure\/grok-3-mini$/, reason: 'it has no Grok of Azure' },
  { id: /^mistral\//, reason: 'it has one price of a name that moves, no such name, or an older price of cache reads' },
  {
    id: /^xai\/grok-4\.5@2026-07-08/,
    when: (query) => query.cacheReadTokens > 0,
    reason: 'it has the cache reads of two weeks later from the first day',
  },
  {
    id: /^xai\/grok-4-/,
    when: (query) => promptOf(query) >= 128_000,
    reason: 'it has no price of long prompts of Grok 4',
  },
];
const isPeak = (atMs: number): boolean => {
  const hour = new Date(atMs).getUTCHours();
  return (hour >= 1 && hour < 4) || (hour >= 6 && hour < 10);
};
const reasonOf = (row: PriceRow, query: CostQuery): string | undefined =>
  KNOWN_DIFFERENCES.find(({ id, when }) => id.test(row.id) && (when?.(query) ?? true))?.reason;

/** A name that is not sure on the row's days. */
const isUnsure = ({ rates }: PriceRow): boolean => Object.keys(rates).length === 0;
const isCompared = (row: PriceRow): boolean =>
  !isUnsure(row) &&
  row.serviceTier === undefined &&
  row.speed === undefined &&
  (row.residency === undefined || row.residency.includes('') || row.residency.includes('cn')) &&
  // Never in force: announced and withdrawn, and what a row of the same days corrects.
  !row.id.startsWith('anthropic/claude-sonnet-5@2026-09-01') &&
  row.id !== 'deepseek/deepseek-chat@2026-04-24';
const compared = shippedRows.filter(isCompared);

/** Noon of the first day on which a row is in force and known, or of the last one before the next price of the model. */
const dayOf = (row: PriceRow): number => {
  const noon = 43_200_000;
  const next = shippedRows
    .filter((it) => isCompared(it) || isUnsure(it))
    .filter((it) => it.provider === row.provider && it.validFrom > row.validFrom)
    .filter((it) => (it.residency?.[0] ?? '') === (row.residency?.[0] ?? ''))
    .filter((it) => [it.model, ...(it.match?.aliases ?? [])].includes(row.model))
    .map((it) => quarterHourMs(it.validFrom, row.id));
  const unsureUntil = shippedRows
    .filter((it) => isUnsure(it) && it.provider === row.provider && it.serviceTier === undefined)
    .filter((it) => it.model === row.model && it.validFrom <= row.validFrom && it.validTo !== undefined)
    .map((it) => quarterHourMs(it.validTo ?? '', it.id));
  const days = [quarterHourMs(row.validFrom, row.id), quarterHourMs(row.knownFrom, row.id)];
  const known = Math.max(...days, ...unsureUntil) + noon;
  const first = Math.min(...next);
  return known < first ? known : first - noon;
};

/** Small multiplicative generator: the same requests on every run. */
const randomCount = (seed: number): ((max: number) => number) => {
  let state = seed;
  return (max) => {
    state = (Math.imul(state, 48_271) >>> 0) % 2_147_483_647 || 1;
    return state % max;
  };
};
const queryOf = (row: PriceRow, fields: Partial<CostQuery>): CostQuery =>
  costQuery({
    model: row.model,
    provider: row.provider,
    residency: row.residency?.[0] ?? '',
    atMs: dayOf(row),
    ...fields,
  });

/** Five requests of all sizes, at five times of a day. */
const requestsOf = (row: PriceRow): CostQuery[] => {
  const random = randomCount(row.id.length * 7919 + 1);
  return [120_000, 180_000, 260_000, 400_000, 900_000].map((prompt, i) => {
    const cacheReadTokens = row.rates.cacheRead === undefined ? 0 : random(prompt / 2);
    const cacheWrite5mTokens = row.rates.cacheWrite5m === undefined ? 0 : random(prompt / 8);
    const cacheWrite1hTokens = row.rates.cacheWrite1h === undefined ? 0 : random(prompt / 8);
    const outputTokens = row.rates.output === undefined ? 0 : random(9000);
    const counts = { cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, outputTokens };
    const atMs = dayOf(row) + (row.provider === 'deepseek' ? (i - 2) * 5_400_000 : 0);
    return queryOf(row, { inputTokens: random(prompt / 4), ...counts, atMs });
  });
};
/** One token below, at and above each threshold. */
const boundariesOf = (row: PriceRow): CostQuery[] =>
  (row.tiers ?? []).flatMap(({ promptOver }) =>
    [promptOver - 1, promptOver, promptOver + 1].map((inputTokens) =>
      queryOf(row, { inputTokens, outputTokens: 1000 }),
    ),
  );

const outcome = (row: PriceRow, query: CostQuery) => {
  const { nanoUsd, priceId } = costOf(query, book);
  const theirs = theirPrice(query, row);
  const agrees = theirs !== null && nanoUsd !== null && Math.abs(theirs - nanoUsd / 1e9) < 1e-8;
  return { query, nanoUsd, theirs, priceId, agrees, reason: reasonOf(row, query) };
};

describe('every shipped price against @pydantic/genai-prices', () => {
  it.each(compared.map((row) => [row.id, row] as const))('%s', (_, row) => {
    const outcomes = [...requestsOf(row), ...boundariesOf(row)].map((query) => outcome(row, query));
    // Where a tier does not list a bucket, a known difference may be that there is no price.
    const isSaid = (priceId: string | null, reason?: string): boolean => priceId === null && reason !== undefined;
    expect(outcomes.filter(({ priceId, reason }) => priceId !== row.id && !isSaid(priceId, reason))).toEqual([]);
    expect(outcomes.filter(({ agrees, reason }) => !agrees && reason === undefined)).toEqual([]);
  });

  it('differ where it is said that they do, and each reason is needed', () => {
    const used = new Set(
      compared.flatMap((row) =>
        [...requestsOf(row), ...boundariesOf(row)]
          .map((query) => outcome(row, query))
          .flatMap(({ agrees, reason }) => (agrees || reason === undefined ? [] : [reason])),
      ),
    );
    const weekend = 'it has no days of the week: weekends and public holidays are off-peak since 2026-08-22T16:00Z';
    const unused = KNOWN_DIFFERENCES.map(({ reason }) => reason).filter((reason) => !used.has(reason));
    expect(unused.filter((reason) => reason !== weekend)).toEqual([]);
  });

  it('differ on a Saturday morning of DeepSeek', () => {
    const row = compared.find(({ id }) => id === 'deepseek/deepseek-v4-pro@2026-08-22T16:00Z');
    const saturday = Date.UTC(2026, 7, 29, 2);
    const { nanoUsd, theirs } = outcome(row!, queryOf(row!, { inputTokens: 1_000_000, atMs: saturday }));
    expect([nanoUsd, theirs]).toEqual([660_000_000, 1.32]);
  });

  it('differ at exactly 272,000 tokens, where its known fault is', () => {
    const row = compared.find(({ id }) => id === 'openai/gpt-5.6-sol@2026-08-21');
    const query = queryOf(row!, { inputTokens: 272_000, outputTokens: 1000, atMs: Date.UTC(2026, 8, 1) });
    expect(theirPrice(query, row!)).toBeCloseTo(2.206, 9);
    expect(costOf(query, book).nanoUsd).toBe(1_108_000_000);
  });

  it('regional Claude prices on Bedrock are its regional ones', () => {
    for (const model of ['us.anthropic.claude-opus-4-8', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0']) {
      const counts = { inputTokens: 1000, cacheReadTokens: 500, outputTokens: 9 };
      const query = costQuery({ model, provider: 'aws.bedrock', ...counts });
      const aws = { provider: 'aws' } as PriceRow;
      expect(theirPrice(query, aws)).toBeCloseTo((costOf(query, book).nanoUsd ?? 0) / 1e9, 9);
    }
  });
});

describe('thresholds of every shipped price', () => {
  const withTiers = shippedRows.filter(({ tiers }) => tiers !== undefined);

  it('are those of all providers that have any', () => {
    expect([...new Set(withTiers.map(({ provider }) => provider))].toSorted()).toEqual([
      'alibaba',
      'anthropic',
      'google',
      'minimax',
      'openai',
      'xai',
    ]);
  });

  it.each(withTiers.map((row) => [row.id, row] as const))('%s: N - 1, N, N + 1', (_, row) => {
    const prices = priceBook({ rows: [row] });
    for (const [i, { promptOver, inclusive = false }] of (row.tiers ?? []).entries()) {
      const bands = [promptOver - 1, promptOver, promptOver + 1].map((prompt) => {
        const variant = { serviceTier: row.serviceTier ?? '', speed: row.speed ?? '' };
        const tokens = { cacheReadTokens: prompt - 7, inputTokens: 4, cacheWrite5mTokens: 2, cacheWrite1hTokens: 1 };
        const atMs = quarterHourMs(row.validFrom, row.id);
        return prices.match(queryOf(row, { ...variant, ...tokens, atMs })).promptBand;
      });
      expect(bands).toEqual([i, inclusive ? i + 1 : i, i + 1]);
    }
  });

  it.each(withTiers.map((row) => [row.id, row] as const))('%s: every token at the rate of its tier', (_, row) => {
    const prices = priceBook({ rows: [row] });
    const pico = (usd: string | undefined): bigint => BigInt(Math.round(Number(usd) * 1e6));
    const listed = [row.rates, ...(row.tiers ?? []).map(({ rates }) => rates)];
    for (const [i, { promptOver, inclusive = false }] of (row.tiers ?? []).entries()) {
      for (const prompt of [promptOver - 1, promptOver, promptOver + 1]) {
        const rates = listed[prompt > promptOver || (inclusive && prompt === promptOver) ? i + 1 : i];
        const variant = { serviceTier: row.serviceTier ?? '', speed: row.speed ?? '' };
        const counts = { inputTokens: prompt, outputTokens: 1000, atMs: quarterHourMs(row.validFrom, row.id) };
        const { nanoUsd, picoRest } = costOf(queryOf(row, { ...variant, ...counts }), prices);
        // A tier that is not listed has no price.
        const expected =
          rates?.input === undefined ? null : BigInt(prompt) * pico(rates.input) + 1000n * pico(rates.output);
        expect(nanoUsd === null ? null : BigInt(nanoUsd) * 1000n + BigInt(picoRest)).toBe(expected);
      }
    }
  });
});
