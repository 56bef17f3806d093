import { describe, expect, it } from 'vitest';

import { emptyLedger } from '../metrics/Ledger.ts';
import { joinLedger } from '../metrics/joinLedger.ts';
import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { requestPricing } from '../pricing/requestPricing.ts';
import { recorder } from './recorder.ts';

const text = { modality: 'TEXT', tokenCount: 10 };
const audio = { modality: 'AUDIO', tokenCount: 90 };
const image = { modality: 'IMAGE', tokenCount: 90 };

/** The request that is recorded of a step, and its cost. */
async function recorded(raw: object, { providerMetadata = {}, options = {} } = {}) {
  const ledger = emptyLedger();
  const price = requestPricing(() => priceBook());
  const usage = recorder({ store: { write: async (batch) => joinLedger(ledger, batch, price) }, price });
  await usage.aiSdk({ session: 's', ...options })({
    usage: { inputTokens: 100, inputTokenDetails: { noCacheTokens: 100 }, outputTokens: 100, raw },
    response: { id: 'resp0123456789abcdef', modelId: 'gemini-2.5-flash' },
    providerMetadata,
    model: { provider: 'google.generative-ai' },
  });
  const [request] = [...ledger.requests.values()];
  return { serviceTier: request?.serviceTier, nanoUsd: request?.cost.nanoUsd };
}

describe('tokens of AI SDK steps that are not text', () => {
  it.each<[name: string, raw: object, serviceTier: string]>([
    ['Google, audio in', { promptTokensDetails: [text, audio] }, 'audio'],
    ['Google, audio in the cache', { cacheTokensDetails: [audio] }, 'audio'],
    ['Google, an image out', { candidatesTokensDetails: [image, text] }, 'image'],
    ['Google, both', { promptTokensDetails: [audio], candidatesTokensDetails: [image] }, 'audio+image'],
    ['Google, of its interactions', { output_tokens_by_modality: [{ modality: 'audio', tokens: 5 }] }, 'audio'],
    ['OpenAI, audio in', { prompt_tokens_details: { audio_tokens: 90 } }, 'audio'],
    ['OpenAI, audio out', { output_tokens_details: { audio_tokens: 90 } }, 'audio'],
    ['Mistral, audio in', { prompt_audio_seconds: 12 }, 'audio'],
    ['with a tier', { service_tier: 'flex', promptTokensDetails: [audio] }, 'flex+audio'],
  ])('have no price of text: %s', async (_, raw, serviceTier) => {
    expect(await recorded(raw)).toEqual({ serviceTier, nanoUsd: null });
  });

  it.each<[name: string, raw: object]>([
    ['text', { promptTokensDetails: [text], candidatesTokensDetails: [text] }],
    ['images and videos in', { promptTokensDetails: [image, { modality: 'VIDEO', tokenCount: 90 }] }],
    ['no audio', { prompt_tokens_details: { audio_tokens: 0 }, completion_tokens_details: { audio_tokens: null } }],
    ['no seconds of it', { prompt_audio_seconds: null }],
    ['what is no count', { promptTokensDetails: [null, 7, { modality: 'AUDIO' }], completion_tokens_details: 'audio' }],
  ])('are none: %s', async (_, raw) => {
    expect(await recorded(raw)).toEqual({ serviceTier: '', nanoUsd: 280_000 });
  });

  it('are found in the metadata of version 5, and stay beside a tier that the host names', async () => {
    const providerMetadata = { google: { usageMetadata: { promptTokensDetails: [audio] } } };
    expect(await recorded({}, { providerMetadata })).toMatchObject({ serviceTier: 'audio', nanoUsd: null });
    const options = { serviceTier: 'batch' };
    expect(await recorded({}, { providerMetadata, options })).toMatchObject({
      serviceTier: 'batch+audio',
      nanoUsd: null,
    });
  });

  it('have no price for a reason that the cost says', () => {
    const counts = {
      inputTokens: 1,
      cacheReadTokens: 0,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      outputTokens: 1,
    };
    const of = { provider: 'google', model: 'gemini-2.5-flash', serviceTier: 'audio', speed: '', residency: '' };
    const query = { ...of, ...counts, atMs: Date.UTC(2026, 10, 1), grain: 'request', webSearchRequests: 0 } as const;
    expect(costOf(query, priceBook()).ruleTrace.at(-1)).toBe("no price is listed for tier 'audio'");
  });
});
