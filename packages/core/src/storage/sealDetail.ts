import { sql } from 'kysely';

import { UsageError } from '../errors.ts';
import { HOUR_MS, hourOf, ROLLUP_STATE } from './dirtyHours.ts';
import { sealedText, sessionSums } from './sessionSums.ts';
import { keyLists, type Writing } from './StoreContext.ts';

const DETAIL = ['uk_request', 'uk_tool_call', 'uk_turn'] as const;

/** Ids of sessions that have detail before an instant, with what was sealed of them already. */
async function sessionsBefore({ trx, tenant }: Writing, beforeMs: number): Promise<Map<number, string | null>> {
  const ids = new Set<number>();
  for (const table of DETAIL) {
    const query = trx.selectFrom(table).select('session').distinct().where('tenant', '=', tenant.id);
    for (const row of await query.where('at_ms', '<', beforeMs).execute()) ids.add(Number(row.session));
  }
  const sealed = new Map<number, string | null>();
  for (const list of keyLists([...ids])) {
    const query = trx.selectFrom('uk_session').select(['id', 'sealed']).where('tenant', '=', tenant.id);
    for (const row of await query.where('id', 'in', list).execute()) sealed.set(Number(row.id), row.sealed);
  }
  return sealed;
}

/**
 * Keeps what sessions add up to before an instant, deletes the detail of that time and remembers that it is gone. Its cells have to be right, because nothing can
 * compute them anew.
 *
 * @returns how many requests were deleted
 * @throws UsageError `invalid_argument` when the instant is no whole hour or lies before an earlier seal, or an hour has no cells
 */
export async function sealDetail(writing: Writing, beforeMs: number): Promise<number> {
  const { trx, tenant } = writing;
  if (!Number.isSafeInteger(beforeMs) || beforeMs % HOUR_MS !== 0 || beforeMs < tenant.sealedBeforeMs) {
    throw new UsageError(
      'invalid_argument',
      'time is sealed up to a whole UTC hour, and never up to an earlier one again',
    );
  }
  const unclean = trx.selectFrom('uk_hour').select('hour').where('tenant', '=', tenant.id);
  const found = await unclean
    .where('hour', '<', hourOf(beforeMs))
    .where('state', '<>', ROLLUP_STATE.clean)
    .limit(1)
    .executeTakeFirst();
  if (found) {
    const at = new Date(Number(found.hour) * HOUR_MS).toISOString();
    throw new UsageError(
      'invalid_argument',
      `the hour of ${at} is not summed up, so its detail cannot go: call drain() first`,
    );
  }
  const sessions = await sessionsBefore(writing, beforeMs);
  const sums = await sessionSums(writing, sessions, beforeMs);
  for (const [id, of] of sums) {
    const update = trx.updateTable('uk_session').set({ sealed: sealedText(of) });
    await update.where('tenant', '=', tenant.id).where('id', '=', id).execute();
  }
  const counted = await sql<{ n: number }>`
    select count(*) as n from ${sql.table('uk_request')}
    where tenant = ${tenant.id} and at_ms < ${beforeMs}`.execute(trx);
  for (const table of DETAIL) {
    await trx.deleteFrom(table).where('tenant', '=', tenant.id).where('at_ms', '<', beforeMs).execute();
  }
  tenant.sealedBeforeMs = beforeMs;
  return Number(counted.rows[0]?.n ?? 0);
}
