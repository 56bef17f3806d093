import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { dimension } from '../../metrics/dimension.ts';
import { memoryStore } from '../../storage/memory/memoryStore.ts';
import { openSqlite } from '../../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../../storage/sqlite/sqliteStore.ts';
import type { UsageStore } from '../../storage/UsageStore.ts';
import { examplePrice } from '../../testing/ledgerArbitraries.ts';
import { TABLE_HOSTS, type TableHost } from '../../testing/tableHosts.ts';
import { importUsage } from '../importUsage.ts';
import type { UsageSource } from '../UsageSource.ts';
import { tableSource } from './tableSource.ts';

/** What a host writes into one row; texts are those of the statement. */
interface Content {
  at: string;
  model: string;
  requests: string;
  tin: string;
  tout: string;
  cost: string;
  repo: string;
  endpoint: string;
  /** Whether the row can be used. */
  isGood: boolean;
}

const orNull = (...values: string[]) => fc.constantFrom('null', ...values);
const count = fc.integer({ min: 0, max: 9 }).map(String);
const good: fc.Arbitrary<Content> = fc.record({
  at: fc.constantFrom("'2026-10-24'", "'2026-10-25'", "'2026-10-26'"),
  model: orNull("'m1'", "'unpriced'", "'it''s'"),
  requests: orNull('1', '2', '30'),
  tin: count,
  tout: fc.oneof(count, fc.constant('null')),
  cost: orNull('0.1', '0.000000001', '12.5'),
  repo: orNull("'web'", "'api'"),
  endpoint: orNull("'/a'", "'/b'"),
  isGood: fc.constant(true),
});
const bad = fc
  .tuple(good, fc.constantFrom<Partial<Content>>({ at: 'null' }, { tin: '-1' }, { cost: '-0.5' }, { requests: '-2' }))
  .map(([content, wrong]): Content => ({ ...content, ...wrong, isGood: false }));

/** Times pass or stand still; a row is written with a time after its own last one, or the sync reads. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ key: fc.integer({ min: 0, max: 6 }), ticks: fc.integer({ min: 0, max: 2 }), content: good }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ key: fc.integer({ min: 0, max: 6 }), ticks: fc.integer({ min: 0, max: 2 }), content: bad }),
  },
  { weight: 3, arbitrary: fc.constant('sync' as const) },
);

const dimensions = [dimension('endpoint', { grain: 'request' })];

/** All answers that can differ. */
async function answers(store: UsageStore): Promise<unknown> {
  const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 4 }];
  const rows = async (by: string[]) =>
    (await store.rollup({ family: 'usage', segments, bucket: 'day', by }))
      .map(({ bucket, key, measures }) => ({ bucket, key, ...measures }))
      .toSorted((a, b) => (JSON.stringify([a.bucket, a.key]) < JSON.stringify([b.bucket, b.key]) ? -1 : 1));
  const { total } = await store.sessions({ sortBy: 'cost', sortOrder: 'desc', limit: 9, offset: 0 });
  return [
    await rows(['model', 'basis', 'quality']),
    await rows(['project', 'endpoint']),
    await rows(['source', 'kind']),
    total,
  ];
}

/** A second of a day, as writers of many kinds put it. */
function anyForm(tick: number): string {
  const zones = [0, 345, -180, 0, 60];
  const minutes = zones[tick % 5] ?? 0;
  const iso = new Date(Date.UTC(2026, 9, 25) + tick * 1000 + minutes * 60_000).toISOString();
  const [day, time] = [iso.slice(0, 10), iso.slice(11, 19)];
  return (
    [`${day}T${time}Z`, `${day} ${time}+05:45`, `${day}T${time}.000-03`, `${day}T${time}.000Z`, `${day} ${time}+0100`][
      tick % 5
    ] ?? ''
  );
}

/** How the host tells that a row has changed. */
const CURSORS = [
  ['whole numbers', 'bigint', (tick: number) => String(tick)],
  [
    'text of times',
    'text',
    (tick: number) =>
      `'2026-10-26 00:${String(Math.floor(tick / 60)).padStart(2, '0')}:${String(tick % 60).padStart(2, '0')}'`,
  ],
  ['text of times in many forms', 'text', (tick: number) => `'${anyForm(tick)}'`],
  ['digits as text', 'text', (tick: number) => `'${8 + tick}'`],
  ['µs', 'timestamptz', (tick: number) => `timestamptz '2026-10-26 00:00:00Z' + interval '${tick} microseconds'`],
] as const;

