import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { memoryStore } from '../../storage/memory/memoryStore.ts';
import type { UsageStore } from '../../storage/UsageStore.ts';
import { examplePrice } from '../../testing/ledgerArbitraries.ts';
import { TABLE_HOSTS, type TableHost } from '../../testing/tableHosts.ts';
import { importUsage } from '../importUsage.ts';
import { cursorKind, formPattern } from './cursorForm.ts';
import { tableSource } from './tableSource.ts';

describe('S3.17 what a form of a cursor says', () => {
  it.each([
    ['number', 'number'],
    ['digits 13', 'number'],
    ['digits 0', undefined],
    ['text 20|T|Z', 'instant'],
    ['text 21| | Z', 'instant'],
    ['text 25|t|+05:45', 'instant'],
    ['text 23|T|', 'local'],
    ['text 16| |', 'local'],
    ['text 10||', 'local'],
    ['text 12||', undefined],
    ['text 21|T|', 'local'],
    ['text 20|T|', undefined],
    ['text 24|T| UTC', undefined],
    ['text 20|_|Z', undefined],
    ['other', undefined],
    ['type date', 'instant'],
    ['type timestamp without time zone', 'local'],
  ])('%s is %s', (form, kind) => expect(cursorKind(form)).toBe(kind));
});

describe('S3.17 the pattern of a form', () => {
  it.each([
    ['text 20|T|Z', '????-??-??T??:??:??Z'],
    ['text 25| |+05:45', '????-??-?? ??:??:??+05:45'],
    ['text 22|T|', '????-??-??T??:??:??.??'],
    ['text 16| |', '????-??-?? ??:??'],
    ['text 10||', '????-??-??'],
    ['digits 10', undefined],
    ['text 24|T| UTC', undefined],
  ])('%s is %s', (form, pattern) => expect(formPattern(form, '?')).toBe(pattern));
});

