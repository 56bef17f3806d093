import { sql } from 'kysely';

import type { ResetScope } from '../model/ResetScope.ts';
import { HOUR_MS } from '../model/timeSlot.ts';
import { FLAG } from './codes.ts';
import { markHours, untouched } from './dirtyHours.ts';
import type { Writing } from './StoreContext.ts';
import { storedKey } from './storedKey.ts';
import { storedText } from './storedText.ts';

/** Stamps the runs of a scope and their sessions as reset; they stay in the ledger. Returns how many sessions were not reset before. */
export async function resetSessions(writing: Writing, scope: ResetScope, marker: string): Promise<number> {
  const { trx, tenant } = writing;
  const runs =
    scope === 'all'
      ? sql`1 = 1`
      : 'run' in scope
        ? sql`run_key = ${storedKey(scope.source, scope.run)}`
        : sql`workspace = ${storedText(scope.workspace)}`;
  await sql`
    update ${sql.table('uk_run')} set reset_marker = ${storedText(marker)}
    where tenant = ${tenant.id} and reset_marker is null and ${runs}`.execute(trx);
  const stamped = sql`run in (select run_key from ${sql.table('uk_run')} where tenant = ${tenant.id} and ${runs})`;
  // A run may be known by its sessions alone.
  const launched = scope !== 'all' && 'run' in scope ? sql`run = ${storedKey(scope.source, scope.run)}` : stamped;
  // What has made no request is no session yet: it is out only as long as it is of a stamped run.
  const own = scope === 'all' ? sql`request_count > 0` : sql`(request_count > 0 and ${launched})`;
  const within = sql`(${own} or ${stamped})`;
  const { rows } = await sql<{ id: number; request_count: number; started_ms: number | null }>`
    select id, request_count, started_ms from ${sql.table('uk_session')}
    where tenant = ${tenant.id} and flag < ${FLAG.reset} and ${within}`.execute(trx);
  await sql`
    update ${sql.table('uk_session')} set flag = flag + ${FLAG.reset}
    where tenant = ${tenant.id} and flag < ${FLAG.reset} and ${within}`.execute(trx);
  await sql`
    update ${sql.table('uk_session')} set own_reset = 1
    where tenant = ${tenant.id} and own_reset = 0 and ${own}`.execute(trx);
  const touched = untouched();
  for (const row of rows) {
    touched.sessions.add(Number(row.id));
    if (row.started_ms !== null) touched.hours.add(Math.floor(Number(row.started_ms) / HOUR_MS));
  }
  await markHours(writing, touched);
  return rows.filter((row) => Number(row.request_count) > 0).length;
}
