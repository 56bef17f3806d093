import { describe, expect, it } from 'vitest';
import { costOf } from '../costOf.ts';
import { costQuery } from '../costQuery.ts';
import { priceBook } from '../priceBook.ts';

const book = priceBook();
const of = (model: string, fields = {}) => costOf(costQuery({ model, inputTokens: 1000, ...fields }), book);

describe('AWS GovCloud', () => {
  it.each([
    'bedrock/us-gov-west-1/anthropic.claude-3-haiku-20240307-v1:0',
    'bedrock/us-gov-east-1/anthropic.claude-3-7-sonnet-20250219-v1:0',
    'us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'us-gov.openai.gpt-5.5',
    'arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0',
  ])('has no price of the commercial regions: %s', (model) => {
    for (const provider of ['', 'bedrock', 'anthropic']) {
      for (const residency of ['', 'regional', 'us']) {
        expect(of(model, { provider, residency })).toMatchObject({ nanoUsd: null, basis: 'unpriced' });
      }
    }
    expect(of(model).ruleTrace.at(-1)).toMatch(/no price is listed for residency 'regional:us-gov/);
  });

  it('is meant by a residency that is stated, too', () => {
    const fields = { provider: 'bedrock', residency: 'regional:us-gov-west-1' };
    expect(of('claude-sonnet-4-5', fields).nanoUsd).toBeNull();
    expect(of('claude-sonnet-4-5', { ...fields, residency: 'regional:us-west-2' }).nanoUsd).toBe(3_300_000);
  });

  it("has the price of a host's own row for it", () => {
    const row = {
      id: 'own/gov',
      provider: 'bedrock',
      model: 'claude-sonnet-4-5',
      residency: ['regional:us-gov'],
      validFrom: '2026-01-01',
      knownFrom: '2026-01-01',
      source: 'contract',
      rates: { input: '3.6', output: '18' },
    };
    const query = costQuery({ model: 'us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', inputTokens: 1000 });
    expect(costOf(query, priceBook({ overrides: [row] })).nanoUsd).toBe(3_600_000);
  });
});
