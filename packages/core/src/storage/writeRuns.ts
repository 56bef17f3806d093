import { sql } from 'kysely';

import { joinedRun, sourcedRun } from '../metrics/joinRecords.ts';
import type { JoinedRun } from '../metrics/Ledger.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { STATUS } from './codes.ts';
import { keyLists, type Writing } from './StoreContext.ts';
import { storedKey } from './storedKey.ts';
import { storedRun } from './storedRun.ts';
import { storedText } from './storedText.ts';

const COLUMNS = [
  'tenant',
  'run_key',
  'source',
  'external_id',
  'workspace',
  'status',
  'status_at_ms',
  'total_tables',
  'started_ms',
  'completed_ms',
  'reset_marker',
] as const;

/** Joins the batch's runs into the ledger. A reset stays. */
export async function writeRuns(writing: Writing, batch: UsageBatch): Promise<void> {
  const { ctx, trx, tenant } = writing;
  const copies = new Map<bigint, JoinedRun>();
  for (const run of batch.runs ?? []) {
    const key = storedKey(batch.source, run.id);
    const present = copies.get(key);
    const copy = sourcedRun(batch.source, run);
    copies.set(key, present ? joinedRun(present, copy) : copy);
  }
  const markers = new Map<bigint, string | null>();
  for (const list of keyLists([...copies.keys()])) {
    const key = ctx.traits.integerText(sql.ref('uk_run.run_key')).as('run_key');
    const columns = COLUMNS.filter((name) => name !== 'tenant' && name !== 'run_key');
    const query = trx.selectFrom('uk_run').select(columns).select(key).where('tenant', '=', tenant.id);
    for (const row of await query.where('run_key', 'in', list).execute()) {
      const stored = storedRun(row);
      const runKey = BigInt(row.run_key);
      markers.set(runKey, row.reset_marker);
      copies.set(runKey, joinedRun(stored, copies.get(runKey) ?? stored));
    }
  }
  const rows = [...copies].map(([key, r]) => [
    tenant.id,
    key,
    storedText(r.source),
    storedText(r.id),
    storedText(r.workspace),
    STATUS.code(r.status),
    r.statusAtMs,
    r.totalTables,
    r.startedMs,
    r.completedMs,
    markers.get(key) ?? null,
  ]);
  await ctx.traits.upsert(trx, { table: 'uk_run', columns: COLUMNS, keys: 2, rows });
}
