import { describe, expect, it } from 'vitest';
import { costOf, type CostQuery } from './costOf.ts';
import { costQuery } from './costQuery.ts';
import { priceBook } from './priceBook.ts';
import type { PriceRow } from './PriceRow.ts';

const row = (input: string, fields: Partial<PriceRow> = {}): PriceRow => ({
  id: `own/${input}`,
  provider: 'bedrock',
  model: 'amazon.nova-pro-v1:0',
  validFrom: '2026-01-01',
  knownFrom: '2026-01-01',
  source: 'contract',
  rates: { input },
  ...fields,
});
const idOf = (overrides: readonly PriceRow[], model: string, fields: Partial<CostQuery> = {}) => {
  const query = costQuery({ provider: 'bedrock', model, atMs: Date.UTC(2026, 9, 1), ...fields });
  return costOf(query, priceBook({ overrides })).priceId;
};
const ARN = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0';

describe('a model that Bedrock sells in regions alone', () => {
  it.each([
    ['amazon.nova-pro-v1:0', ''],
    ['amazon.nova-pro-v1:0', 'regional'],
    ['amazon.nova-pro-v1:0', 'regional:us-east-1'],
    ['bedrock/us-east-1/amazon.nova-pro-v1:0', ''],
    [ARN, ''],
  ])('has the price without a residency in all of them: %s of %j', (model, residency) => {
    expect(idOf([row('7')], model, { residency })).toBe('own/7');
    expect(idOf([row('7', { provider: '' })], model, { residency })).toBe('own/7');
  });

  it('has the price of its region before that', () => {
    const rows = [
      row('7', { validFrom: '2026-02-01' }),
      row('8', { residency: ['regional'] }),
      row('9', { residency: ['regional:us-east-1'], validTo: '2026-11-01' }),
    ];
    expect(idOf(rows, ARN)).toBe('own/9');
    expect(idOf(rows, ARN, { atMs: Date.UTC(2026, 10, 1) })).toBe('own/8');
    expect(idOf(rows, 'bedrock/eu-west-3/amazon.nova-pro-v1:0')).toBe('own/8');
    expect(
      idOf([row('7'), row('9', { residency: ['regional:us-east-1'] })], 'bedrock/eu-west-3/amazon.nova-pro-v1:0'),
    ).toBe('own/7');
    expect(idOf(rows, 'amazon.nova-pro-v1:0')).toBe('own/7');
  });

  it('has that of a residency that is stated, and of no other', () => {
    expect(
      idOf([row('9', { residency: ['regional:us-east-1'] })], 'bedrock/us-east-2/amazon.nova-pro-v1:0'),
    ).toBeNull();
    expect(idOf([row('7')], ARN, { residency: 'eu' })).toBeNull();
  });

  it('has no price of the commercial regions in GovCloud', () => {
    const gov = 'bedrock/us-gov-west-1/amazon.nova-pro-v1:0';
    expect(idOf([row('7'), row('8', { residency: ['regional'] })], gov)).toBeNull();
    expect(idOf([row('7'), row('9', { residency: ['regional:us-gov-west-1'] })], gov)).toBe('own/9');
  });
});

describe('a model that Bedrock sells by global profiles, too', () => {
  it.each([
    'anthropic.claude-fable-5-2',
    'bedrock/us-east-1/claude-fable-5-2',
    'bedrock/us-east-1/openai.gpt-5.5-mini',
    'bedrock/us-east-1/o3',
  ])('has no price without a residency in a region: %s', (model) => {
    const own = [
      row('7', { model: 'claude-fable-5-2' }),
      row('8', { model: 'gpt-5.5-mini' }),
      row('9', { model: 'o3' }),
    ];
    expect(idOf(own, model)).toBeNull();
  });
});
