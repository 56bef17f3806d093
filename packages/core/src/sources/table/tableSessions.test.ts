import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { RequestRecord } from '../../model/RequestRecord.ts';
import type { SkippedLine } from '../../model/SkippedLine.ts';
import { memoryStore } from '../../storage/memory/memoryStore.ts';
import { examplePrice } from '../../testing/ledgerArbitraries.ts';
import { temporaryPostgres, type TemporaryPostgres } from '../../testing/temporaryPostgres.ts';
import { importUsage } from '../importUsage.ts';
import { tableSource } from './tableSource.ts';
import type { UsageSource } from '../UsageSource.ts';

const SETTINGS: readonly string[] = [
  '-c timezone=UTC',
  '-c timezone=Europe/Berlin',
  '-c bytea_output=escape',
  '-c extra_float_digits=-5',
  '-c datestyle=SQL,DMY -c timezone=Asia/Tokyo',
  '-c datestyle=Postgres,MDY',
];

/** Keys as they are written, and what names their rows. */
const KEYS: readonly [type: string, rows: readonly [value: string, identity: string][]][] = [
  ['text', [['\'a "b" \\x\'', '["a \\"b\\" \\\\x"]']]],
  // With its blanks, as rows that are counted are named.
  ['char(4)', [["'ab'", '["ab  "]']]],
  ['smallint', [['-7', '["-7"]']]],
  ['integer', [['7', '["7"]']]],
  ['bigint', [['9223372036854775807', '["9223372036854775807"]']]],
  ['boolean', [['true', '["true"]']]],
  ['uuid', [["'6F0C1B5e-0000-4000-8000-000000000001'", '["6f0c1b5e-0000-4000-8000-000000000001"]']]],
  ['date', [["'2026-10-01'", '["2026-10-01"]']]],
  ['timestamp', [["'2026-10-01 00:00:00.12'", '["2026-10-01T00:00:00.12"]']]],
  [
    'timestamptz',
    [
      ["'0044-03-15 00:00:00Z BC'", '["0044-03-15T00:00:00+00:00 BC"]'],
      ["'2026-07-01 00:00:00.123456Z'", '["2026-07-01T00:00:00.123456+00:00"]'],
      ["'2026-12-01 00:00:00Z'", '["2026-12-01T00:00:00+00:00"]'],
      ["'12026-12-01 00:00:00Z'", '["12026-12-01T00:00:00+00:00"]'],
      ["'infinity'", '["infinity"]'],
    ],
  ],
  [
    'numeric',
    [
      ['1.10', '["1.10"]'],
      ['1e20', '["100000000000000000000"]'],
    ],
  ],
  ['numeric(10,2)', [['1', '["1.00"]']]],
  [
    'bytea',
    [
      [String.raw`'\x22'`, String.raw`["\\x22"]`],
      [String.raw`'\xdeadbeef00'`, String.raw`["\\xdeadbeef00"]`],
    ],
  ],
  [
    'float8',
    [
      ["'-Infinity'", '["-Infinity"]'],
      ['-0.1', '["-0.1"]'],
      ['0.1', '["0.1"]'],
      ['0.30000000000000004', '["0.30000000000000004"]'],
      ['1e300', '["1e+300"]'],
      ["'NaN'", '["NaN"]'],
    ],
  ],
  [
    'float4',
    [
      ['0.3', '["0.3"]'],
      ['16777216', '["1.6777216e+07"]'],
    ],
  ],
  ['moment', [["'2026-07-01 00:00:00Z'", '["2026-07-01T00:00:00+00:00"]']]],
  ['"Recent moment"', [["'2026-07-01 00:00:00Z'", '["2026-07-01T00:00:00+00:00"]']]],
  ['newest', [["'2026-07-01 00:00:00Z'", '["2026-07-01T00:00:00+00:00"]']]],
];

/** Domains over a type, over a domain, and over a domain over one. */
const DOMAINS = `create domain moment as timestamptz; create domain "Recent moment" as moment check (value > '2000-01-01Z');
  create domain newest as "Recent moment"`;

describe('S3.17 one row is one, whatever the settings of the session that reads it', () => {
  let database: TemporaryPostgres;
  beforeAll(async () => {
    database = await temporaryPostgres();
    await database.execute(DOMAINS);
  });
  afterAll(() => database.remove());
  afterEach(() => database.execute('drop table daily'));

  /** Reads as a process with settings of its own. */
  async function within<T>(options: string, run: (source: UsageSource) => Promise<T>): Promise<T> {
    const pool = new pg.Pool({ connectionString: database.url, options, max: 1 });
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
    const columns = { at: 'day', inputTokens: 'n', costUsd: 'cost' };
    const now = () => Date.UTC(2027, 0);
    try {
      return await run(
        tableSource(db, { engine: 'postgres', table: 'daily', cursor: 'upd', key: 'id', columns, pageSize: 1, now }),
      );
    } finally {
      await db.destroy();
    }
  }
  async function recordsOf(source: UsageSource): Promise<RequestRecord[]> {
    const [records, skipped]: [RequestRecord[], SkippedLine[]] = [[], []];
    for (const file of source.files())
      for await (const { requests } of source.read(file, { onSkipped: (line) => skipped.push(line) }))
        records.push(...requests);
    expect(skipped).toEqual([]);
    return records;
  }
  const create = (type: string) =>
    database.execute(`create table daily (id ${type} primary key, day timestamptz default '2026-05-01Z', n bigint default 10,
      cost float8 default 1.0 / 7, upd timestamptz default '2026-05-01 10:00:00.25Z')`);

  describe.each(SETTINGS)('%s', (settings) => {
    it.each(KEYS)('%s', async (type, rows) => {
      await create(type);
      for (const [value] of rows) await database.execute(`insert into daily (id) values (${value})`);
      const records = await within(settings, recordsOf);
      expect(records.map(({ key }) => key)).toEqual(rows.map(([, identity]) => identity));
      expect(records[0]).toMatchObject({ atMs: Date.UTC(2026, 4, 1), recordedNanoUsd: 142_857_143 });
    });
  });

  it.each(KEYS)('%s: a row that was corrected replaces what another session read of it', async (type, rows) => {
    await create(type);
    for (const [value] of rows) await database.execute(`insert into daily (id) values (${value})`);
    const store = memoryStore();
    const sync = (source: UsageSource) => importUsage({ store, sources: [source], price: examplePrice });
    const input = async () => {
      const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }];
      const [row] = await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] });
      return Number(row?.measures.input);
    };
    await within('', sync);
    for (const settings of SETTINGS)
      expect(await within(settings, sync)).toMatchObject({ files: 0, requests: 0, skipped: [] });
    await database.execute(`update daily set n = 3, upd = '2026-05-02Z'`);
    await within('-c timezone=Asia/Tokyo -c bytea_output=escape -c extra_float_digits=-5', sync);
    expect(await input()).toBe(3 * rows.length);
  });
});
