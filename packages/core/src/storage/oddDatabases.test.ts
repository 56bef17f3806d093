import { expect, it } from 'vitest';

import { hash63 } from '../model/hash63.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request, session } from '../testing/steadyUsage.ts';
import { migrationSql } from './migrationSql.ts';
import { openSqlite } from './sqlite/openSqlite.ts';
import { sqliteStore } from './sqlite/sqliteStore.ts';
import type { SqliteDatabase } from './sqlite/SqliteDatabase.ts';

const AT_MS = Date.UTC(2026, 5, 1);

/** Made to have the hash of `acme`. */
const FORGED =
  'eoeovxtgwdgomczxoefzlquzwzxaelmvjxzctkcisdlvmpouiluzjhkechzlqqphkhasjguazmuaelkdmypnpyqbqvnmqcksmhpkmlnjpvvuarvzwqobmdfqxbzhlqpqkeuynzllrhvuzoopfolweebtcuxplgngezesbcdaucewctyaxjvfkmpdvgdqhe';

it('a tenant whose name was made to have the hash of another one is refused', async () => {
  expect(hash63(FORGED)).toBe(hash63('acme'));
  const database = openSqlite(':memory:');
  const acme = sqliteStore(database, { tenant: 'acme' });
  await acme.migrate();
  await acme.write(batch({ requests: [request('r', 's', AT_MS)], sessions: [session('s', AT_MS)] }), examplePrice);
  const forged = sqliteStore(database, { tenant: FORGED });
  await expect(forged.extent()).rejects.toMatchObject({ code: 'invalid_argument' });
  await expect(forged.reset('all', 'x')).rejects.toMatchObject({ code: 'invalid_argument' });
  expect((await acme.extent()).firstMs).toBe(AT_MS);
  await acme.close();
});

it('values with the same hash stay apart, in one batch and in several', async () => {
  const store = sqliteStore(openSqlite(':memory:'));
  await store.migrate();
  const values = ['acme', FORGED];
  const write = (run: string, projects: readonly string[]) =>
    store.write(
      batch({
        requests: projects.map((project, i) => request(`${run}${i}`, `${run}${i}${project.length}`, AT_MS)),
        sessions: projects.map((project, i) => session(`${run}${i}${project.length}`, AT_MS, { project })),
      }),
      examplePrice,
    );
  await write('a', values);
  await write('b', values.toReversed());
  await write('c', [FORGED]);
  const segments = [{ startMs: AT_MS, endMs: AT_MS + 900_000, offsetSlots: 0 }];
  const rows = await store.rollup({ family: 'usage', segments, bucket: 'total', by: ['project'] });
  expect(rows.map(({ key, measures }) => [key[0], measures.requests])).toEqual(
    expect.arrayContaining([
      ['acme', 2n],
      [FORGED, 3n],
    ]),
  );
  await store.close();
});

it('values of combinations that were lost are written anew by a rebuild, also in a file made by the printed SQL', async () => {
  const database = openSqlite(':memory:');
  database.exec(migrationSql({ engine: 'sqlite' }));
  const store = sqliteStore(database);
  await store.write(
    batch({ requests: [request('r', 's', AT_MS)], sessions: [session('s', AT_MS, { project: 'web' })] }),
    examplePrice,
  );
  await store.drain();
  database.exec('delete from uk_dimset_value');
  const again = sqliteStore(database);
  const projects = async () => {
    const segments = [{ startMs: AT_MS, endMs: AT_MS + 900_000, offsetSlots: 0 }];
    // Cells answer by quarters of an hour: days have the values themselves.
    return (await again.rollup({ family: 'usage', segments, bucket: 'slot', by: ['project'] })).map(
      ({ key }) => key[0],
    );
  };
  expect(await projects()).toEqual(['']);
  await again.rebuild();
  expect(await projects()).toEqual(['web']);
  expect(await again.check()).toMatchObject({ differences: [] });
  await again.close();
});

it.each([1, null, undefined, {}])('a tenant that is %j is refused', (tenant) => {
  expect(() => sqliteStore(openSqlite(':memory:'), { tenant: tenant as unknown as string })).toThrow('tenant is');
});

it('a path in place of a database is refused with what to give', () => {
  expect(() => sqliteStore('usage.db' as unknown as SqliteDatabase)).toThrow("sqliteStore(openSqlite('usage.db'))");
});
