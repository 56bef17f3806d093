import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { memoryStore } from '../../storage/memory/memoryStore.ts';
import type { UsageStore } from '../../storage/UsageStore.ts';
import { examplePrice } from '../../testing/ledgerArbitraries.ts';
import { TABLE_HOSTS, type TableHost } from '../../testing/tableHosts.ts';
import { importUsage } from '../importUsage.ts';
import { tableSource } from './tableSource.ts';

/** Types of PostgreSQL that keys may have, and five values each, which are not in their order. */
const POSTGRES_KEYS: readonly [type: string, values: readonly string[]][] = [
  ['bit(4)', ["B'1001'", "B'0000'", "B'1000'", "B'0111'", "B'1111'"]],
  ['varbit', ["B'10'", "B'1'", "B'101'", "B'0'", "B'11'"]],
  ['text[]', ["'{b}'", "'{a,NULL}'", `'{a,"x y"}'`, "'{a}'", "'{}'"]],
  ['int[]', ["'{2}'", "'{1,2}'", "'{1}'", "'{10}'", "'{}'"]],
  ['pair', ["'(1,b)'", "'(1,a)'", "'(2,)'", `'(0,"x y")'`, "'(,a)'"]],
  ['"odd kind"', ["'z'", "'a'", "'m'", `'"q"'`, "'no'"]],
  ['"Other""s".pair', ["'(1,2)'", "'(1,3)'", "'(0,9)'", "'(2,)'", "'(,0)'"]],
  ['"Other""s".pair[]', [`'{"(1,2)"}'`, `'{"(1,3)"}'`, "'{}'", `'{"(1,2)","(0,0)"}'`, `'{"(,0)"}'`]],
  ['bit(2)[]', ["'{10}'", "'{11,00}'", "'{11}'", "'{01}'", "'{}'"]],
  ['char(2)[]', ["'{ba}'", "'{ab,a}'", "'{ab}'", "'{aa}'", "'{}'"]],
  ['code', ["B'1001'", "B'0000'", "B'1000'", "B'0111'", "B'1111'"]],
  ['boolean', ['true', 'false']],
  ['jsonb', [`'"b"'`, `'{"a": 1}'`, `'[1, 2]'`, "'7'", 'jsonb \'"a"\'']],
  ['char(3)', ["'b'", "'a'", "'ab'", "'abc'", "'c'"]],
  ['"char"', ["'b'", "'a'", "'c'", "'2'", "'1'"]],
  ['bytea', [String.raw`'\x0100'`, String.raw`'\x00'`, String.raw`'\xff'`, String.raw`'\x22'`, String.raw`'\x01'`]],
  ['timestamptz', ["'2026-01-01 00:00:00.000002Z'", "'2026-01-01 00:00:00.000001Z'", "'2026-01-01Z'", "'infinity'"]],
  ['float8', ['0.30000000000000004', '0.1', '1e300', "'NaN'", "'-Infinity'"]],
  ['float4', ['0.3', '0.1', '1e30', '7', '-1']],
  ['numeric', ['1.10', '2.5', '3', '1e40', '-7']],
  ['int4range', ["'[1,2)'", "'[0,9)'", "'empty'", "'[1,)'", "'(,1)'"]],
  ['interval', ["'1 day 1 hour'", "'1 hour'", "'-1 mon'", "'30 days'", "'2 years'"]],
];
const SQLITE_KEYS: typeof POSTGRES_KEYS = [
  ['integer not null', ['3', '1', '9223372036854775807', '-7', '2']],
  ['text', ["'b'", "''", "'a'", "'10'", "'9'"]],
  ['blob', ["x'0100'", "x'00'", "x'ff'", "x''", "x'01'"]],
  ['real', ['0.30000000000000004', '0.1', '1e300', '7', '-1.5']],
  ['text collate nocase', ["'b'", "'A'", "'C'", "'d'", "'B2'"]],
];

describe.each(TABLE_HOSTS)('S3.17 keys of a table (%s)', (name, open) => {
  let host: TableHost;
  beforeAll(async () => {
    host = await open();
    if (host.engine === 'postgres') {
      await host.execute(
        `create type pair as (a int, b text); create type "odd kind" as enum ('z', 'a', 'm', '"q"', 'no'); create domain code as bit(4);
        create schema "Other""s"; create type "Other""s".pair as (a int, b int)`,
      );
    }
  });
  afterAll(() => host.remove());
  afterEach(() => host.execute('drop table if exists daily'));

  const create = (key: string) =>
    host.execute(`create table daily (id ${key} primary key, day text default '2026-05-01', n bigint, upd bigint)`);
  const insert = (rows: readonly string[]) =>
    host.execute(`insert into daily (id, n, upd) values ${rows.map((row) => `(${row})`).join(', ')}`);
  const read = async (store: UsageStore, pageSize: number) => {
    const columns = { at: 'day', inputTokens: 'n' };
    const source = tableSource(host.db, { engine: host.engine, table: 'daily', cursor: 'upd', columns, pageSize });
    const { requests, skipped } = await importUsage({ store, sources: [source], price: examplePrice });
    const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }];
    const [row] = await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] });
    return { requests, input: Number(row?.measures.input ?? 0), said: skipped.map(({ reason }) => reason) };
  };

  it.each(name === 'PostgreSQL' ? POSTGRES_KEYS : SQLITE_KEYS)(
    '%s: every row is read once, whatever the page',
    async (type, values) => {
      const store = memoryStore();
      await create(type);
      await insert(values.map((value, i) => `${value}, ${10 ** i}, 5`));
      const input = (10 ** values.length - 1) / 9;
      expect(await read(store, 1)).toEqual({ requests: values.length, input, said: [] });
      expect(await read(store, 2)).toEqual({ requests: 0, input, said: [] });
    },
  );
});

