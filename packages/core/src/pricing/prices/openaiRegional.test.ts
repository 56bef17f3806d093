import { calcPrice } from '@pydantic/genai-prices';
import { expect, it } from 'vitest';

import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';

const book = priceBook();
const DAYS = [Date.UTC(2026, 6, 14), Date.UTC(2026, 6, 31), Date.UTC(2026, 8, 1)];
/** The pinned list writes OpenAI's threshold one token low. */
const PROMPTS = [1_000, 271_999, 272_001, 400_000];

const nanoOf = (model: string, prompt: number, atMs: number): number | null =>
  costOf(costQuery({ provider: 'bedrock', model, inputTokens: prompt, outputTokens: 100, atMs }), book).nanoUsd;

const shortRate = (model: string, atMs: number): number => {
  const options = { providerId: 'aws', timestamp: new Date(atMs) };
  return (calcPrice({ input_tokens: 1e5 }, `openai.${model}`, options)?.input_price ?? 0) / 1e5;
};

it.each(['gpt-5.4', 'gpt-5.5', 'gpt-5.6-luna', 'gpt-5.6-terra', 'gpt-5.6-sol'])(
  "%s in one region costs what the pinned list says of Amazon's",
  (model) => {
    for (const atMs of DAYS) {
      for (const prompt of PROMPTS) {
        const usage = { input_tokens: prompt, output_tokens: 100 };
        const pinned = calcPrice(usage, `openai.${model}`, { providerId: 'aws', timestamp: new Date(atMs) });
        const [usd, ours] = [pinned?.total_price ?? 0, nanoOf(`openai.${model}`, prompt, atMs)];
        // A long prompt at the price of a short one: the model did not take it there, and nobody can say what it costs.
        const isFlat = prompt > 272_000 && (pinned?.input_price ?? 0) / prompt < shortRate(model, atMs) * 1.5;
        expect(ours).toBe(isFlat ? null : Math.round(usd * 1e9));
      }
    }
  },
);

it('a geography costs the same, the whole world what OpenAI lists, and routes name the same model', () => {
  const atMs = Date.UTC(2026, 8, 1);
  expect(['us.openai.gpt-5.6-sol', 'bedrock/us.openai.gpt-5.6-sol'].map((id) => nanoOf(id, 1e5, atMs))).toEqual([
    442_200_000, 442_200_000,
  ]);
  expect(nanoOf('global.openai.gpt-5.6-sol', 1e5, atMs)).toBe(402_000_000);
});

it.each(['gpt-5.4', 'gpt-5.5'])(
  '%s in a region has no price above 272,000 tokens, and the whole world has',
  (model) => {
    const atMs = Date.UTC(2026, 9, 1);
    for (const id of [`us.openai.${model}`, `openai.${model}`]) {
      expect(nanoOf(id, 272_000, atMs)).toBeGreaterThan(nanoOf(`global.openai.${model}`, 272_000, atMs) ?? 0);
      expect(nanoOf(id, 272_001, atMs)).toBeNull();
    }
    expect(nanoOf(`global.openai.${model}`, 272_001, atMs)).toBeGreaterThan(0);
  },
);
