import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { examplePrice } from '../../testing/ledgerArbitraries.ts';
import { steady } from '../../testing/steadyUsage.ts';
import { type TemporaryPostgres, temporaryPostgres } from '../../testing/temporaryPostgres.ts';
import type { PostgresClient, PostgresJs, PostgresJsReserved } from './PostgresClient.ts';
import { postgresPool } from './postgresPool.ts';
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

describe('connections of postgres.js that the server ends', () => {
  let database: TemporaryPostgres;
  beforeAll(async () => {
    database = await temporaryPostgres();
  });
  afterAll(() => database.remove());

  const from = Date.UTC(2026, 5, 1);
  const usage = steady(from, from + 86_400_000, 3_600_000);
  let admin: pg.Client;
  beforeEach(async () => {
    admin = new pg.Client(database.url);
    await admin.connect();
  });
  afterEach(() => admin.end());
  /** Ends connections to the database. */
  const end = (which: string) =>
    admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and ${which}`,
    );
  const opened = async (max: number) => {
    const store = postgresStore(postgres(database.url, { max, onnotice: () => {} }));
    await store.migrate();
    await store.write(usage, examplePrice);
    return store;
  };
  const lost = {
    code: 'store_unavailable',
    message: expect.stringContaining('the connection to the database is lost'),
  };

  it.each([1, 3])('between two statements of a snapshot: the call says so, and the store goes on (%i)', async (max) => {
    const store = await opened(max);
    for (let round = 0; round < 3; round += 1) {
      const reading = store.snapshot?.(async (view) => {
        await view.extent();
        await end('true');
        await new Promise((resolve) => setTimeout(resolve, 50));
        return view.extent();
      });
      await expect(reading).rejects.toMatchObject(lost);
      expect(await store.extent()).toMatchObject({ revision: expect.any(Number) });
    }
    await store.write(usage, examplePrice);
    await store.close();
  });

  it('in the middle of statements, again and again: each call ends, and so does closing', async () => {
    const store = await opened(3);
    const codes = new Set<unknown>();
    const after: number[] = [];
    for (let round = 0; round < 60; round += 1) {
      const write = store.write(usage, examplePrice).catch((error: unknown) => codes.add(Object(error).code));
      await new Promise((resolve) => setTimeout(resolve, round % 25));
      await end("state <> 'idle' and query not like '%pg_type%'");
      await write;
      const begunMs = performance.now();
      await store.extent().catch((error: unknown) => codes.add(Object(error).code));
      after.push(performance.now() - begunMs);
    }
    expect([...codes]).toEqual(['store_unavailable']);
    // The driver waits up to 20 s for a place that was lost some times.
    expect(Math.max(...after)).toBeLessThan(4000);
    expect((await store.check()).differences).toEqual([]);
    await store.close();
  });
});

describe('a reservation that postgres.js never answers', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('ends once another connection was lost, is given back when it comes all the same, and holds up nobody else', async () => {
    const places: ((place: PostgresJsReserved) => void)[] = [];
    const sql = {
      options: { max: 2 },
      unsafe: async () => Object.assign([], { count: 0 }),
      reserve: () => new Promise((resolve) => places.push(resolve)),
    } as unknown as PostgresJs;
    const release = vi.fn<() => void>();
    const place = { unsafe: sql.unsafe, release } as unknown as PostgresJsReserved;
    // Two stores on one client.
    const [first, second] = [postgresPool(sql), postgresPool(sql)];
    const used = first.connect();
    places.shift()?.(place);
    const forgotten = second.connect().catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(120_000);
    (await used).release(true);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await forgotten).toMatchObject({ code: 'CONNECT_TIMEOUT' });
    const [stuck, next] = [second, first].map((pool) => pool.connect().catch((error: unknown) => error));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([await stuck, await next]).toMatchObject([{ code: 'CONNECT_TIMEOUT' }, { code: 'CONNECT_TIMEOUT' }]);
    expect(release).not.toHaveBeenCalled();
    for (const give of places) give(place);
    await vi.advanceTimersByTimeAsync(0);
    expect(release).toHaveBeenCalledTimes(places.length);
    expect(places.length).toBeGreaterThan(1);
  });
});