describe.each(TABLE_HOSTS)('S3.17 columns that do not name a row (%s)', (_name, open) => {
  let host: TableHost;
  beforeAll(async () => {
    host = await open();
  });
  afterAll(() => host.remove());
  afterEach(() => host.execute('drop table if exists daily'));

  const source = (key: string | string[], pageSize: number) =>
    tableSource(host.db, {
      engine: host.engine,
      table: 'daily',
      cursor: 'upd',
      key,
      columns: { at: 'day', inputTokens: 'n', model: 'model' },
      pageSize,
    });

  it('rows of one query with an equal key are said once, by how many there are', async () => {
    await host.execute('create table daily (day text, model text, n bigint, upd bigint)');
    await host.execute(
      `insert into daily values ('2026-05-01', 'a', 100, 5), ('2026-05-01', 'b', 70, 5), ('2026-05-01', 'b', 5, 6), ('2026-05-02', 'b', 7, 6)`,
    );
    const said = async (key: string | string[], store = memoryStore()) => {
      const { skipped } = await importUsage({ store, sources: [source(key, 100)], price: examplePrice });
      return skipped.map(({ line, reason }) => [line, reason]);
    };
    const store = memoryStore();
    const advice = "rows with one key count as one; name all columns that identify a row by the option 'key'";
    expect(await said('day', store)).toEqual([
      [0, `2 rows have the key of another row, such as ["2026-05-01"]: ${advice}`],
    ]);
    expect(await said('day', store)).toEqual([]);
    expect(await said(['day', 'model'])).toEqual([
      [0, `1 rows have the key of another row, such as ["2026-05-01","b"]: ${advice}`],
    ]);
    expect(await said(['day', 'model', 'upd'])).toEqual([]);
  });

  it('a row that is changed while the table is read, and so comes twice, is not taken for two', async () => {
    await host.execute('create table daily (id text primary key, day text, model text, n bigint, upd bigint)');
    await host.execute(
      `insert into daily values ('a', '2026-05-01', 'm', 1, 1), ('b', '2026-05-01', 'm', 2, 2), ('c', '2026-05-01', 'm', 3, 3)`,
    );
    const [keys, said]: [string[], string[]] = [[], []];
    const onSkipped = ({ reason }: { reason: string }): void => void said.push(reason);
    for await (const { requests } of source('id', 2).read({ path: 'daily', size: 0, mtimeMs: 0 }, { onSkipped })) {
      keys.push(...requests.map(({ key }) => key));
      await host.execute(`update daily set n = 5, upd = 4 where id = 'a'`);
    }
    expect(keys).toEqual(['["a"]', '["b"]', '["c"]', '["a"]']);
    expect(said).toEqual([]);
  });
});

describe.each(TABLE_HOSTS.filter(([name]) => name !== 'PostgreSQL'))(
  'S3.17 keys that only SQLite has (%s)',
  (_name, open) => {
    it.each([
      ['', ['1', "'1'", "x'31'", '1.5', "'1.5'", "'a'", '2', "'10'", "x'61'", "''", "x''"]],
      ['numeric', ['1', "x'31'", '1.5', "'a'", "x'61'", '31', "'0x1'"]],
      ['text', ["'1'", "x'31'", "'31'", "'a'", "x'61'", "'61'"]],
      ['blob', ['1', "'1'", "x'31'", '31', "'31'", "'a'"]],
    ])(
      'a number, a text and a blob that look alike are rows of their own, in a column of type "%s"',
      async (type, values) => {
        const host = await open();
        await host.execute(`create table daily (id ${type} not null primary key, day text, n bigint, upd bigint)`);
        const rows = values.map((value, i) => `(${value}, '2026-05-01', ${2 ** i}, 5)`);
        await host.execute(`insert into daily values ${rows.join(', ')}`);
        const columns = { at: 'day', inputTokens: 'n' };
        for (const pageSize of [1, 3, 100]) {
          const source = tableSource(host.db, { engine: 'sqlite', table: 'daily', cursor: 'upd', columns, pageSize });
          const store = memoryStore();
          const summary = await importUsage({ store, sources: [source], price: examplePrice });
          expect(summary).toMatchObject({ requests: values.length, duplicates: 0, skipped: [] });
          const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }];
          const [all] = await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] });
          expect(Number(all?.measures.input)).toBe(2 ** values.length - 1);
        }
        await host.remove();
      },
    );

    it('a key that the database does not find again ends the reading, and that is said', async () => {
      const host = await open();
      await host.execute('create table daily (id text primary key, day text, n bigint, upd bigint)');
      // Bytes that are no text in UTF-8 are read as other ones, which come before them.
      await host.execute(
        `insert into daily values ('a', '2026-05-01', 1, 5), (cast(x'ff' as text), '2026-05-01', 10, 5)`,
      );
      const columns = { at: 'day', inputTokens: 'n' };
      const source = tableSource(host.db, { engine: 'sqlite', table: 'daily', cursor: 'upd', columns, pageSize: 1 });
      const { skipped } = await importUsage({ store: memoryStore(), sources: [source], price: examplePrice });
      expect(skipped.map(({ reason }) => reason)).toEqual([
        'the table cannot be read: the database does not find row ["\uFFFD"] again by its key',
      ]);
      await host.remove();
    });
  },
);
