import { expect, it } from 'vitest';

import { isolatedName } from './isolatedName.ts';

it('isolates what is written from right to left, and leaves out marks that steer the text around a name', () => {
  expect(['web-app', 'Ελλάδα', '日本', ''].map(isolatedName)).toEqual(['web-app', 'Ελλάδα', '日本', '']);
  expect(['متجر', 'shop (חנות)'].map(isolatedName)).toEqual(['\u2068متجر\u2069', '\u2068shop (חנות)\u2069']);
  expect(isolatedName('\u202egnp.exe\u2067')).toBe('gnp.exe');
});
