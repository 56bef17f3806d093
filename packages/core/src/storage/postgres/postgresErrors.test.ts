import { expect, it } from 'vitest';

import { postgresStoreError } from './postgresErrors.ts';

it.each([
  'Client has encountered a connection error and is not queryable',
  'Connection terminated unexpectedly',
  'Cannot use a pool after calling end on the pool',
  'timeout exceeded when trying to connect',
])('a lost connection that the client only tells by words is store_unavailable: %s', (message) => {
  const cause = new Error(message);
  expect(postgresStoreError(cause)).toMatchObject({ code: 'store_unavailable', cause });
});

it('an error of another kind stays what it is', () => {
  const error = new TypeError('x is not a function');
  expect(postgresStoreError(error)).toBe(error);
});
