import { sql } from 'kysely';

import { joinedToolCall, orderedToolCall, toolAttribution } from '../metrics/joinRecords.ts';
import { type Joined, owningCopy } from '../metrics/Ledger.ts';
import { timeSlot } from '../model/timeSlot.ts';
import type { ToolCallRecord } from '../model/ToolCallRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { APPROVAL, OUTCOME } from './codes.ts';
import { keyLists, type StoreContext, type Trx } from './StoreContext.ts';
import { storedKey } from './storedKey.ts';
import { upsertRows } from './upsertRows.ts';

const COLUMNS = [
  'tenant',
  'call_key',
  'request',
  'session',
  'at_ms',
  'slot',
  'tool',
  'outcome',
  'approval',
  'approval_source',
  'call_count',
  'duration_ms',
  'claim',
] as const;

interface StoredCall {
  record: Joined<ToolCallRecord>;
  session: bigint;
  request: bigint | null;
}

async function storedCalls(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  keys: bigint[],
): Promise<Map<bigint, StoredCall>> {
  const stored = new Map<bigint, StoredCall>();
  const text = (column: 'call_key' | 'session' | 'claim' | 'request') =>
    ctx.traits.integerText(sql.ref(`uk_tool_call.${column}`)).as(column);
  for (const list of keyLists(keys)) {
    const rows = await trx
      .selectFrom('uk_tool_call')
      .select([text('call_key'), text('session'), text('claim'), text('request')])
      .select(['at_ms', 'tool', 'outcome', 'approval', 'approval_source', 'call_count', 'duration_ms'])
      .where('tenant', '=', tenant)
      .where('call_key', 'in', list)
      .execute();
    if (rows.length > 0) await ctx.names.load(trx);
    for (const row of rows) {
      const request = row.request === null ? null : BigInt(row.request);
      const tool = ctx.names.value(Number(row.tool));
      stored.set(BigInt(row.call_key), {
        session: BigInt(row.session),
        request,
        record: {
          source: '',
          key: '',
          session: '',
          request: '',
          order: BigInt(row.claim),
          attribution: toolAttribution(tool, request),
          claim: 0,
          atMs: Number(row.at_ms),
          tool,
          outcome: OUTCOME.word(Number(row.outcome)),
          approval: APPROVAL.word(Number(row.approval)),
          approvalSource: ctx.names.value(Number(row.approval_source)),
          callCount: Number(row.call_count),
          durationMs: Number(row.duration_ms),
        },
      });
    }
  }
  return stored;
}

const equal = (a: Joined<ToolCallRecord>, b: Joined<ToolCallRecord>): boolean =>
  a.order === b.order &&
  a.attribution === b.attribution &&
  a.atMs === b.atMs &&
  a.outcome === b.outcome &&
  a.approval === b.approval &&
  a.approvalSource === b.approvalSource &&
  a.callCount === b.callCount &&
  a.durationMs === b.durationMs;

/** Joins the batch's tool calls into the ledger; writes only what changed. */
export async function writeToolCalls(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  batch: UsageBatch,
): Promise<{ newToolCalls: number; sessions: Set<bigint> }> {
  const copies = new Map<bigint, StoredCall>();
  const join = (a: StoredCall, b: StoredCall): StoredCall => {
    const record = joinedToolCall(a.record, b.record);
    return { ...(owningCopy(a.record, b.record) === a.record ? a : b), record };
  };
  for (const call of batch.toolCalls) {
    const key = storedKey(batch.source, call.key);
    const copy: StoredCall = {
      record: orderedToolCall(batch.source, call),
      session: storedKey(batch.source, call.session),
      request: call.request === '' ? null : storedKey(batch.source, call.request),
    };
    const present = copies.get(key);
    copies.set(key, present ? join(present, copy) : copy);
  }
  const stored = await storedCalls(ctx, trx, tenant, [...copies.keys()]);
  const changed: [bigint, StoredCall][] = [];
  const sessions = new Set<bigint>();
  for (const [key, copy] of copies) {
    const present = stored.get(key);
    const joined = present ? join(present, copy) : copy;
    if (present && equal(present.record, joined.record)) continue;
    changed.push([key, joined]);
    sessions.add(joined.session);
    if (present) sessions.add(present.session);
  }
  const names = await ctx.names.ids(
    trx,
    changed.flatMap(([, { record }]) => [record.tool, record.approvalSource]),
  );
  const rows = changed.map(([key, { record: t, session, request }]) => [
    tenant,
    key,
    request,
    session,
    t.atMs,
    timeSlot(t.atMs),
    names.get(t.tool),
    OUTCOME.code(t.outcome),
    APPROVAL.code(t.approval),
    names.get(t.approvalSource),
    t.callCount,
    t.durationMs,
    t.order,
  ]);
  await upsertRows(trx, ctx.traits, 'uk_tool_call', COLUMNS, 2, rows);
  return { newToolCalls: copies.size - stored.size, sessions };
}
