import { sql } from 'kysely';

import { joinedSession, orderedSession } from '../metrics/joinRecords.ts';
import type { Joined } from '../metrics/Ledger.ts';
import type { SessionRecord } from '../model/SessionRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { FLAG, STATUS } from './codes.ts';
import { keyLists, type SessionDims, type StoreContext, type Trx } from './StoreContext.ts';
import { storedKey } from './storedKey.ts';
import { originalText, storedText } from './storedText.ts';
import { upsertRows } from './upsertRows.ts';

const COLUMNS = [
  'tenant',
  'session_key',
  'external_id',
  'parent',
  'dimset',
  'status',
  'status_at_ms',
  'status_position',
  'flag',
  'record_last_ms',
  'claim',
] as const;

/** Columns that `sessionSums` fills; a new row begins with nothing in them. */
const SUMS = [
  'last_ms',
  'engaged_ms',
  'model_set',
  'model',
  'request_count',
  'turn_count',
  'tool_count',
  'input',
  'cache_read',
  'cache_w5m',
  'cache_w1h',
  'output',
  'reasoning',
  'cost_pico',
  'unpriced_requests',
  'unpriced_tokens',
] as const;

async function storedSessions(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  keys: bigint[],
): Promise<Map<bigint, Joined<SessionRecord>>> {
  const stored = new Map<bigint, Joined<SessionRecord>>();
  const text = (column: 'session_key' | 'claim') => ctx.traits.integerText(sql.ref(`uk_session.${column}`)).as(column);
  for (const list of keyLists(keys)) {
    const rows = await trx
      .selectFrom('uk_session')
      .select([text('session_key'), text('claim'), 'external_id', 'parent', 'dimset', 'status', 'status_at_ms'])
      .select(['status_position', 'record_last_ms'])
      .where('tenant', '=', tenant)
      .where('session_key', 'in', list)
      .execute();
    if (rows.length > 0) await ctx.dimsets.load(trx);
    for (const row of rows) {
      const { project, source } = ctx.dimsets.value(Number(row.dimset)) as SessionDims;
      stored.set(BigInt(row.session_key), {
        id: originalText(row.external_id),
        source,
        project,
        parent: originalText(row.parent),
        status: STATUS.word(Number(row.status)),
        statusAtMs: Number(row.status_at_ms),
        statusPosition: Number(row.status_position),
        lastAtMs: Number(row.record_last_ms),
        claim: 0,
        order: BigInt(row.claim),
        attribution: project,
      });
    }
  }
  return stored;
}

/** A session of which only requests, turns or calls are known; any description of it comes first in the order of copies. */
const undescribed = (id: string): SessionRecord => ({
  id,
  parent: '',
  project: '',
  lastAtMs: 0,
  status: 'incomplete',
  statusAtMs: -1,
  statusPosition: -1,
  claim: 5 * 2 ** 42,
});

/** Joins the batch's sessions, and those its other records name, into the ledger. */
export async function writeSessions(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  batch: UsageBatch,
): Promise<Set<bigint>> {
  const copies = new Map<bigint, Joined<SessionRecord>>();
  const add = (record: SessionRecord): void => {
    const key = storedKey(batch.source, record.id);
    const copy = orderedSession(batch.source, record);
    const present = copies.get(key);
    copies.set(key, present ? joinedSession(present, copy) : copy);
  };
  for (const session of batch.sessions) add(session);
  const named = new Set([...batch.requests, ...batch.turns, ...batch.toolCalls].map((r) => r.session));
  for (const session of batch.sessions) named.delete(session.id);
  for (const id of named) add(undescribed(id));

  const stored = await storedSessions(ctx, trx, tenant, [...copies.keys()]);
  const changed: [bigint, Joined<SessionRecord>][] = [];
  for (const [key, copy] of copies) {
    const present = stored.get(key);
    const joined = present ? joinedSession(present, copy) : copy;
    const same =
      present?.order === joined.order &&
      present.attribution === joined.attribution &&
      present.parent === joined.parent &&
      present.status === joined.status &&
      present.statusAtMs === joined.statusAtMs &&
      present.statusPosition === joined.statusPosition &&
      present.lastAtMs === joined.lastAtMs;
    if (!same) changed.push([key, joined]);
  }
  const dims = (s: Joined<SessionRecord>): SessionDims => ({ project: s.project, source: batch.source });
  const dimsets = await ctx.dimsets.ids(
    trx,
    changed.map(([, s]) => dims(s)),
  );
  const row = ([key, s]: [bigint, Joined<SessionRecord>]): unknown[] => [
    tenant,
    key,
    storedText(s.id),
    storedText(s.parent),
    dimsets.get(JSON.stringify(dims(s))),
    STATUS.code(s.status),
    s.statusAtMs,
    s.statusPosition,
    s.status === 'failed' ? FLAG.failed : 0,
    s.lastAtMs,
    s.order,
  ];
  const added = changed.filter(([key]) => !stored.has(key)).map((c) => [...row(c), ...SUMS.map(() => 0)]);
  const replaced = changed.filter(([key]) => stored.has(key)).map(row);
  await upsertRows(trx, ctx.traits, 'uk_session', [...COLUMNS, ...SUMS], 2, added);
  await updateSessions(ctx, trx, replaced);
  return new Set(changed.map(([key]) => key));
}

/** Replaces the described columns of rows that are there; an upsert would need the sums as well. */
async function updateSessions(ctx: StoreContext, trx: Trx, rows: unknown[][]): Promise<void> {
  if (rows.length === 0) return;
  const query = trx
    .updateTable('uk_session')
    .set(Object.fromEntries(COLUMNS.slice(2).map((column) => [column, 0])) as never)
    .where('tenant', '=', 0)
    .where('session_key', '=', 0n)
    .compile();
  await ctx.traits.executeMany(
    trx,
    query,
    rows.map((row) => [...row.slice(2), row[0], row[1]]),
  );
}
