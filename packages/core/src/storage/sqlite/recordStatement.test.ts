import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { examplePrice } from '../../testing/ledgerArbitraries.ts';
import { batch, request, session } from '../../testing/steadyUsage.ts';
import { openSqlite } from './openSqlite.ts';
import { sqliteStore } from './sqliteStore.ts';
import { storedTenants } from './storedTenants.ts';

const AT_MS = Date.UTC(2026, 5, 1);
const segments = [{ startMs: AT_MS, endMs: AT_MS + 3_600_000, offsetSlots: 0 }];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-lists-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a connection of node:sqlite that was opened to give lists is as good as any other', async () => {
  const file = join(folder, 'usage.db');
  const made = sqliteStore(openSqlite(file), { tenant: 'a' });
  await made.migrate();
  await made.close();
  const database = new DatabaseSync(file, { returnArrays: true });
  const store = sqliteStore(database, { tenant: 'a' });
  await store.migrate();
  await store.write(
    batch({ requests: [request('r', 's', AT_MS)], sessions: [session('s', AT_MS, { project: 'web' })] }),
    examplePrice,
  );
  await store.drain();
  const rows = await store.rollup({ family: 'usage', segments, bucket: 'total', by: ['project'] });
  expect(rows.map(({ key, measures }) => [key, measures.requests])).toEqual([[['web'], 1n]]);
  expect((await store.check()).differences).toEqual([]);
  expect(storedTenants(database)).toEqual(['a']);
  await store.close();
});
