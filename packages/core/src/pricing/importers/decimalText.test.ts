import { describe, expect, it } from 'vitest';
import { decimalText } from './decimalText.ts';

describe('decimalText', () => {
  it.each([
    [3, 0, '3'],
    [1.25e-7, 6, '0.125'],
    [1.5e-5, 6, '15'],
    [1e-12, 6, '0.000001'],
    [1e-12, 0, '0.000000000001'],
    [1.35e-7, 6, '0.135'],
    [0.01, 3, '10'],
    [0, 6, '0'],
    [1e21, 0, '1000000000000000000000'],
    ['2.50', 0, '2.5'],
    ['5e-6', 6, '5'],
    [0.1 + 0.2, 0, '0.30000000000000004'],
    [-1, 0, null],
    [Number.NaN, 0, null],
    [Infinity, 0, null],
    [null, 0, null],
    ['1,5', 0, null],
  ])('%s times 10^%i is %s', (value, shift, text) => {
    expect(decimalText(value, shift)).toBe(text);
  });
});
