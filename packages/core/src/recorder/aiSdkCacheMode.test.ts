import { describe, expect, it } from 'vitest';

import { emptyLedger } from '../metrics/Ledger.ts';
import { joinLedger } from '../metrics/joinLedger.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { requestPricing } from '../pricing/requestPricing.ts';
import { recorder } from './recorder.ts';

const HIT = { cached_tokens: 10_000 };
const EXPLICIT = { ...HIT, cache_creation_input_tokens: 0, cache_type: 'ephemeral' };
const usage = (prompt_tokens_details: object | undefined, cached = 10_000) => ({
  inputTokens: 10_000,
  inputTokenDetails: { noCacheTokens: 10_000 - cached, cacheReadTokens: cached, cacheWriteTokens: 0 },
  outputTokens: 0,
  outputTokenDetails: { textTokens: 0, reasoningTokens: 0 },
  raw: prompt_tokens_details && { prompt_tokens: 10_000, prompt_tokens_details },
});
const step = (details: object | undefined, provider: string, modelId = 'qwen3-max') => ({
  usage: usage(details),
  response: { id: 'resp0123456789abcdef', modelId },
  ...(provider !== '' && { model: { provider } }),
});

/** Tier and cost of the request that is recorded of a step. */
async function recorded(event: object, options: object = {}) {
  const ledger = emptyLedger();
  const price = requestPricing(() => priceBook());
  const record = recorder({ store: { write: async (batch) => joinLedger(ledger, batch, price) }, price });
  await record.aiSdk({ session: 's', ...options })(event);
  const [request] = [...ledger.requests.values()];
  return { serviceTier: request?.serviceTier, nanoUsd: request?.cost.nanoUsd };
}
const tierOf = async (...given: Parameters<typeof recorded>) => (await recorded(...given)).serviceTier;

describe("mode of Alibaba's cache", () => {
  it.each<[name: string, provider: string, details: object | undefined, serviceTier: string]>([
    ['implicit', 'alibaba.chat', HIT, 'implicit-cache'],
    ['explicit', 'alibaba.chat', EXPLICIT, 'explicit-cache'],
    [
      'explicit, where the package drops the type',
      'alibaba.chat',
      { ...HIT, cache_creation_input_tokens: 0 },
      'explicit-cache',
    ],
    [
      'explicit, by its lifetimes',
      'alibaba',
      { ...HIT, cache_creation: { ephemeral_5m_input_tokens: 0 } },
      'explicit-cache',
    ],
    ['null', 'alibaba.chat', { ...HIT, cache_type: null, cache_creation: null }, 'implicit-cache'],
    ['another name of its', 'dashscope.chat', EXPLICIT, 'explicit-cache'],
    ['not stated', 'alibaba.chat', {}, ''],
    ['no usage object', 'alibaba.chat', undefined, ''],
    ['others', 'groq.chat', EXPLICIT, ''],
    ['nobody', '', EXPLICIT, ''],
  ])('%s', async (_, provider, details, serviceTier) => {
    expect(await tierOf(step(details, provider))).toBe(serviceTier);
  });

  it('is none without cached tokens', async () => {
    const none = { ...step({}, 'alibaba.chat'), usage: usage({ cached_tokens: 0, cache_type: 'ephemeral' }, 0) };
    expect(await tierOf(none)).toBe('');
  });

  it('of version 5 is in the body', async () => {
    const response = { id: 'resp0123456789abcdef', modelId: 'qwen3-max' };
    const told = {
      usage: { inputTokens: 10_000, cachedInputTokens: 10_000, outputTokens: 0 },
      providerMetadata: { alibaba: {} },
      response,
    };
    const body = { usage: { prompt_tokens_details: EXPLICIT } };
    expect(await tierOf({ ...told, response: { ...response, body } })).toBe('explicit-cache');
    expect(await tierOf(told)).toBe('');
  });

  it.each<[name: string, event: object, options: object]>([
    ['a gateway', step(HIT, 'gateway', 'alibaba/qwen3-max'), {}],
    ['a gateway, with metadata of its own', { ...step(HIT, ''), providerMetadata: { gateway: {}, alibaba: {} } }, {}],
    ['a server of any name that the options say is its', step(HIT, 'my-proxy.chat'), { provider: 'alibaba' }],
    ['nobody that is named but in the options', step(HIT, ''), { provider: 'DashScope' }],
    ['a tier that is the standard one', step(HIT, 'alibaba.chat'), { serviceTier: 'default' }],
  ])('goes by the provider whose price it is: %s', async (_, event, options) => {
    expect(await recorded(event, options)).toEqual({ serviceTier: 'implicit-cache', nanoUsd: 2_400_000 });
  });

  it.each<[name: string, options: object, serviceTier: string]>([
    ['another provider', { provider: 'bedrock' }, ''],
    ['the mode', { serviceTier: 'explicit-cache' }, 'explicit-cache'],
    ['another tier', { serviceTier: 'batch' }, 'batch'],
  ])('gives way to what the options name: %s', async (_, options, serviceTier) => {
    expect(await tierOf(step(HIT, 'alibaba.chat'), options)).toBe(serviceTier);
  });

  it.each([
    ['qwen3-max', 2_400_000, 1_200_000],
    ['qwen3-coder-plus', 2_000_000, 1_000_000],
    ['qwen3.7-plus', 800_000, 400_000],
    ['qwen3.5-plus', 800_000, 400_000],
    ['qwen3.6-plus', 1_000_000, 500_000],
    ['qwen3.6-flash', 500_000, 250_000],
  ])('decides what reads of %s cost', async (model, implicit, explicit) => {
    const costs = [HIT, EXPLICIT, undefined].map((details) => recorded(step(details, 'alibaba.chat', model)));
    expect((await Promise.all(costs)).map(({ nanoUsd }) => nanoUsd)).toEqual([implicit, explicit, null]);
  });
});
