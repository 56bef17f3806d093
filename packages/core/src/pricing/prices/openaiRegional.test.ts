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

it.each(['gpt-5.4', 'gpt-5.5', 'gpt-5.6-luna', 'gpt-5.6-terra', 'gpt-5.6-sol'])(
  "%s in one region costs what the pinned list says of Amazon's",
  (model) => {
    for (const atMs of DAYS) {
      for (const prompt of PROMPTS) {
        const usage = { input_tokens: prompt, output_tokens: 100 };
        const pinned = calcPrice(usage, `openai.${model}`, { providerId: 'aws', timestamp: new Date(atMs) });
        expect(nanoOf(`openai.${model}`, prompt, atMs)).toBe(Math.round((pinned?.total_price ?? 0) * 1e9));
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
