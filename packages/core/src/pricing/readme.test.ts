import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { usagekit } from '../service/usagekit.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { costQuery } from './costQuery.ts';
import * as pricing from './index.ts';

const text = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
const code = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, example]) => example ?? '').join('\n');

/** What the examples make. */
interface Made {
  book: pricing.PriceBook;
  usage: ReturnType<typeof usagekit>;
  lists: { rejected: unknown[] }[];
  ids: string[];
  before: pricing.PriceBook;
  amounts: unknown[];
}

/** Runs the lines of the README with these names in scope: the text is our own. */
function run(scope: Record<string, unknown>): Made {
  const made = 'return { book, usage, lists, ids, before, amounts: [known, unknown, assumed, own] };';
  // eslint-disable-next-line no-new-func -- running the examples is the point of this test
  return new Function(...Object.keys(scope), `${code}\n${made}`)(...Object.values(scope)) as Made;
}

it('the examples of the README run, and give the prices that they say', async () => {
  const { book, usage, lists, ids, before, amounts } = run({ ...pricing, usagekit, store: memoryStore() });
  const request = { session: 's', at: Date.UTC(2026, 9, 1), usage: { inputTokens: 1_000_000, outputTokens: 0 } };
  for (const [i, provider] of ['azure', 'openai'].entries()) {
    await usage.recorder.request({ ...request, key: `${i}`, provider, model: 'gpt-5' });
  }
  await usage.recorder.request({ ...request, key: 'own', model: 'acme-router-v2' });
  expect((await usage.service.getAnalytics('all')).cost).toMatchObject({ nanoUsd: '2350000000', unpricedRequests: 0 });
  await usage.close();

  expect(lists.flatMap(({ rejected }) => rejected)).toEqual([]);
  expect(ids).toEqual(['litellm/azure/gpt-x', 'models.dev/acme/acme-1', 'genai-prices/acme/acme-2']);
  for (const id of ids) expect(text).toContain(id);
  expect(amounts).toEqual([4.5, null, { usd: 1.25, assumedModel: 'gpt-5' }, 0]);
  expect(before.overrides.map(({ id }) => id)).toEqual(['own/router']);
  expect(book.overrides).toHaveLength(2);
});

