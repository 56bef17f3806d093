import { describe, expect, it } from 'vitest';
import { costOf } from './costOf.ts';
import { costQuery } from './costQuery.ts';
import { genaiPriceRows } from './importers/genaiPriceRows.ts';
import { litellmRows } from './importers/litellmRows.ts';
import { modelsDevRows } from './importers/modelsDevRows.ts';
import { priceBook } from './priceBook.ts';
import { sellerNamed } from './sellerNamed.ts';

const options = { knownFrom: '2026-09-23', source: 'https://example.com/prices' };

/** What the packages of the AI SDK call their provider, and what LiteLLM, models.dev and genai-prices call the same; '' = it is not in the list. */
const SELLERS: readonly (readonly [aiSdk: string, litellm: string, modelsDev: string, genai: string])[] = [
  ['openai', 'openai', 'openai', 'openai'],
  ['anthropic', 'anthropic', 'anthropic', 'anthropic'],
  ['google.generative-ai', 'gemini', 'google', 'google'],
  ['google.vertex', 'vertex_ai-language-models', 'google-vertex', ''],
  ['vertex.anthropic', 'vertex_ai-anthropic_models', 'google-vertex-anthropic', ''],
  ['amazon-bedrock', 'bedrock_converse', 'amazon-bedrock', 'aws'],
  ['azure', 'azure_ai', 'azure', 'azure'],
  ['azure-openai', 'azure', 'azure', 'azure'],
  ['openrouter', 'openrouter', 'openrouter', 'openrouter'],
  ['togetherai', 'together_ai', 'togetherai', 'together'],
  ['fireworks', 'fireworks_ai', 'fireworks-ai', 'fireworks'],
  ['deepinfra', 'deepinfra', 'deepinfra', ''],
  ['groq', 'groq', 'groq', 'groq'],
  ['cerebras', 'cerebras', 'cerebras', 'cerebras'],
  ['perplexity', 'perplexity', 'perplexity', 'perplexity'],
  ['mistral', 'mistral', 'mistral', 'mistral'],
  ['xai', 'xai', 'xai', 'x-ai'],
  ['deepseek', 'deepseek', 'deepseek', 'deepseek'],
  ['alibaba', 'dashscope', 'alibaba', ''],
  ['moonshotai', 'moonshot', 'moonshotai', 'moonshotai'],
  ['cohere', 'cohere_chat', 'cohere', 'cohere'],
  ['baseten', 'baseten', 'baseten', 'baseten'],
  ['huggingface', 'huggingface', 'huggingface', ''],
  ['workers-ai', 'cloudflare', 'cloudflare-workers-ai', 'cloudflare'],
  ['vercel', 'vercel_ai_gateway', 'vercel', ''],
  ['nvidia-nim', 'nvidia_nim', 'nvidia', ''],
  ['github-models', 'github', 'github-models', ''],
  ['github-copilot', 'github_copilot', 'github-copilot', 'github-copilot'],
  ['voyage', 'voyage', '', 'voyageai'],
];
const APIS = ['', '.chat', '.responses', '.messages', '.completion', '.embedding'];

const priced = (provider: string, model: string, rows: Parameters<typeof priceBook>[0]) =>
  costOf(costQuery({ provider, model, inputTokens: 1_000_000 }), priceBook(rows)).nanoUsd;

describe('sellers', () => {
  it.each(SELLERS)('%s of the AI SDK has the prices of %s, %s and %s', (aiSdk, litellm, modelsDev, genai) => {
    const lists = [
      litellmRows(
        { 'x/own-model': { litellm_provider: litellm, input_cost_per_token: 1e-6, output_cost_per_token: 1e-6 } },
        options,
      ),
      modelsDevRows({ [modelsDev]: { models: { 'own-model': { cost: { input: 1, output: 1 } } } } }, options),
      genaiPriceRows(
        [
          {
            id: genai,
            models: [{ id: 'own-model', match: { equals: 'own-model' }, prices: { input_mtok: 1, output_mtok: 1 } }],
          },
        ],
        options,
      ),
    ];
    const found = lists.flatMap(({ rows }) => APIS.map((api) => priced(`${aiSdk}${api}`, 'own-model', { rows })));
    expect(found).toEqual(Array(18).fill(1e9));
    const names = [litellm, modelsDev, genai]
      .filter((name) => name !== '')
      .map((name) => name.replace(/^vertex_ai-.*/, 'vertex'));
    expect(new Set(names.map((name) => sellerNamed(name).seller)).size).toBe(1);
  });

  it.each(['My_Proxy', 'my-proxy', 'my.proxy', 'MY PROXY'])(
    "meets a host's own row for it, however it is written: %s",
    (provider) => {
      const row = { id: 'own/x', model: 'own', validFrom: '2026-01-01', knownFrom: '2026-01-01', source: '' };
      const overrides = [{ ...row, provider: 'my_proxy', rates: { input: '7' } }];
      expect(priced(provider, 'own', { overrides })).toBe(7e9);
      expect(priced('other-proxy', 'own', { overrides })).toBeNull();
    },
  );

  it('are found by a route, too', () => {
    const { rows } = litellmRows(
      {
        'together_ai/meta/llama-x': {
          litellm_provider: 'together_ai',
          input_cost_per_token: 2e-6,
          output_cost_per_token: 1e-6,
        },
      },
      options,
    );
    expect(
      ['together_ai', 'together-ai', 'togetherai'].map((name) => priced('', `${name}/meta/llama-x`, { rows })),
    ).toEqual([2e9, 2e9, 2e9]);
  });
});
