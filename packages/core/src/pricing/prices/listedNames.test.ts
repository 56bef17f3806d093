import { calcPrice, type MatchLogic, waitForUpdate } from '@pydantic/genai-prices';
import { describe, expect, it } from 'vitest';
import { calculateCost } from '../calculateCost.ts';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';

const book = priceBook();
const list = (await waitForUpdate()) ?? [];
const atMs = Date.UTC(2026, 8, 20, 12);

const exactNames = (rule: MatchLogic): string[] => {
  if ('or' in rule) return rule.or.flatMap(exactNames);
  return 'equals' in rule ? [rule.equals] : [];
};
/** What else our records call a provider of the list. */
const PLATFORMS: Readonly<Record<string, readonly string[]>> = { google: ['vertex'], aws: ['bedrock'] };

const theirUsd = (providerId: string, model: string): number | undefined =>
  calcPrice({ input_tokens: 1000, output_tokens: 500 }, model, { providerId, timestamp: new Date(atMs) })?.total_price;
const ourUsd = (provider: string, model: string): number | null => {
  const { nanoUsd } = costOf(costQuery({ provider, model, atMs, inputTokens: 1000, outputTokens: 500 }), book);
  return nanoUsd === null ? null : nanoUsd / 1e9;
};

const priced = list.flatMap((provider) => {
  const names = provider.models.flatMap(({ id, match }) => [id, ...exactNames(match)]);
  return [...new Set(names)].flatMap((name) => {
    const theirs = theirUsd(provider.id, name);
    // An id may be a mere label, under which the list itself finds nothing.
    return theirs === undefined ? [] : [{ provider: provider.id, name, theirs }];
  });
});
const compared = priced.flatMap(({ provider, name, theirs }) =>
  [provider, ...(PLATFORMS[provider] ?? [])].map((billedBy) => {
    const ours = ourUsd(billedBy, name);
    return { name: `${billedBy}: ${name}`, theirs, ours, agrees: ours === null || Math.abs(ours - theirs) < 1e-9 };
  }),
);

/** Names for which a price is found that is not the list's, and why. */
const KNOWN_DIFFERENCES: readonly { name: RegExp; reason: string }[] = [
  {
    name: /^azure: .*(ada|babbage|curie|davinci)/,
    reason: 'no price of output is in its list of these retired models',
  },
  { name: /^deepseek: deepseek-(chat|reasoner|v4-flash)$/, reason: 'V4.1 took their place on 2026-09-10' },
  { name: /: (x-ai\/)?grok-4\.20-multi-agent$/, reason: 'it has the price of the launch only' },
  { name: /^zai: glm-5\.3-flash$/i, reason: 'it has the price of the launch only' },
  {
    name: /^(?:aws|bedrock): claude-(fable-5-1|fable-5|opus-5|opus-5-5)$/,
    reason: 'a name without a region is that of the global endpoint; its list has the regional price only',
  },
  { name: /^vertex: gemini-2\.0-flash$/, reason: 'its list has the price of the Gemini API' },
  {
    name: /^(?:aws|bedrock): .*claude-3-5-sonnet/,
    reason: 'its list has the price before extended access',
  },
  { name: /^openrouter: google\/gemini-pro$/, reason: "OpenRouter sold it at Vertex's price by characters" },
  { name: /^openrouter: openai\/gpt-3\.5-turbo-0613$/, reason: "OpenAI's price of the snapshot was another" },
  {
    name: /^openrouter: gemma-2-9b-it$/,
    reason: 'its list has the model twice: the one with the route is kept up to date',
  },
  { name: /^mistral: mistral-(large|small)-latest$/, reason: 'it has one price for a name that moved' },
  { name: /^openrouter: openai\/gpt-5\.6-sol$/, reason: "OpenRouter's discount on it, of which no day is known" },
];
const reasonOf = (name: string): string | undefined => KNOWN_DIFFERENCES.find((it) => it.name.test(name))?.reason;

describe('all names in @pydantic/genai-prices, with the price that its provider asks for them', () => {
  it('take that price or none', () => {
    expect(compared.length).toBeGreaterThan(1500);
    expect(compared.filter(({ ours }) => ours !== null).length).toBeGreaterThan(500);
    expect(compared.filter(({ agrees, name }) => !agrees && reasonOf(name) === undefined)).toEqual([]);
  });

  it('differ where it is said that they do', () => {
    const used = compared.filter(({ agrees }) => !agrees).map(({ name }) => reasonOf(name));
    expect(KNOWN_DIFFERENCES.map(({ reason }) => reason).filter((reason) => !used.includes(reason))).toEqual([]);
  });

  it('are free for nobody who does not say that the publisher gives them away', () => {
    expect(priced.filter(({ name }) => ourUsd('', name) === 0)).toEqual([]);
  });
});

