import { type RawBuilder, sql } from 'kysely';

import type { RollupFamily, RollupQuery } from '../model/Rollup.ts';
import { DAY_MS, HOUR_MS, SLOT_MS } from '../model/timeSlot.ts';
import { exactSum } from './decode.ts';
import { hourOf } from './dirtyHours.ts';
import { keptQuery } from './keyedQuery.ts';
import { inTime } from './ledgerHours.ts';
import type { GroupFold } from './packed/GroupFold.ts';
import type { RollupPiece } from './plan.ts';
import { type Attribute, FACT, joinsOf } from './rollupAttributes.ts';
import { LEDGER_MEASURES } from './rollupColumns.ts';
import type { PackedQuery } from './rollupSources.ts';
import type { StoreContext } from './StoreContext.ts';

/** How sums are asked for: at once, or in two halves when a sum does not fit 64 bits. */
type SumMode = 'whole' | 'halves';

/** A query made ready. */
export interface PreparedQuery extends PackedQuery {
  attributes: ReadonlyMap<string, Attribute>;
}

/** Tables of the ledger. */
const TABLES = { usage: 'uk_request', tools: 'uk_tool_call', sessions: 'uk_session' } as const;

const timeOf = (family: RollupFamily): string => (family === 'sessions' ? 's.started_ms' : `${FACT[family]}.at_ms`);

/** The bucket of a row as SQL: the offset is an integer, the zone's name is not in it. */
function bucketSql({ bucket, family }: RollupQuery, { offsetSlots }: RollupPiece): RawBuilder<unknown> {
  if (bucket === 'total') return sql`0`;
  if (bucket === 'slot') return sql`${sql.raw(timeOf(family))} / ${sql.lit(SLOT_MS)}`;
  const local = sql`(${sql.raw(timeOf(family))} + ${sql.lit(offsetSlots * SLOT_MS)})`;
  return bucket === 'day' ? sql`${local} / ${sql.lit(DAY_MS)}` : sql`(${local} / ${sql.lit(HOUR_MS)} + 72) % 168`;
}

/** A stretch of time with the hours it reaches into. */
interface LedgerTime {
  startMs: number;
  endMs: number;
  fromHour: number;
  toHour: number;
}

/** Rows of a piece's time. */
function timeConditions({ query, of }: PreparedQuery, time: LedgerTime): RawBuilder<unknown>[] {
  const { startMs, endMs } = time;
  const { family } = query;
  if (family !== 'sessions') {
    return [inTime(of.ctx, of.tenant, TABLES[family], { fromMs: startMs, toMs: endMs }, FACT[family], time)];
  }
  return [
    sql`s.tenant = ${of.tenant}`,
    sql`s.started_ms >= ${startMs} and s.started_ms < ${endMs}`,
    sql`s.request_count > 0`,
  ];
}

function fromSql({ query, groups, attributes, filter, flags }: PreparedQuery): RawBuilder<unknown> {
  const joins = joinsOf(new Set([...groups, ...filter.columns]));
  const fact = sql.raw(FACT[query.family]);
  const namesSession = [...attributes.values()].some((a) => a.column.startsWith('s.') || a.join);
  const session =
    query.family !== 'sessions' && (namesSession || flags !== null)
      ? sql`join ${sql.table('uk_session')} as s on s.tenant = ${fact}.tenant and s.id = ${fact}.session`
      : sql``;
  return sql`${sql.table(TABLES[query.family])} as ${fact} ${session} ${joins}`;
}

function sums(ctx: StoreContext, columns: Readonly<Record<string, string>>, mode: SumMode): RawBuilder<unknown>[] {
  const text = (expression: string, name: string): RawBuilder<unknown> =>
    sql`${ctx.traits.integerText(sql.raw(`sum(${expression})`))} as ${sql.id(name)}`;
  return Object.entries(columns).flatMap(([name, expression]) =>
    mode === 'whole'
      ? [text(expression, name)]
      : [text(`(${expression}) >> 32`, `${name}_high`), text(`(${expression}) & 4294967295`, `${name}_low`)],
  );
}

/** What the statement for a query without a filter is kept as: all that is in it beside the time. */
function ledgerName(
  { query, of, groups, flags, measures }: PreparedQuery,
  { offsetSlots }: RollupPiece,
  mode: SumMode,
) {
  const names = groups.map(({ name, joinText = '' }) => [name, joinText]);
  return JSON.stringify([mode, of.tenant, query.family, query.bucket, offsetSlots, names, flags, measures]);
}

/** Adds what the ledger has of a piece. */
async function addLedger(fold: GroupFold, prepared: PreparedQuery, piece: RollupPiece, mode: SumMode): Promise<void> {
  const { query, of, groups, flags, measures, filter } = prepared;
  const all = LEDGER_MEASURES[query.family];
  const columns = Object.fromEntries(measures.map((name) => [name, all[name] ?? '0']));
  const selects = [
    sql`${bucketSql(query, piece)} as bucket`,
    ...groups.map((group, i) => sql`${sql.raw(group.column)} as ${sql.raw(`g${i}`)}`),
    ...sums(of.ctx, columns, mode),
  ];
  const grouped = [sql.raw('bucket'), ...groups.map((_, i) => sql.raw(`g${i}`))];
  const build = (startMs: number, endMs: number, fromHour: number, toHour: number) => {
    const conditions = [
      ...timeConditions(prepared, { startMs, endMs, fromHour, toHour }),
      ...filter.conditions,
      ...(flags === null ? [] : [sql`s.flag in (${sql.join(flags)})`]),
    ];
    return sql<Record<string, string | null>>`
      select ${sql.join(selects)} from ${fromSql(prepared)}
      where ${sql.join(conditions, sql` and `)}
      group by ${sql.join(grouped)}`;
  };
  const { startMs, endMs } = piece;
  const time = [startMs, endMs, hourOf(startMs), Math.ceil(endMs / HOUR_MS)] as const;
  const rows =
    filter.conditions.length > 0
      ? (await build(...time).execute(of.trx)).rows
      : await keptQuery(of.trx, ledgerName(prepared, piece, mode), time, build);
  const standsFor: (Int32Array | undefined)[] = [];
  for (const group of groups) standsFor.push(await group.canonical?.());
  const exact = (row: Record<string, string | null>, name: string): bigint =>
    mode === 'whole' ? BigInt(row[name] ?? 0) : exactSum(row[`${name}_high`] ?? null, row[`${name}_low`] ?? null);
  for (const row of rows) {
    const ids = groups.map((_, i) => {
      const id = Number(row[`g${i}`] ?? 0);
      return standsFor[i]?.[id] ?? id;
    });
    fold.addGroup(
      Number(row['bucket']),
      ids,
      measures.map((name) => exact(row, name)),
    );
  }
}

/** Adds what the ledger has of a piece, in halves where a sum does not fit 64 bits. */
export async function addLedgerPiece(fold: GroupFold, packed: PreparedQuery, piece: RollupPiece): Promise<void> {
  try {
    await addLedger(fold, packed, piece, 'whole');
  } catch (error) {
    if (!packed.of.ctx.traits.isOverflow(error)) throw error;
    await addLedger(fold, packed, piece, 'halves');
  }
}
