import { expect, it } from 'vitest';

import { openSqlite } from './openSqlite.ts';
import { sqliteStore } from './sqliteStore.ts';

const refusal = (message: string) =>
  expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(message) });

it.each([Number.NaN, Infinity, -1, 2 ** 31, '200', null, 5n])('a time to wait for a lock of %s is refused', (ms) => {
  const lockTimeoutMs = ms as number;
  expect(() => sqliteStore(openSqlite(':memory:'), { lockTimeoutMs })).toThrow(refusal(`lockTimeoutMs is ${ms}`));
});

it.each([0, 0.5, 2 ** 31 - 1])('one of %s ms is taken', async (lockTimeoutMs) => {
  const store = sqliteStore(openSqlite(':memory:'), { lockTimeoutMs });
  await store.migrate();
  expect(await store.extent()).toMatchObject({ latestMs: null });
  await store.close();
});