describe('open models that Google gives away', () => {
  const names = ['gemma-3-27b-it', 'gemma-3-4b-it', 'gemma-3-12b-it', 'gemma-3n-e4b-it', 'gemma-4-31b-it'];
  it.each(names)('%s is free from Google alone', (name) => {
    expect(['google', 'gemini', 'gcp.gemini'].map((provider) => ourUsd(provider, name))).toEqual([0, 0, 0]);
    const others = ['', 'vertex', 'bedrock', 'groq'].flatMap((provider) =>
      [name, `google/${name}`].map((it) => [provider, it] as const),
    );
    expect(others.map(([provider, model]) => ourUsd(provider, model)).filter((usd) => usd !== null)).toEqual([]);
    expect(ourUsd('openrouter', `google/${name}`)).toBeGreaterThan(0);
    expect(ourUsd('openrouter', `google/${name}:free`) ?? 0).toBe(0);
    expect(calculateCost(1e6, 1e6, 0, 0, name)).toBeNull();
  });
});

describe('names that go on after the name of a model', () => {
  it.each([
    ['google', 'gemini-2.5-flash-lite-preview-09-2025', 'google/gemini-2.5-flash-lite@2025-10-31'],
    ['google', 'gemini-2.5-pro-preview-06-05', 'google/gemini-2.5-pro@2025-10-31'],
    ['google', 'gemini-2.0-flash-001', 'genai/google/gemini-2.0-flash'],
    ['openai', 'gpt-4.1-mini-2025-04-14', 'openai/gpt-4.1-mini'],
    ['openai', 'codex-mini-latest', 'openai/codex-mini'],
    ['openai', 'ft:gpt-3.5-turbo-0125:acme::live', 'genai/openai/ft:gpt-3.5-turbo-'],
    ['azure', 'ft:gpt-4o-2024-08-06:acme:search:x', 'genai/openai/ft:gpt-4o'],
    ['anthropic', 'claude-3-5-haiku-latest', 'anthropic/claude-haiku-3-5'],
    ['moonshot', 'kimi-k2.5-preview', 'genai/moonshot/kimi-k2.5'],
  ])('%s: %s is still the model', (provider, model, id) => {
    expect(book.match(costQuery({ provider, model, atMs })).row?.id).toBe(id);
  });

  const kinds = [
    'audio',
    'embedding',
    'image-generation',
    'live',
    'native-audio',
    'ocr',
    'realtime',
    'search',
    'speech',
    'transcribe',
    'tts',
  ];
  const prefixes = book.rows.flatMap(({ provider, match }) =>
    (match?.prefixes ?? []).map((prefix) => ({ provider, prefix })),
  );
  /** Whether a price is found that is not listed under the very name. */
  const isTaken = (provider: string, model: string): boolean => {
    const { row } = book.match(costQuery({ provider, model, atMs }));
    return row !== null && ![row.model, ...(row.match?.aliases ?? [])].includes(model);
  };
  it.each(kinds)('-%s makes another model of each', (kind) => {
    expect(prefixes.length).toBeGreaterThan(25);
    const taken = prefixes.filter((it) => isTaken(it.provider, `${it.prefix.replace(/-$/, '')}-${kind}`));
    expect(taken).toEqual([]);
  });
  it.each(['mini', 'nano', 'lite', 'fast', 'turbo', 'max'])(
    '-%s makes another model of each that is no family',
    (size) => {
      const models = prefixes.filter(({ prefix }) => !prefix.endsWith('-'));
      expect(models.filter(({ provider, prefix }) => isTaken(provider, `${prefix}-${size}`))).toEqual([]);
    },
  );

  it.each([
    ['openrouter', '~google/gemini-pro-latest'],
    ['openrouter', 'google/gemini-2.0-flash-exp:free'],
    ['openrouter', 'google/gemini-2.5-flash-preview:thinking'],
    ['', 'gemini-pro-latest'],
  ])('%s: %s is not the model without it', (provider, model) => {
    expect(ourUsd(provider, model)).toBeNull();
  });
});
