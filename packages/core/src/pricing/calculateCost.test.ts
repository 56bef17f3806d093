import { describe, expect, it } from 'vitest';
import { calculateCost } from './calculateCost.ts';
import { priceBook } from './priceBook.ts';

const PER_MILLION = 1_000_000;

describe('S2.03 calculateCost', () => {
  it.each([
    ['claude-sonnet-4-20250514', 3, 15, 0.3, 3.75],
    ['claude-opus-4-20250514', 15, 75, 1.5, 18.75],
    ['claude-3-5-haiku-20241022', 0.8, 4, 0.08, 1],
  ])('has the table of the origin document: %s', (model, input, output, cacheRead, cacheWrite) => {
    expect(calculateCost(PER_MILLION, 0, 0, 0, model)).toBe(input);
    expect(calculateCost(0, PER_MILLION, 0, 0, model)).toBe(output);
    expect(calculateCost(0, 0, PER_MILLION, 0, model)).toBe(cacheRead);
    expect(calculateCost(0, 0, 0, PER_MILLION, model)).toBe(cacheWrite);
  });

  it.each([
    ['claude-3-5-sonnet-20241022', 3],
    ['claude-3-opus-20240229', 15],
    ['gpt-4', 30],
    ['gpt-4-turbo', 10],
    ['gpt-3.5-turbo', 0.5],
  ])('has the input prices of the second origin document: %s', (model, usd) => {
    expect(calculateCost(PER_MILLION, 0, 0, 0, model)).toBe(usd);
  });

  it('rounds to six decimals, half even', () => {
    expect(calculateCost(1, 0, 0, 0, 'claude-sonnet-4')).toBe(0.000003);
    expect(calculateCost(0, 0, 1, 0, 'claude-sonnet-4')).toBe(0);
    expect(calculateCost(0, 0, 5, 0, 'claude-sonnet-4')).toBe(0.000002);
    expect(calculateCost(0, 0, 1, 0, 'claude-opus-4')).toBe(0.000002);
    expect(calculateCost(0, 0, 3, 0, 'claude-opus-4')).toBe(0.000004);
  });

  it.each([
    [15, 0.000004, 0.000005],
    [65, 0.00002, 0.000019],
  ])('rounds the exact amount, not the nearest binary one: %i cache reads', (cacheReads, exact, binary) => {
    expect(calculateCost(0, 0, cacheReads, 0, 'claude-sonnet-4')).toBe(exact);
    expect(Number(((cacheReads / PER_MILLION) * 0.3).toFixed(6))).toBe(binary);
  });

  it('is null for an unknown model: no other price is taken by default', () => {
    expect(calculateCost(PER_MILLION, 0, 0, 0, 'acme-router-v2')).toBeNull();
  });

  it('takes the fallback only when asked to, and says whose price it is', () => {
    const options = { fallback: 'claude-sonnet-4-20250514' };
    expect(calculateCost(PER_MILLION, 0, 0, 0, 'acme-router-v2', options)).toEqual({
      usd: 3,
      assumedModel: 'claude-sonnet-4-20250514',
    });
    expect(calculateCost(PER_MILLION, 0, 0, 0, 'gpt-5', options)).toEqual({ usd: 1.25, assumedModel: null });
    expect(calculateCost(1, 0, 0, 0, 'x', { fallback: 'y' })).toEqual({ usd: null, assumedModel: 'y' });
  });

  it('uses the prices of a day and a book when told to', () => {
    expect(calculateCost(PER_MILLION, 0, 0, 0, 'gpt-5.6-sol', { atMs: Date.UTC(2026, 7, 1) })).toBe(5);
    expect(calculateCost(PER_MILLION, 0, 0, 0, 'gpt-5.6-sol')).toBe(4);
    expect(calculateCost(1, 0, 0, 0, 'gpt-5', { book: priceBook({ rows: [] }) })).toBeNull();
  });
});