describe.each(TABLE_HOSTS.filter(([name]) => name !== 'better-sqlite3'))(
  'S3.17 any interleaving of changes and syncs (%s)',
  (name, open) => {
    let host: TableHost;
    beforeAll(async () => {
      host = await open();
    });
    afterAll(() => host.remove());

    it.each(CURSORS.filter(([, type]) => name === 'PostgreSQL' || type !== 'timestamptz'))(
      'ends in what one sync at the end reads, by %s',
      async (_cursor, type, textOf) => {
        await fc.assert(
          fc.asyncProperty(
            fc.array(step, { maxLength: 25 }),
            fc.integer({ min: 1, max: 3 }),
            fc.constantFrom(undefined, 0, 1),
            fc.boolean(),
            // Clocks of the host: all changes lie before them, some hours after, or days.
            fc.constantFrom(0, 12, 48),
            async (steps, pageSize, overlap, isSqlite, hoursBehind) => {
              let presentMs = Date.UTC(2026, 9, 26, 1) - hoursBehind * 3_600_000;
              await host.execute('drop table if exists usage_rows');
              await host.execute(`create table usage_rows (a text, b bigint, day text, model text, requests bigint, tin bigint, tout bigint, cost numeric, repo text, endpoint text,
              changed ${type}, primary key (a, b))`);
              const source = tableSource(host.db, {
                engine: host.engine,
                table: 'usage_rows',
                cursor: 'changed',
                timeZone: 'Europe/Berlin',
                dimensions,
                columns: {
                  at: 'day',
                  requestCount: 'requests',
                  inputTokens: 'tin',
                  outputTokens: 'tout',
                  costUsd: 'cost',
                  model: 'model',
                  project: 'repo',
                  endpoint: 'endpoint',
                },
                pageSize,
                now: () => (presentMs += 1),
                ...(overlap !== undefined && { overlap }),
              });
              const openStore = async (): Promise<UsageStore> => {
                const store = isSqlite ? sqliteStore(openSqlite(':memory:')) : memoryStore();
                store.declare({ dimensions, zones: ['Europe/Berlin'] });
                await store.migrate();
                return store;
              };
              const sync = (store: UsageStore, from: UsageSource) =>
                importUsage({ store, sources: [from], price: examplePrice });
              const [often, once] = [await openStore(), await openStore()];
              let tick = 0;
              const written = new Map<number, { tick: number; isGood: boolean }>();
              const write = async (key: number, content: Content): Promise<void> => {
                // A change of a row that was there has a later time; that of another may have the same.
                const before = written.get(key);
                if (before && before.tick >= tick) tick = before.tick + 1;
                written.set(key, { tick, isGood: content.isGood });
                const { at, model, requests, tin, tout, cost, repo, endpoint } = content;
                const values = [at, model, requests, tin, tout, cost, repo, endpoint, textOf(tick)];
                const names = ['day', 'model', 'requests', 'tin', 'tout', 'cost', 'repo', 'endpoint', 'changed'];
                await host.execute(`insert into usage_rows (a, b, ${names.join(', ')}) values ('${'xyz'[key % 3]}', ${-key}, ${values.join(', ')})
                on conflict (a, b) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`);
              };
              for (const s of steps) {
                if (s === 'sync') await sync(often, source);
                else {
                  tick += s.ticks;
                  await write(s.key, s.content);
                }
              }
              // What has become unusable keeps what was last counted of it, so it is mended before the end.
              const mended: Content = {
                at: "'2026-10-25'",
                model: "'m1'",
                requests: '1',
                tin: '5',
                tout: '5',
                cost: 'null',
                repo: 'null',
                endpoint: 'null',
                isGood: true,
              };
              for (const [key, { isGood }] of written) if (!isGood) await write(key, mended);
              await sync(often, source);
              await sync(once, source);
              expect(await answers(often)).toEqual(await answers(once));
              expect((await once.sessions({ sortBy: 'cost', sortOrder: 'desc', limit: 1, offset: 0 })).total).toBe(0);
              const { files, requests, skipped } = await sync(often, source);
              expect({ files, requests }).toEqual({ files: 0, requests: 0 });
              expect(skipped.filter(({ reason }) => !reason.includes('more than a day after the present'))).toEqual([]);
              for (const store of [often, once]) {
                expect((await store.check()).differences).toEqual([]);
                await store.close();
              }
            },
          ),
          { numRuns: 25, seed: 20_261_124 },
        );
      },
      120_000,
    );
  },
);
