import { sql } from 'kysely';

import { dimensionText } from '../metrics/joinRecords.ts';
import type { Joined } from '../metrics/Ledger.ts';
import { primaryModel } from '../metrics/primaryModel.ts';
import type { SessionRecord } from '../model/SessionRecord.ts';
import { assertSessionSums } from './assertSessionSums.ts';
import { FLAG, STATUS } from './codes.ts';
import { type DescribedSession, storedSessions } from './describedSessions.ts';
import { internedDimsets } from './dimsets.ts';
import { hourOf, type TouchedHours } from './dirtyHours.ts';
import {
  addedSessionSums,
  modelSetText,
  type SessionSums,
  sessionSums,
  SUM_COLUMNS,
  sumColumns,
} from './sessionSums.ts';
import { lostSession } from './lostEntry.ts';
import { writeModelSets } from './modelSets.ts';
import { keyLists, type Writing } from './StoreContext.ts';
import { storedKey } from './storedKey.ts';
import { storedText } from './storedText.ts';
import type { WrittenRows } from './WrittenRows.ts';

const COLUMNS = [
  'tenant',
  'id',
  'session_key',
  'first_claim',
  'external_id',
  'parent',
  'run',
  'run_id',
  'dimset',
  'status',
  'status_at_ms',
  'status_position',
  'flag',
  'own_reset',
  'record_last_ms',
  'claim',
  'api_ms',
  'model_set',
  'model',
  'sealed',
  ...SUM_COLUMNS,
] as const;

const dimsOf = (s: Joined<SessionRecord>): string =>
  dimensionText({ ...s.dimensions, project: s.project, source: s.source });

const runKey = (s: Joined<SessionRecord>): bigint | null =>
  s.run === undefined || s.run === '' ? null : storedKey(s.source, s.run);

/** Those of the runs that were reset: what is launched with them counts as reset too. */
async function resetRuns({ ctx, trx, tenant }: Writing, keys: ReadonlySet<bigint>): Promise<Set<bigint>> {
  const reset = new Set<bigint>();
  for (const list of keyLists([...keys])) {
    const key = ctx.traits.integerText(sql.ref('uk_run.run_key')).as('run_key');
    const query = trx.selectFrom('uk_run').select(key).where('tenant', '=', tenant.id).where('run_key', 'in', list);
    for (const row of await query.where('reset_marker', 'is not', null).execute()) reset.add(BigInt(row.run_key));
  }
  return reset;
}

/**
 * Writes the rows of sessions whose description or sums may have changed. Where a session's status or dimensions changed, all its hours are touched;
 * else the hours it started in, because rollups of sessions lie there.
 *
 * @param described the sessions that the batch names
 * @param ids sessions whose own rows changed, named by the batch or not
 * @param written the rows that changed
 * @throws UsageError `store_unavailable` when one of the sessions is lost, `unsafe_integer` when one adds up to more than 64 bits
 */
export async function writeSessions(
  writing: Writing,
  described: Iterable<DescribedSession>,
  ids: ReadonlySet<number>,
  written: WrittenRows,
  touched: TouchedHours,
): Promise<void> {
  const { ctx, trx, tenant } = writing;
  const sessions = new Map<number, DescribedSession>();
  for (const session of described) {
    if (session.changed || ids.has(session.id)) sessions.set(session.id, session);
  }
  const others = [...ids].filter((id) => !sessions.has(id));
  for (const session of await storedSessions(writing, 'id', others)) sessions.set(session.id, session);
  for (const id of others) if (!sessions.has(id)) throw lostSession(id);
  if (sessions.size === 0) return;

  const all = [...sessions.values()];
  // Where rows were only added, what the row said is added to; where some were replaced or moved, everything is summed anew.
  const canAdd = (s: DescribedSession): boolean =>
    !s.stored || (s.stored.sums !== undefined && !touched.replaced.has(s.id));
  const added = new Map(all.filter(canAdd).map((s) => [s.id, s.stored?.sums]));
  const summed = new Map(all.filter((s) => !canAdd(s)).map((s) => [s.id, s.stored?.sealed ?? null]));
  const sums = new Map([...(await sessionSums(writing, summed)), ...addedSessionSums(written, added)]);
  const dimsets = await internedDimsets(
    writing,
    all.map((s) => dimsOf(s.record)),
  );
  const reset = await resetRuns(writing, new Set(all.map((s) => runKey(s.record)).filter((key) => key !== null)));
  const sets = await ctx.dictionaries.modelSets.ids(writing, [...sums.values()].map(modelSetText));
  const models = await ctx.dictionaries.names.ids(
    writing,
    [...sums.values()].map((s) => primaryModel(s.costByModel)),
  );
  await writeModelSets(writing, sets.added);

  const rows = all.map(({ id, key, firstClaim, record, stored }) => {
    const own = sums.get(id) as SessionSums;
    const [input = 0n, cacheRead = 0n, cacheWrite5m = 0n, cacheWrite1h = 0n, output = 0n, reasoning = 0n] = own.tokens;
    const tokens = input + cacheRead + cacheWrite5m + cacheWrite1h + output;
    assertSessionSums(record.id, { tokens, reasoning, costPico: own.costPico });
    const run = runKey(record);
    const ownReset = stored?.ownReset ?? 0;
    const isReset = ownReset !== 0 || (run !== null && reset.has(run));
    const flag = (record.status === 'failed' ? FLAG.failed : 0) | (isReset ? FLAG.reset : 0);
    const dimset = dimsets.get(dimsOf(record));
    if (stored && (stored.flag !== flag || stored.dimset !== dimset)) touched.sessions.add(id);
    const startedMs = Number.isFinite(own.startedMs) ? own.startedMs : null;
    for (const atMs of [startedMs, stored?.startedMs ?? null]) if (atMs !== null) touched.hours.add(hourOf(atMs));
    return [
      tenant.id,
      id,
      key,
      firstClaim,
      storedText(record.id),
      storedText(record.parent),
      run,
      storedText(record.run ?? ''),
      dimset,
      STATUS.code(record.status),
      record.statusAtMs,
      record.statusPosition,
      flag,
      ownReset,
      record.lastAtMs,
      record.order,
      record.apiMs ?? null,
      sets.ids.get(modelSetText(own)),
      models.ids.get(primaryModel(own.costByModel)),
      stored?.sealed ?? null,
      ...sumColumns(own, record),
    ];
  });
  await ctx.traits.upsert(trx, { table: 'uk_session', columns: COLUMNS, keys: 2, rows });
}
