import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { memoryStore } from '../../storage/memory/memoryStore.ts';
import type { UsageStore } from '../../storage/UsageStore.ts';
import { examplePrice } from '../../testing/ledgerArbitraries.ts';
import { TABLE_HOSTS, type TableHost } from '../../testing/tableHosts.ts';
import { importUsage } from '../importUsage.ts';
import { aheadUs, tableClock } from './tableClock.ts';
import { tableSource } from './tableSource.ts';

describe('S3.17 how far a cursor value lies ahead of the clock', () => {
  const nowMs = Date.UTC(2026, 6, 1, 12);
  const HOUR_US = 3_600_000_000;
  it.each([
    ['2026-07-01T12:00:00Z', 'UTC', 0],
    ['2026-07-01T15:00:00.5+02:00', 'Europe/Berlin', HOUR_US + 500_000],
    ['2026-07-01 11:00:00Z', 'UTC', -HOUR_US],
    // A time without an offset may be that of the zone, or UTC.
    ['2026-07-01T15:00:00', 'Europe/Berlin', HOUR_US],
    ['2026-07-01T13:00:00', 'America/New_York', HOUR_US],
    ['2026-07-02', 'UTC', 12 * HOUR_US],
    ['99999999999999', 'UTC', 0],
  ])('%s in %s', (value, timeZone, ahead) => {
    expect(aheadUs(tableClock(nowMs, timeZone), { value, type: 'text' })).toBe(ahead);
  });
});

