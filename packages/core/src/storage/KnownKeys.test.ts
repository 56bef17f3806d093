import { expect, it } from 'vitest';

import { KnownKeys } from './KnownKeys.ts';

it('leaves out keys that nobody can have written', () => {
  const keys = new KnownKeys();
  keys.begin(0);
  expect(keys.possible('uk_request', [1n, 2n])).toEqual([]);
  keys.commit(1);
  keys.begin(1);
  expect(keys.possible('uk_request', [2n, 3n])).toEqual([2n]);
  expect(keys.possible('uk_turn', [2n])).toEqual([]);
});

it('takes every key for possible once somebody else has written', () => {
  const keys = new KnownKeys();
  keys.begin(0);
  keys.commit(1);
  keys.begin(2);
  expect(keys.possible('uk_request', [9n])).toEqual([9n]);
  // And for good: a later revision of its own does not tell what the other one wrote.
  keys.commit(3);
  keys.begin(3);
  expect(keys.possible('uk_request', [9n])).toEqual([9n]);
});

it('takes what a failed transaction looked for as possible', () => {
  const keys = new KnownKeys();
  keys.begin(0);
  expect(keys.possible('uk_request', [1n])).toEqual([]);
  keys.begin(0);
  expect(keys.possible('uk_request', [1n])).toEqual([1n]);
});

it('knows nothing of a tenant that had data before', () => {
  const keys = new KnownKeys();
  keys.begin(7);
  expect(keys.possible('uk_session', [1n])).toEqual([1n]);
});

it('takes every key for possible, and for good, once there are too many of all tables together', () => {
  const keys = new KnownKeys(3);
  keys.begin(0);
  keys.possible('uk_request', [1n, 2n]);
  expect(keys.possible('uk_turn', [1n])).toEqual([]);
  // Met again, they are no more than they were.
  expect(keys.possible('uk_request', [2n, 1n])).toEqual([2n, 1n]);
  expect(keys.possible('uk_session', [7n])).toEqual([]);
  expect(keys.possible('uk_session', [8n])).toEqual([8n]);
  keys.commit(1);
  keys.begin(1);
  expect(keys.possible('uk_request', [9n])).toEqual([9n]);
});