describe.each(TABLE_HOSTS.filter(([name]) => name !== 'better-sqlite3'))(
  'S3.17 cursors of a table, whatever is written into them (%s)',
  (name, open) => {
    const isPostgres = name === 'PostgreSQL';
    let host: TableHost;
    let store: UsageStore;
    beforeAll(async () => {
      host = await open();
    });
    afterAll(() => host.remove());
    beforeEach(() => {
      store = memoryStore();
    });
    afterEach(() => host.execute('drop table if exists daily'));

    /** Rows by id, their input tokens and cursor values, which are written one after the other. */
    const create = (type: string) =>
      host.execute(`create table daily (id integer primary key, day text, n bigint, upd ${type})`);
    const put = (id: number, tokens: number, cursor: string) =>
      host.execute(`insert into daily values (${id}, '2026-05-01', ${tokens}, ${cursor})
        on conflict (id) do update set n = excluded.n, upd = excluded.upd`);
    const read = async (timeZone = 'Europe/Berlin', full = false) => {
      const columns = { at: 'day', inputTokens: 'n' };
      const now = () => Date.UTC(2027, 0);
      const source = tableSource(host.db, {
        engine: host.engine,
        table: 'daily',
        cursor: 'upd',
        columns,
        timeZone,
        now,
      });
      const { requests, skipped } = await importUsage({ store, sources: [source], price: examplePrice, full });
      const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }];
      const [row] = await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] });
      return { requests, input: Number(row?.measures.input ?? 0), said: skipped.map(({ reason }) => reason) };
    };
    const neither = '1 rows whose upd is neither a time in ISO 8601 nor a number from 0 to 2^53 - 1';

    const row2 = 'row ["2"]: upd: neither a time nor a number from 0 to 2^53 - 1';
    const [day, next] = ["'2026-06-01'", "'2026-06-02'"];
    const bad: [type: string, bad: string, first: string, later: string, said: string[], saidAgain: string[]][] = [
      ['text', "'zzz'", day, next, [neither], [neither]],
      ['text', "''", day, next, [neither], [neither]],
      ['text', "'n/a'", "'2026-06-01T10:00:00Z'", "'2026-06-02T10:00:00Z'", [neither], [neither]],
      ['text', "'2026-13-45'", day, next, [row2], []],
      ['bigint', '9007199254740993', '10', '11', [row2], []],
      ['bigint', '-5', '10', '11', [row2], []],
    ];
    if (isPostgres) {
      bad.push(['timestamptz', "'infinity'", day, next, [row2], []], ['numeric', "'NaN'", '10', '10.5', [row2], []]);
    }
    it.each(bad)('%s: %s is said and holds no later row back', async (type, bad, first, later, said, saidAgain) => {
      await create(type);
      await put(1, 1, first);
      await put(2, 10, bad);
      expect(await read()).toEqual({ requests: 1, input: 1, said });
      await put(3, 100, later);
      expect(await read()).toEqual({ requests: 1, input: 101, said: saidAgain });
      expect(await read()).toEqual({ requests: 0, input: 101, said: saidAgain });
      // A row that was mended is read.
      await put(2, 10, later);
      expect(await read()).toEqual({ requests: 1, input: 111, said: [] });
    });

    it('what only looks like a known form is said row by row, whenever it comes', async () => {
      await create('text');
      await put(1, 1, "'2026-06-01T10:00:00Z'");
      expect(await read()).toMatchObject({ said: [] });
      await put(2, 10, "'2026-06-01Txx:00:00Z'");
      await put(3, 100, "'2026-06-01T1000:0:0Z'");
      const { said } = await read();
      expect(said.toSorted()).toEqual([neither, row2]);
      await put(4, 1000, "'2026-06-01T11:00:00Z'");
      expect(await read()).toEqual({ requests: 1, input: 1001, said: [neither] });
    });

    it('more bad rows than are remembered hold nothing back either', async () => {
      await create('bigint');
      const rows = Array.from({ length: 1200 }, (_, i) => `(${i + 10}, '2026-05-01', 1, 9007199254740993)`);
      await put(1, 1, '1');
      await host.execute(`insert into daily values ${rows.join(', ')}`);
      await read();
      await put(2, 10, '2');
      expect(await read()).toMatchObject({ requests: 1, input: 11 });
    });

    it.each([
      ["'2026-06-01T10:00:00Z'", "'2026-06-01 23:00:00'", 'UTC'],
      ["'2026-06-01T12:00:00+05:45'", "'2026-06-01T07:00:00Z'", 'Europe/Berlin'],
      ["'2026-06-01T10:00:00Z'", "'2026-06-01T10:00:00.500Z'", 'Europe/Berlin'],
      ["'2026-06-01T23:30:00-03:00'", "'2026-06-02T01:00:00-03:00'", 'Europe/Berlin'],
      ["'2026-06-01T10:01'", "'2026-06-01 10:01:01'", 'UTC'],
      ["'9'", "'10'", 'UTC'],
    ])('%s, then %s: the later row and the correction are read', async (first, later, timeZone) => {
      await create('text');
      await put(1, 1, first);
      await read(timeZone);
      await put(2, 100, later);
      expect(await read(timeZone)).toEqual({ requests: 1, input: 101, said: [] });
      await put(1, 0, later);
      expect(await read(timeZone)).toEqual({ requests: 1, input: 100, said: [] });
      expect(await read(timeZone)).toEqual({ requests: 0, input: 100, said: [] });
    });

    const numbers = ['3999999999', '4000000001', '8999999999999', '9000000000001', '9007199254740991'];
    const fractions = [
      '1700000000.000001',
      '1700000000.000002',
      '4000000000000',
      '1700000000000123',
      '1700000000000124',
    ];
    it.each([
      ['bigint', numbers],
      ['text', numbers.map((value) => `'${value.padStart(16, '0')}'`)],
      ['double precision', fractions],
      ['numeric', fractions],
    ])('%s: of two readings of a row that with the larger number holds, whatever its size', async (type, values) => {
      await create(type);
      for (const [i, value] of values.entries()) {
        await put(1, 100 - i, value);
        expect(await read()).toEqual({ requests: 1, input: 100 - i, said: [] });
      }
      expect(await read('Europe/Berlin', true)).toMatchObject({ input: 101 - values.length, said: [] });
    });

    it('values of another kind are not read, and that is said', async () => {
      await create('text');
      await put(1, 1, "'2026-06-01T10:00:00Z'");
      await put(2, 10, "'2026-06-01T10:00:00.5Z'");
      await put(3, 100, "'1780308000'");
      await put(4, 1000, "'2026-06-01 11:00:00'");
      const { input, said } = await read();
      expect(input).toBe(11);
      expect(said).toEqual([
        expect.stringMatching(/^1 rows are not read: their upd is a time without an offset from UTC/),
        expect.stringMatching(/^1 rows are not read: their upd is a number/),
      ]);
      expect((await read()).said).toEqual(said);
    });

    it('the hour that clocks show twice is read twice, and said', async () => {
      await create(isPostgres ? 'timestamp' : 'text');
      await put(1, 1, "'2026-10-25T02:30:00'");
      await read();
      await put(2, 100, "'2026-10-25T02:10:00'");
      const { input, said } = await read();
      expect(input).toBe(101);
      expect(said).toEqual([expect.stringMatching(/^1 rows have a upd that clocks in Europe\/Berlin show twice/)]);
      expect(await read()).toMatchObject({ requests: 0, said: [] });
    });

    it('a table that is not there is said to be none', async () => {
      expect((await read()).said).toEqual(['the table cannot be read: there is no table daily']);
    });
  },
);

