import { expect, it } from 'vitest';

import { calculateCost } from './calculateCost.ts';
import { priceBook } from './priceBook.ts';

const cost = (options: unknown): unknown => Reflect.apply(calculateCost, undefined, [1, 1, 0, 0, 'gpt-5', options]);
const book = (options: unknown): unknown => Reflect.apply(priceBook, undefined, [options]);

it.each<[string, () => unknown, string]>([
  ['a misspelt list of own prices', () => book({ override: [] }), "priceBook has no option 'override'"],
  ['rows without a name', () => book([]), 'priceBook must be an object of options: rows, overrides'],
  ['a row in place of a list', () => book({ overrides: {} }), 'priceBook({ overrides }) takes a list of rows'],
  ['a text in place of a list', () => book({ rows: 'all' }), 'priceBook({ rows }) takes a list of rows'],
  ['a misspelt fallback', () => cost({ fallBack: 'gpt-5' }), "calculateCost has no option 'fallBack'"],
  ['a book of rows', () => cost({ book: [] }), 'calculateCost({ book }) takes a price book'],
])('%s is refused', (_, make, message) => {
  expect(make).toThrow(
    expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(message) as string }),
  );
});
