import { expect, it } from 'vitest';

import { counted, number } from './counted.ts';

it.each([0, 7, 999, 1000, 12_345, 999_999, 1_000_000, 2_147_483_648, Number.MAX_SAFE_INTEGER, -1, -999, -123_456])(
  '%i reads as an American writes it',
  (value) => expect(number(value)).toBe(value.toLocaleString('en-US')),
);

it('one is told apart from many', () => {
  expect([counted(0, 'request'), counted(1, 'request'), counted(2000, 'request')]).toEqual([
    '0 requests',
    '1 request',
    '2,000 requests',
  ]);
});