describe.each(TABLE_HOSTS.filter(([name]) => name !== 'better-sqlite3'))(
  'S3.17 cursor values that no clock shows yet (%s)',
  (name, open) => {
    const isPostgres = name === 'PostgreSQL';
    let host: TableHost;
    let store: UsageStore;
    let nowMs = 0;
    beforeAll(async () => {
      host = await open();
    });
    afterAll(() => host.remove());
    beforeEach(() => {
      store = memoryStore();
      nowMs = Date.UTC(2026, 9, 1, 12);
    });
    afterEach(() => host.execute('drop table if exists daily'));

    const create = (type: string) =>
      host.execute(`create table daily (id integer primary key, day text, n bigint, upd ${type})`);
    const put = (id: number, tokens: number, cursor: string) =>
      host.execute(`insert into daily values (${id}, '2026-05-01', ${tokens}, '${cursor}')
        on conflict (id) do update set n = excluded.n, upd = excluded.upd`);
    /** Reads a minute after the last reading. */
    const read = async (full = false, pageSize = 2) => {
      nowMs += 60_000;
      const columns = { at: 'day', inputTokens: 'n' };
      const at = { engine: host.engine, table: 'daily', cursor: 'upd', columns, pageSize, now: () => nowMs };
      const source = tableSource(host.db, at);
      const { requests, skipped } = await importUsage({ store, sources: [source], price: examplePrice, full });
      const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }];
      const [row] = await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] });
      const { input = 0n, requests: counted = 0n } = row?.measures ?? {};
      return { read: requests, counted: Number(counted), input: Number(input), said: skipped.map((s) => s.reason) };
    };
    const said = (rows: number) => [
      `${rows} rows have a upd more than a day after the present: they are counted, and read again with every sync`,
    ];

    const types = isPostgres ? ['text', 'timestamptz', 'timestamp'] : ['text'];
    describe.each(types)('%s', (type) => {
      it('such a row is counted and said, and later ones are read', async () => {
        await create(type);
        await put(1, 1, '2026-10-01T10:00:00Z');
        await put(2, 10, '2030-01-01T00:00:00Z');
        await put(3, 100, '2030-01-02T00:00:00Z');
        expect(await read()).toEqual({ read: 3, counted: 3, input: 111, said: said(2) });
        await put(4, 1000, '2026-10-01T11:00:00Z');
        await put(1, 2, '2026-10-01T11:00:00Z');
        expect(await read()).toEqual({ read: 2, counted: 4, input: 1112, said: said(2) });
        expect(await read()).toEqual({ read: 0, counted: 4, input: 1112, said: said(2) });
        // Mended at this time, and with less in it.
        await put(2, 5, '2026-10-01T12:03:30Z');
        expect(await read()).toEqual({ read: 1, counted: 4, input: 1107, said: said(1) });
        await put(3, 50, '2026-10-01T12:04:30Z');
        await put(5, 10_000, '2026-10-01T12:04:40Z');
        expect(await read()).toEqual({ read: 2, counted: 5, input: 11_057, said: [] });
        expect(await read()).toEqual({ read: 0, counted: 5, input: 11_057, said: [] });
        expect(await read(true)).toMatchObject({ counted: 5, input: 11_057, said: [] });
      });

      it('one that is some hours early hides none either', async () => {
        await create(type);
        await put(1, 1, '2026-10-01T17:00:00Z');
        expect(await read()).toEqual({ read: 1, counted: 1, input: 1, said: [] });
        await put(2, 10, '2026-10-01T12:01:30Z');
        expect(await read()).toEqual({ read: 1, counted: 2, input: 11, said: [] });
        nowMs += 86_400_000;
        await put(1, 0, '2026-10-02T12:00:00Z');
        expect(await read()).toEqual({ read: 1, counted: 2, input: 10, said: [] });
      });

      it.each([1, 8, 23])('one that is %i hours early is mended with the time of the mending', async (hours) => {
        await create(type);
        await put(1, 1000, new Date(nowMs + hours * 3_600_000).toISOString());
        expect(await read()).toEqual({ read: 1, counted: 1, input: 1000, said: [] });
        await put(1, 5, '2026-10-01T12:01:30Z');
        expect(await read()).toEqual({ read: 1, counted: 1, input: 5, said: [] });
        nowMs += 3 * 86_400_000;
        await put(2, 10, '2026-10-04T12:00:00Z');
        expect(await read()).toEqual({ read: 1, counted: 2, input: 15, said: [] });
        expect(await read(true)).toMatchObject({ counted: 2, input: 15, said: [] });
      });

      it('a place that a fast clock left is given up, unless it is within the overlap', async () => {
        await create(type);
        await put(1, 1, '2026-10-02T08:00:00Z');
        nowMs = Date.UTC(2026, 9, 2, 8, 30);
        expect(await read()).toEqual({ read: 1, counted: 1, input: 1, said: [] });
        nowMs = Date.UTC(2026, 9, 1, 12);
        await put(2, 10, '2026-10-01T12:00:30Z');
        expect(await read()).toEqual({ read: 1, counted: 2, input: 11, said: [] });
        nowMs -= 110_000;
        await put(3, 100, '2026-10-01T12:00:10Z');
        await put(4, 1000, '2026-10-01T11:00:00Z');
        expect(await read()).toEqual({ read: 1, counted: 3, input: 111, said: [] });
      });

      it('a place beyond all clocks that is kept is given up', async () => {
        await create(type);
        await put(2, 10, '2030-01-01T00:00:00Z');
        nowMs = Date.UTC(2030, 0, 2);
        await read();
        nowMs = Date.UTC(2026, 9, 1, 12);
        await put(1, 1, '2026-10-01T10:00:00Z');
        expect(await read()).toEqual({ read: 1, counted: 2, input: 11, said: said(1) });
      });
    });

    it('more of them than are remembered are counted once', async () => {
      await create('text');
      await put(1, 1, '2026-10-01T10:00:00Z');
      const rows = Array.from({ length: 600 }, (_, i) => `(${i + 10}, '2026-05-01', 1, '2030-01-01T00:00:00Z')`);
      await host.execute(`insert into daily values ${rows.join(', ')}`);
      expect(await read(false, 500)).toMatchObject({ counted: 601, input: 601, said: said(600) });
      await put(2, 10, '2026-10-01T10:00:00Z');
      expect(await read(false, 500)).toMatchObject({ counted: 602, input: 611, said: said(600) });
    });

    it('numbers have no clock: rows below a far one are not read until it is mended', async () => {
      await create('bigint');
      await put(1, 1, '1893456000');
      expect(await read()).toMatchObject({ counted: 1, said: [] });
      await put(2, 10, '1790000000');
      expect(await read()).toMatchObject({ counted: 1, said: [] });
      // Once it is mended, reading everything begins anew.
      await put(1, 1, '1790000001');
      expect(await read(true)).toMatchObject({ counted: 2, said: [] });
      await put(3, 100, '1790000002');
      expect(await read()).toEqual({ read: 1, counted: 3, input: 111, said: [] });
    });
  },
);
