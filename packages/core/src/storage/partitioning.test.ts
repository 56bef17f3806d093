import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, it } from 'vitest';

import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { steady } from '../testing/steadyUsage.ts';
import { temporaryPostgres } from '../testing/temporaryPostgres.ts';
import { postgresStore } from './postgres/index.ts';

it('the documented partitions hold a ledger like the plain table does', async () => {
  const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
  const [, statements = ''] = /```sql\n([\s\S]*?)```/.exec(readme) ?? [];
  const database = await temporaryPostgres();
  try {
    const store = postgresStore(new pg.Pool({ connectionString: database.url }));
    await store.migrate();
    const from = Date.UTC(2026, 5, 1);
    const records = steady(from, from + 3 * 86_400_000, 600_000);
    await store.write({ ...records, requests: records.requests.slice(0, 100) }, examplePrice);
    await database.execute(statements);
    await store.write(records, examplePrice);
    await store.drain();
    const segments = [{ startMs: from, endMs: from + 3 * 86_400_000, offsetSlots: 0 }];
    const [row] = await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] });
    expect(row?.measures.requests).toBe(432n);
    expect((await store.check()).differences).toEqual([]);
    await store.close();
  } finally {
    await database.remove();
  }
});
