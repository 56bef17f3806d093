import { expect, it } from 'vitest';

import { batch, request, session } from '../testing/steadyUsage.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { openSqlite } from './sqlite/openSqlite.ts';
import { sqliteStore } from './sqlite/sqliteStore.ts';

const AT_MS = Date.UTC(2026, 1, 1);

it.each(['UTC', 'Asia/Kathmandu'])(
  'a file that holds a record of before 1990, as no store takes one, is rebuilt and repriced: %s',
  async (zone) => {
    const database = openSqlite(':memory:');
    const store = sqliteStore(database);
    store.declare({ zones: [zone] });
    await store.migrate();
    const requests = [request('r1', 's', AT_MS), request('r2', 's', AT_MS + 1)];
    await store.write(batch({ requests, sessions: [session('s', AT_MS)] }), examplePrice);
    await store.drain();
    database.exec(`update uk_request set at_ms = ${Date.UTC(1985, 1, 1)} where at_ms = ${AT_MS}`);
    await store.rebuild();
    const dearer = { bookId: 'dearer', nowMs: AT_MS };
    await store.reprice((each) => ({ ...examplePrice(each), nanoUsd: 7, basis: 'list-price' }), dearer);
    await store.drain();
    expect(await store.check()).toMatchObject({ differences: [], dirtyHours: 0, dirtyDays: 0 });
    const segments = [{ startMs: AT_MS, endMs: AT_MS + 86_400_000, offsetSlots: 0 }];
    const rows = await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] });
    expect(rows.map(({ measures }) => measures.requests)).toEqual([1n]);
    await store.close();
  },
);
