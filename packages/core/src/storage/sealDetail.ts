import { sql } from 'kysely';

import { UsageError } from '../errors.ts';
import { HOUR_MS } from '../model/timeSlot.ts';
import { hourOf, ROLLUP_STATE } from './dirtyHours.ts';
import { FIRST_MS, inTime, TIMED_TABLES } from './ledgerHours.ts';
import { sealedText, sessionSums } from './sessionSums.ts';
import { assertSealable } from './assertSealable.ts';
import { keyLists, type Writing } from './StoreContext.ts';

/** Ids of sessions that have detail before an instant, with what was sealed of them already. */
async function sessionsBefore({ trx, tenant }: Writing, beforeMs: number): Promise<Map<number, string | null>> {
  const ids = new Set<number>();
  for (const table of TIMED_TABLES) {
    const query = trx.selectFrom(`${table}_hour`).select('session').distinct().where('tenant', '=', tenant.id);
    for (const row of await query.where('hour', '<', hourOf(beforeMs)).execute()) ids.add(Number(row.session));
  }
  const turns = trx.selectFrom('uk_turn').select('session').distinct().where('tenant', '=', tenant.id);
  for (const row of await turns.where('at_ms', '<', beforeMs).execute()) ids.add(Number(row.session));
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
 * @returns how many requests the deleted rows are of
 * @throws UsageError `invalid_argument` when the instant is no whole hour, lies before an earlier seal or in the future, or an hour has no cells; `unsafe_integer`
 * when it cannot have any, because a sum of it is beyond 2⁵³ − 1
 */
export async function sealDetail(writing: Writing, beforeMs: number): Promise<number> {
  const { ctx, trx, tenant } = writing;
  assertSealable(beforeMs, tenant.sealedBeforeMs);
  const unclean = trx.selectFrom('uk_hour').select(['hour', 'state']).where('tenant', '=', tenant.id);
  const found = await unclean
    .where('hour', '<', hourOf(beforeMs))
    .where('state', '<>', ROLLUP_STATE.clean)
    .orderBy('hour')
    .limit(1)
    .executeTakeFirst();
  if (found) {
    const at = new Date(Number(found.hour) * HOUR_MS).toISOString();
    if (Number(found.state) === ROLLUP_STATE.impossible) {
      throw new UsageError(
        'unsafe_integer',
        `the hour of ${at} has a sum beyond 2^53 - 1, which only its detail tells: time can be sealed up to that hour, and not beyond`,
      );
    }
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
  const sealed = { fromMs: FIRST_MS, toMs: beforeMs };
  const counted = await sql<{ n: number }>`
    select coalesce(sum(request_count), 0) as n from ${sql.table('uk_request')} where ${inTime(ctx, tenant.id, 'uk_request', sealed)}`.execute(
    trx,
  );
  for (const table of TIMED_TABLES) {
    await trx
      .deleteFrom(table)
      .where(inTime(ctx, tenant.id, table, sealed))
      .execute();
    const hours = trx.deleteFrom(`${table}_hour`).where('tenant', '=', tenant.id);
    await hours.where('hour', '<', hourOf(beforeMs)).execute();
  }
  await trx.deleteFrom('uk_turn').where('tenant', '=', tenant.id).where('at_ms', '<', beforeMs).execute();
  tenant.sealedBeforeMs = beforeMs;
  return Number(counted.rows[0]?.n ?? 0);
}