it.each<[string, Parameters<typeof costQuery>[0]]>([
  [
    'do not reason: `gpt-4o`, `gpt-4o-mini`, `gpt-4.1`, `gpt-4.1-mini`',
    { provider: 'openai', model: 'gpt-4o', webSearchRequests: 1 },
  ],
  [
    'do not reason: `gpt-4o`, `gpt-4o-mini`, `gpt-4.1`, `gpt-4.1-mini`',
    { provider: 'openai', model: 'gpt-4o-2024-11-20', webSearchRequests: 1 },
  ],
  [
    'do not reason: `gpt-4o`, `gpt-4o-mini`, `gpt-4.1`, `gpt-4.1-mini`',
    { provider: 'openai', model: 'gpt-4o-mini', webSearchRequests: 1 },
  ],
  [
    'do not reason: `gpt-4o`, `gpt-4o-mini`, `gpt-4.1`, `gpt-4.1-mini`',
    { provider: 'openai', model: 'gpt-4.1-2025-04-14', webSearchRequests: 1 },
  ],
  [
    'do not reason: `gpt-4o`, `gpt-4o-mini`, `gpt-4.1`, `gpt-4.1-mini`',
    { provider: 'openai', model: 'gpt-4.1-mini', webSearchRequests: 1 },
  ],
  [
    'do not reason: `gpt-4o`, `gpt-4o-mini`, `gpt-4.1`, `gpt-4.1-mini`',
    { provider: 'openai', model: 'gpt-4.1-nano', webSearchRequests: 1 },
  ],
  [
    'do not reason: `gpt-4o`, `gpt-4o-mini`, `gpt-4.1`, `gpt-4.1-mini`',
    { provider: 'openai', model: 'gpt-4o-mini-search-preview', webSearchRequests: 1 },
  ],
  ['`codex-mini`', { provider: 'openai', model: 'codex-mini-latest', webSearchRequests: 1 }],
  ['`gemini-2.5-flash-preview-04-17`', { provider: 'google', model: 'gemini-2.5-flash-preview-04-17', inputTokens: 1 }],
  ['`gemini-2.5-flash-preview-05-20`', { provider: 'google', model: 'gemini-2.5-flash-preview-05-20', inputTokens: 1 }],
  ['`gemini-2.0-flash-exp`', { provider: 'google', model: 'gemini-2.0-flash-exp', inputTokens: 1 }],
  [
    '`gemini-2.0-flash-thinking-exp-01-21`',
    { provider: 'google', model: 'gemini-2.0-flash-thinking-exp-01-21', inputTokens: 1 },
  ],
  ['`gemini-2.5-pro-exp-03-25`', { provider: 'google', model: 'gemini-2.5-pro-exp-03-25', inputTokens: 1 }],
  ['web searches of Gemini', { provider: 'google', model: 'gemini-3.5-flash', webSearchRequests: 1 }],
  [
    "Anthropic's priority tier",
    { provider: 'anthropic', model: 'claude-opus-5', serviceTier: 'priority', inputTokens: 1 },
  ],
  ["Gemini's flex and priority tiers", { provider: 'google', model: 'gemini-2.5-pro', serviceTier: 'flex' }],
  ['service tiers of all other providers', { provider: 'mistral', model: 'mistral-large-2512', serviceTier: 'batch' }],
  [
    'that is not `global`',
    { model: 'projects/p/locations/eu/publishers/google/models/gemini-3.5-flash', inputTokens: 1 },
  ],
  ['AWS GovCloud', { provider: 'bedrock', model: 'us-gov.anthropic.claude-sonnet-4-5', inputTokens: 1 }],
  ['above 272,000 tokens', { provider: 'bedrock', model: 'us.openai.gpt-5.5', inputTokens: 272_001 }],
  ['cache writes there', { provider: 'bedrock', model: 'us.openai.gpt-5.5', cacheWrite5mTokens: 1 }],
  [
    'cache reads of Grok 4',
    { model: 'grok-4-0709', atMs: Date.UTC(2026, 0, 5), inputTokens: 128_000, cacheReadTokens: 1 },
  ],
  ['`grok-code-fast-1`', { provider: 'xai', model: 'grok-code-fast-1', inputTokens: 1 }],
  [
    'cache reads of Gemini 2.5 from 2025-07-19 to 2025-10-30',
    { provider: 'google', model: 'gemini-2.5-pro', atMs: Date.UTC(2025, 9, 30), cacheReadTokens: 1 },
  ],
  [
    '`deepseek-v4-pro` from 2026-04-25T16:00Z',
    { provider: 'deepseek', model: 'deepseek-v4-pro', atMs: Date.UTC(2026, 3, 26), inputTokens: 1 },
  ],
  [
    'Grok 4.20 from 2026-05-01 to 2026-05-17',
    { provider: 'xai', model: 'grok-4.20', atMs: Date.UTC(2026, 4, 17), inputTokens: 1 },
  ],
  [
    'Grok 4.20 in prompts from 200,000 tokens on, before 2026-05-18',
    { provider: 'xai', model: 'grok-4.20', atMs: Date.UTC(2026, 3, 1), inputTokens: 200_000 },
  ],
  ["xAI's Batch", { provider: 'xai', model: 'grok-4.20', serviceTier: 'batch', inputTokens: 1 }],
  ['endpoint in the US', { provider: 'xai', model: 'grok-4.20', residency: 'us', inputTokens: 1 }],
  [
    'cache reads of `grok-4.5` from 2026-07-10 to 2026-07-20',
    { provider: 'xai', model: 'grok-4.5', atMs: Date.UTC(2026, 6, 10), cacheReadTokens: 1 },
  ],
  [
    'Gemini 3.6 Flash from 2026-08-09 to 2026-08-13',
    { provider: 'google', model: 'gemini-3.6-flash', atMs: Date.UTC(2026, 7, 13, 23), inputTokens: 1 },
  ],
  ['GPT-6.2 above 272,000 tokens', { model: 'gpt-6.2-sol', inputTokens: 272_001 }],
  ['by Batch, flex and in fast mode', { model: 'gpt-6.2-astra', serviceTier: 'batch' }],
  ['by Batch, flex and in fast mode', { model: 'gpt-6.2-sol', speed: 'fast' }],
  ['`grok-latest`', { provider: 'xai', model: 'grok-latest', inputTokens: 1 }],
  ['`gpt-chat-latest`', { provider: 'openai', model: 'gpt-chat-latest', inputTokens: 1 }],
  ['`mistral-large`', { provider: 'mistral', model: 'mistral-large', inputTokens: 1 }],
  ['`claude-mythos-5-2`', { provider: 'anthropic', model: 'claude-mythos-5-2', inputTokens: 1 }],
  ['Gemini by Batch', { provider: 'google', model: 'gemini-2.5-pro', serviceTier: 'batch', cacheReadTokens: 1 }],
  ['`qwen-plus`', { provider: 'alibaba', model: 'qwen-plus' }],
  ['`qwen-turbo`', { provider: 'alibaba', model: 'qwen-turbo' }],
  ['`qwen3-235b-a22b`', { provider: 'alibaba', model: 'qwen3-235b-a22b' }],
  ['cache reads billed by Alibaba', { provider: 'alibaba', model: 'qwen3-max', cacheReadTokens: 1 }],
  ['`qwen3.7-max`', { provider: 'alibaba', model: 'qwen3.7-max' }],
])('what the README calls unpriced is: %s', (name, fields) => {
  expect(text).toContain(name);
  expect(pricing.costOf(costQuery(fields), pricing.priceBook()).basis).toBe('unpriced');
});
