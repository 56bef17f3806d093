import { sql } from 'kysely';

import { dimensionText, joinedToolCall, orderedToolCall, toolAttribution } from '../metrics/joinRecords.ts';
import { type Joined, owningCopy } from '../metrics/Ledger.ts';
import { attributionClaim } from '../model/attributionClaim.ts';
import type { ToolCallRecord } from '../model/ToolCallRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { APPROVAL, OUTCOME } from './codes.ts';
import { dimensionValues, internedDimsets } from './dimsets.ts';
import { hourOf, type TouchedHours } from './dirtyHours.ts';
import { isSamePlace, writeHours } from './ledgerHours.ts';
import { rowsOfKeys } from './keyedQuery.ts';
import type { Writing } from './StoreContext.ts';
import { storedKey } from './storedKey.ts';
import type { InSession, WrittenRows } from './WrittenRows.ts';

const COLUMNS = [
  'tenant',
  'call_key',
  'session',
  'at_ms',
  'dimset',
  'model',
  'tool',
  'outcome',
  'approval',
  'approval_source',
  'call_count',
  'duration_ms',
  'claim',
] as const;

type StoredCall = InSession<ToolCallRecord>;

/** A call as it is written. */
interface CallRow {
  key: bigint;
  record: ToolCallRecord;
  /** Place of the copy that names it in the order of copies. */
  order: bigint;
  session: number;
}

async function storedCalls({ ctx, trx, tenant }: Writing, keys: bigint[]): Promise<Map<bigint, StoredCall>> {
  const stored = new Map<bigint, StoredCall>();
  const { names, dimsets } = ctx.dictionaries;
  const text = (column: 'call_key' | 'claim') => ctx.traits.integerText(sql.ref(`uk_tool_call.${column}`)).as(column);
  const possible = ctx.knownKeys.possible('uk_tool_call', keys);
  const rows = await rowsOfKeys({ trx, tenant: tenant.id }, 'calls', possible, (of, list) =>
    trx
      .selectFrom('uk_tool_call')
      .select([text('call_key'), text('claim'), 'session', 'at_ms', 'dimset', 'model', 'tool', 'outcome', 'approval'])
      .select(['approval_source', 'call_count', 'duration_ms'])
      .where(ctx.traits.keyIn({ tenant: of }, 'call_key', list)),
  );
  if (rows.length === 0) return stored;
  const dims = await dimsets.texts(
    trx,
    tenant.id,
    rows.map((row) => Number(row.dimset)),
  );
  const texts = await names.texts(
    trx,
    tenant.id,
    rows.flatMap((row) => [Number(row.tool), Number(row.model), Number(row.approval_source)]),
  );
  for (const row of rows) {
    const record: Joined<ToolCallRecord> = {
      source: '',
      key: '',
      session: '',
      order: BigInt(row.claim),
      attribution: '',
      claim: 0,
      atMs: Number(row.at_ms),
      model: texts.get(Number(row.model)) ?? '',
      tool: texts.get(Number(row.tool)) ?? '',
      outcome: OUTCOME.word(Number(row.outcome)),
      approval: APPROVAL.word(Number(row.approval)),
      approvalSource: texts.get(Number(row.approval_source)) ?? '',
      dimensions: dimensionValues(dims.get(Number(row.dimset)) ?? ''),
      callCount: Number(row.call_count),
      durationMs: Number(row.duration_ms),
    };
    record.attribution = toolAttribution(record);
    stored.set(BigInt(row.call_key), { record, session: Number(row.session) });
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

async function writeRows(writing: Writing, changed: readonly CallRow[]): Promise<void> {
  if (changed.length === 0) return;
  const { ctx, trx, tenant } = writing;
  const [texts, dims] = [new Set<string>(), new Set<string>()];
  for (let i = 0; i < changed.length; i += 1) {
    const { record: t } = changed[i] as CallRow;
    texts.add(t.tool).add(t.model).add(t.approvalSource);
    dims.add(dimensionText(t.dimensions));
  }
  const { ids: names } = await ctx.dictionaries.names.ids(writing, texts);
  const dimsets = await internedDimsets(writing, dims);
  const at = (i: number): unknown[] => {
    const { key, record: t, order, session } = changed[i] as CallRow;
    return [
      tenant.id,
      key,
      session,
      t.atMs,
      dimsets.get(dimensionText(t.dimensions)),
      names.get(t.model),
      names.get(t.tool),
      OUTCOME.code(t.outcome),
      APPROVAL.code(t.approval),
      names.get(t.approvalSource),
      t.callCount,
      t.durationMs,
      order,
    ];
  };
  const rows = { length: changed.length, at };
  await ctx.traits.upsert(trx, { table: 'uk_tool_call', columns: COLUMNS, keys: 2, rows });
}

/** Joins the batch's tool calls into the ledger; writes only what changed. */
export async function writeToolCalls(
  writing: Writing,
  batch: UsageBatch,
  sessions: ReadonlyMap<string, number>,
  touched: TouchedHours,
): Promise<{ newToolCalls: number; sessions: Set<number>; written: WrittenRows['calls'] }> {
  const { source } = batch;
  const copies = new Map<bigint, CallRow>();
  /** Few calls have a second copy: only those get what copies are joined by. */
  const ordered = ({ record, session }: CallRow): StoredCall => ({ record: orderedToolCall(source, record), session });
  const join = (key: bigint, a: StoredCall, b: StoredCall): CallRow & StoredCall => {
    const record = joinedToolCall(a.record, b.record);
    const { session } = owningCopy(a.record, b.record) === a.record ? a : b;
    return { key, record, order: record.order, session };
  };
  for (let i = 0; i < batch.toolCalls.length; i += 1) {
    const call = batch.toolCalls[i] as ToolCallRecord;
    if (call.atMs < writing.tenant.sealedBeforeMs) continue;
    const key = storedKey(source, call.key);
    const order = attributionClaim(call.claim, call.session);
    const copy: CallRow = { key, record: call, order, session: sessions.get(call.session) ?? -1 };
    const present = copies.get(key);
    copies.set(key, present ? join(key, ordered(present), ordered(copy)) : copy);
  }
  const stored = await storedCalls(writing, [...copies.keys()]);
  const changed: CallRow[] = [];
  const left: StoredCall[] = [];
  const changedSessions = new Set<number>();
  let newToolCalls = 0;
  const all = [...copies.values()];
  for (let i = 0; i < all.length; i += 1) {
    const copy = all[i] as CallRow;
    const { key } = copy;
    const present = stored.get(key);
    let row = copy;
    if (present) {
      const joined = join(key, present, ordered(copy));
      if (equal(present.record, joined.record)) continue;
      row = joined;
    }
    // A result whose call was not read is none yet.
    if (row.record.callCount > 0 && !present?.record.callCount) newToolCalls += 1;
    changed.push(row);
    changedSessions.add(row.session);
    touched.hours.add(hourOf(row.record.atMs));
    if (present) {
      changedSessions.add(present.session);
      touched.hours.add(hourOf(present.record.atMs));
      touched.replaced.add(row.session).add(present.session);
      if (!isSamePlace(present, row)) left.push(present);
    }
  }
  changed.sort((a, b) => a.session - b.session || a.record.atMs - b.record.atMs);
  await writeRows(writing, changed);
  await writeHours(writing, 'uk_tool_call', changed, left);
  return { newToolCalls, sessions: changedSessions, written: changed };
}
