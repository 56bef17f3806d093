import postgres from 'postgres';
import { expect, it } from 'vitest';

import { postgresStore } from './postgresStore.ts';

it.each([
  ['postgres.camel', postgres.camel],
  ['postgres.toCamel', postgres.toCamel],
  ['of columns', { column: (name: string) => name.toUpperCase() }],
  ['of values', { value: { from: (value: unknown) => value ?? undefined } }],
  ['of rows', { row: (row: object) => ({ ...row }) }],
])('a client of postgres.js that transforms what it reads is refused: %s', async (_, transform) => {
  const sql = postgres({ transform } as postgres.Options<Record<string, postgres.PostgresType>>);
  expect(() => postgresStore(sql)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  await sql.end();
});

it.each([
  ['of undefined', { undefined: null }],
  ['of what it sends', postgres.fromCamel],
])('a client of postgres.js that transforms nothing it reads is taken: %s', async (_, transform) => {
  const sql = postgres({ transform } as postgres.Options<Record<string, postgres.PostgresType>>);
  const store = postgresStore(sql);
  expect(store).toHaveProperty('write');
  await store.close();
});