describe.each(TABLE_HOSTS.filter(([name]) => name === 'PostgreSQL'))(
  'S3.17 cursors whose collation takes different text for equal (%s)',
  (_name, open) => {
    let host: TableHost;
    beforeAll(async () => {
      host = await open();
      await host.execute(
        `create collation ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false); create collation marks (provider = icu, locale = 'und-u-ka-shifted-ks-level1', deterministic = false)`,
      );
    });
    afterAll(() => host.remove());
    afterEach(() => host.execute('drop table if exists daily'));

    it.each(['text collate ci', 'varchar(40) collate marks', 'char(40) collate ci', 'text'])(
      '%s: rows are read in the forms as they are written, each once',
      async (type) => {
        await host.execute(`create table daily (id ${type} primary key, day text, n bigint, upd ${type});
        insert into daily values ('a', '2026-05-01', 1, '2026-06-01T10:00:00Z'), ('b', '2026-05-01', 10, '2026-06-01t10:00:00z'),
          ('c', '2026-05-01', 100, '2026-06-01 10:00:00Z'), ('d', '2026-05-01', 1000, '2026-06-01 12:00:00.5+02'), ('e', '2026-05-01', 10000, 'soon')`);
        const store = memoryStore();
        const read = async () => {
          const columns = { at: 'day', inputTokens: 'n' };
          const source = tableSource(host.db, {
            engine: 'postgres',
            table: 'daily',
            cursor: 'upd',
            columns,
            pageSize: 1,
          });
          const { requests, duplicates, skipped } = await importUsage({
            store,
            sources: [source],
            price: examplePrice,
          });
          return { requests, duplicates, said: skipped.map(({ reason }) => reason) };
        };
        const said = ['1 rows whose upd is neither a time in ISO 8601 nor a number from 0 to 2^53 - 1'];
        expect(await read()).toEqual({ requests: 4, duplicates: 0, said });
        await host.execute(`update daily set n = 0, upd = '2026-06-01T10:00:01Z' where id = 'b'`);
        expect(await read()).toEqual({ requests: 1, duplicates: 0, said });
        const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }];
        const [row] = await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] });
        expect(Number(row?.measures.input)).toBe(1101);
      },
    );
  },
);
