import { expect, it } from 'vitest';

import { dimension } from './dimension.ts';
import { ROLLUP_NAMES } from './rollup.ts';

const invalid = (message: string) =>
  expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(message) });

it('keeps what it is told, and an order of any values', () => {
  const order = ['draft', 'Review', '1'];
  const options = { grain: 'call', rollup: false, order, maxValues: 1 } as const;
  expect(dimension('phase', options)).toEqual({ name: 'phase', ...options });
});

it.each(['a', 'A_1', 'a'.repeat(40)])('may be called %s', (name) => {
  expect(dimension(name, { grain: 'request' }).name).toBe(name);
});

it.each(['', '1a', '_a', 'a-b', 'é', 'a b', 'a'.repeat(41)])('cannot be called %j, and says what names are', (name) => {
  expect(() => dimension(name, { grain: 'session' })).toThrow(
    invalid(`'${name}' cannot be the name of a dimension: letters, digits and _, beginning with a letter, 40 at most`),
  );
});

const builtIn = [...new Set(Object.values(ROLLUP_NAMES).flat()), 'tenant'];
const isName = (name: string): boolean => /^\w+$/.test(name);

it.each(builtIn.filter(isName))('cannot be called %s, and says what to do instead', (name) => {
  expect(() => dimension(name, { grain: 'session' })).toThrow(
    invalid(`'${name}' is a name that records have of themselves: group and filter by it, or choose another`),
  );
});

it.each([
  [{ grain: 'run' }, 'the grain is'],
  [{ grain: undefined }, 'the grain is'],
  [{ maxValues: 0 }, 'maxValues must be'],
  [{ maxValues: 1.5 }, 'maxValues must be'],
  [{ rollup: 'no' }, 'rollup is true or false'],
  [{ order: 'Translation' }, 'order is a list'],
  [{ order: ['a', ''] }, 'order is a list'],
  [{ order: ['a', 1] }, 'order is a list'],
  [{ order: ['a', 'b', 'a'] }, 'order is a list'],
  [{ orders: ['a'] }, "no option 'orders'"],
])('refuses %j', (of, message) => {
  const options = { grain: 'session', ...of } as Parameters<typeof dimension>[1];
  expect(() => dimension('phase', options)).toThrow(invalid(message));
});
