import { describe, expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';
import { litellmRows } from './litellmRows.ts';

const options = { knownFrom: '2026-09-23', source: 'https://example.com/prices.json' };
const entry = (provider: string, input: number, output: number) => ({
  litellm_provider: provider,
  mode: 'chat',
  input_cost_per_token: input / 1e6,
  output_cost_per_token: output / 1e6,
});

/** A list with prices by region, and what a million tokens in and out cost by it. */
const LIST = {
  'meta.llama3-70b-instruct-v1:0': [entry('bedrock', 2.65, 3.5), 6.15],
  'bedrock/sa-east-1/meta.llama3-70b-instruct-v1:0': [entry('bedrock', 4.45, 5.88), 10.33],
  'bedrock/eu-west-2/meta.llama3-70b-instruct-v1:0': [entry('bedrock', 3.45, 4.55), 8],
  'bedrock/us-east-1/minimax.minimax-m2.5': [entry('bedrock_converse', 0.3, 1.2), 1.5],
  'anthropic.claude-3-7-sonnet-20250219-v1:0': [entry('bedrock_converse', 3, 15), 18],
  'bedrock/us-gov-west-1/anthropic.claude-3-7-sonnet-20250219-v1:0': [entry('bedrock', 3.6, 18), 21.6],
  'us-gov.anthropic.claude-3-7-sonnet-20250219-v1:0': [entry('bedrock_converse', 3.7, 18), 21.7],
  'azure/gpt-4o-mini': [entry('azure', 0.165, 0.66), 0.825],
  'azure/global-standard/gpt-4o-mini': [entry('azure', 0.15, 0.6), 0.75],
  'azure/eu/gpt-4o-mini': [entry('azure', 0.17, 0.68), 0.85],
  'azure_ai/global/grok-3': [entry('azure_ai', 3, 15), 18],
} as const;
const { rows, rejected } = litellmRows(
  Object.fromEntries(Object.entries(LIST).map(([name, [prices]]) => [name, prices])),
  options,
);
const book = priceBook({ overrides: rows });
const usdOf = (provider: string, model: string, residency = ''): number | null => {
  const query = costQuery({ provider, model, residency, inputTokens: 1_000_000, outputTokens: 1_000_000 });
  const { nanoUsd } = costOf(query, book);
  return nanoUsd === null ? null : nanoUsd / 1e9;
};

describe("prices of LiteLLM's map by region", () => {
  it('are all rows', () => {
    expect([rows.length, rejected]).toEqual([Object.keys(LIST).length, []]);
  });

  it.each(Object.entries(LIST))('a request of %s costs what the list says', (name, [{ litellm_provider }, usd]) => {
    expect(usdOf(litellm_provider, name)).toBe(usd);
  });

  it.each(Object.entries(LIST).filter(([name]) => name.includes('/')))(
    'and so does one that names no provider: %s',
    (name, [, usd]) => {
      expect(usdOf('', name)).toBe(usd);
    },
  );

  it('may be asked for by the residency', () => {
    const model = 'meta.llama3-70b-instruct-v1:0';
    expect(usdOf('bedrock', model, 'regional:sa-east-1')).toBe(10.33);
    expect(usdOf('bedrock', 'minimax.minimax-m2.5', 'regional:us-east-1')).toBe(1.5);
    expect(usdOf('azure', 'gpt-4o-mini', 'global')).toBe(0.75);
  });

  it('are of no other region, which has the price without one where the model costs no more in regions', () => {
    expect(usdOf('bedrock', 'bedrock/eu-west-3/meta.llama3-70b-instruct-v1:0')).toBe(6.15);
    expect(usdOf('bedrock', 'bedrock/us-east-2/minimax.minimax-m2.5')).toBeNull();
    expect(usdOf('bedrock', 'minimax.minimax-m2.5')).toBeNull();
    expect(usdOf('bedrock', 'bedrock/eu-west-3/anthropic.claude-3-7-sonnet-20250219-v1:0')).toBe(18);
  });

  it('are named by the ARN of a model, too', () => {
    const arn = 'arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/anthropic.claude-3-7-sonnet-20250219-v1:0';
    expect(usdOf('bedrock', arn)).toBe(21.6);
  });

  it('a deployment of one kind comes before the price of all, whatever their dates', () => {
    const own = (id: string, validFrom: string, input: string, residency?: string[]) => ({
      id,
      provider: 'azure',
      model: 'gpt-x',
      validFrom,
      knownFrom: validFrom,
      source: 'contract',
      rates: { input, output: '1' },
      ...(residency && { residency }),
    });
    const overrides = [own('own/global', '2026-01-01', '6', ['global']), own('own/x', '2026-02-01', '7')];
    const of = (model: string) =>
      costOf(costQuery({ provider: 'azure', model, inputTokens: 1_000_000 }), priceBook({ overrides })).nanoUsd;
    expect(of('azure/global-standard/gpt-x')).toBe(6e9);
    expect(of('azure/gpt-x')).toBe(7e9);
  });

  it('without a request that could name the region are rejected', () => {
    const list = { 'sagemaker/eu-west-1/meta.llama3-70b': entry('sagemaker', 3, 4) };
    expect(litellmRows(list, options)).toEqual({
      rows: [],
      rejected: [
        {
          model: 'sagemaker/eu-west-1/meta.llama3-70b',
          part: 'model',
          reason: "no request of 'sagemaker' says that it is of the region 'eu-west-1'",
        },
      ],
    });
  });
});
