import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { examplePrice } from '../../testing/ledgerArbitraries.ts';
import { steady } from '../../testing/steadyUsage.ts';
import { type TemporaryPostgres, temporaryPostgres } from '../../testing/temporaryPostgres.ts';
import type { PostgresClient } from './PostgresClient.ts';
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

it('a client of postgres.js that fetches no types is refused: it would never hand a connection out', async () => {
  const sql = postgres({ fetch_types: false });
  expect(() => postgresStore(sql)).toThrow(
    expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining('`fetch_types: false`') }),
  );
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

it('a pool of pg is listened to once, however many stores are on it', async () => {
  const pool = new pg.Pool();
  const stores = Array.from({ length: 12 }, (_, i) => postgresStore(pool, { tenant: `t${i}` }));
  expect(pool.listenerCount('error')).toBe(1);
  await stores[0]?.close();
});

describe('a database that sends bytes escaped', () => {
  let database: TemporaryPostgres;
  beforeAll(async () => {
    database = await temporaryPostgres();
    const name = new URL(database.url).pathname.slice(1);
    await database.execute(`alter database ${name} set bytea_output = 'escape'`);
  });
  afterAll(() => database.remove());

  it.each<[name: string, make: () => Promise<PostgresClient>]>([
    ['pg', async () => new pg.Pool({ connectionString: database.url, max: 2 })],
    ['postgres.js', async () => postgres(database.url, { max: 2, onnotice: () => {} })],
    [
      'PGlite',
      async () => {
        const db = await PGlite.create();
        await db.exec("set bytea_output = 'escape'");
        return db;
      },
    ],
  ])('is read as any other: %s', async (name, make) => {
    const store = postgresStore(await make(), { tablePrefix: `${name.replace('.', '')}_` });
    await store.migrate();
    const from = Date.UTC(2026, 5, 1);
    const to = from + 40 * 86_400_000;
    await store.write(steady(from, to, 3_600_000), examplePrice);
    await store.drain();
    const segments = [{ startMs: from, endMs: to, offsetSlots: 0 }];
    const rows = await store.rollup({ family: 'usage', segments, bucket: 'total', by: ['model'] });
    expect(rows.map(({ measures }) => measures.requests)).toEqual([960n]);
    expect((await store.check()).differences).toEqual([]);
    await store.close();
  });
});
