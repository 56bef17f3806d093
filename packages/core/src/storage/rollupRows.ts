import { type RawBuilder, sql } from 'kysely';

import { UsageError } from '../errors.ts';
import { assertRollupNames } from '../metrics/rollup.ts';
import type { RollupFamily, RollupMeasures, RollupQuery, RollupRow } from '../model/Rollup.ts';
import { SLOT_MS, SLOTS_PER_DAY } from '../model/timeSlot.ts';
import { FLAG } from './codes.ts';
import { coverageFor } from './coverage.ts';
import { NO_DIMENSION } from './dayMarginals.ts';
import { exactSum } from './decode.ts';
import { foldedRows } from './foldedRows.ts';
import { plan, type RollupLevel, type RollupPiece } from './plan.ts';
import {
  type Attribute,
  attributeOf,
  type AttributeSource,
  attributeSource,
  FACT,
  type Filter,
  filterOf,
  joinsOf,
} from './rollupAttributes.ts';
import { LEDGER_MEASURES, SUMMED_MEASURES } from './rollupColumns.ts';
import type { StoreContext, Trx } from './StoreContext.ts';
import { tenantState } from './tenantState.ts';

const DAY_MS = SLOTS_PER_DAY * SLOT_MS;
const HOUR_MS = DAY_MS / 24;

/** How sums are asked for: at once, or in two halves when a sum does not fit 64 bits. */
type SumMode = 'whole' | 'halves';

/** A query made ready for SQL. */
interface Prepared {
  query: RollupQuery;
  of: AttributeSource;
  /** Attributes to group by, without repetitions of a column. */
  groups: readonly Attribute[];
  attributes: ReadonlyMap<string, Attribute>;
  filter: Filter;
  /** Flags of rows that count; `null` = all. */
  flags: readonly number[] | null;
  /** Dimension of the marginals that can answer it. */
  dimension: number;
}

/** Tables of a level. */
const TABLES: Readonly<Record<RollupFamily, Readonly<Record<RollupLevel, string>>>> = {
  usage: { L0: 'uk_request', L1: 'uk_usage_cell', L2: 'uk_usage_day' },
  tools: { L0: 'uk_tool_call', L1: 'uk_tool_cell', L2: 'uk_tool_day' },
  sessions: { L0: 'uk_session', L1: 'uk_session', L2: 'uk_session_day' },
};

const isByHour = ({ family, bucket }: RollupQuery): boolean => family === 'sessions' && bucket === 'weekHour';

function tableOf(query: RollupQuery, level: RollupLevel): string {
  return level === 'L2' && isByHour(query) ? 'uk_session_hour' : TABLES[query.family][level];
}

/** The bucket of a row as SQL: the offset is an integer, the zone's name is not in it. */
function bucketSql(query: RollupQuery, piece: RollupPiece): RawBuilder<unknown> {
  const { bucket, family } = query;
  const { level, offsetSlots } = piece;
  if (bucket === 'total') return sql`0`;
  if (level === 'L2') return bucket === 'day' ? sql`c.day` : sql`((c.day + 3) % 7 * 24 + c.hour)`;
  if (level === 'L1') {
    const slot = sql`(c.slot + ${sql.lit(offsetSlots)})`;
    if (bucket === 'slot') return sql`c.slot`;
    return bucket === 'day' ? sql`${slot} / ${sql.lit(SLOTS_PER_DAY)}` : sql`(${slot} / 4 + 72) % 168`;
  }
  const at = family === 'sessions' ? 's.started_ms' : `${FACT[family]}.at_ms`;
  if (bucket === 'slot') return sql`${sql.raw(at)} / ${sql.lit(SLOT_MS)}`;
  const local = sql`(${sql.raw(at)} + ${sql.lit(offsetSlots * SLOT_MS)})`;
  return bucket === 'day' ? sql`${local} / ${sql.lit(DAY_MS)}` : sql`(${local} / ${sql.lit(HOUR_MS)} + 72) % 168`;
}

/** Rows of a piece's time. */
function timeConditions({ query, dimension, of }: Prepared, piece: RollupPiece): RawBuilder<unknown>[] {
  const { level, startMs, endMs, offsetSlots } = piece;
  const between = (column: string, from: number, to: number): RawBuilder<unknown> =>
    sql`${sql.raw(column)} >= ${from} and ${sql.raw(column)} < ${to}`;
  if (level === 'L2') {
    const day = (ms: number): number => (ms + offsetSlots * SLOT_MS) / DAY_MS;
    return [
      sql`c.tenant = ${of.tenant} and c.offset_slots = ${offsetSlots} and c.dimension = ${dimension}`,
      between('c.day', day(startMs), day(endMs)),
    ];
  }
  if (level === 'L1') return [sql`c.tenant = ${of.tenant}`, between('c.slot', startMs / SLOT_MS, endMs / SLOT_MS)];
  const fact = FACT[query.family];
  const at = query.family === 'sessions' ? 's.started_ms' : `${fact}.at_ms`;
  const conditions = [sql`${sql.raw(fact)}.tenant = ${of.tenant}`, between(at, startMs, endMs)];
  return query.family === 'sessions' ? [...conditions, sql`s.request_count > 0`] : conditions;
}

function fromSql({ query, groups, attributes, filter, flags }: Prepared, level: RollupLevel): RawBuilder<unknown> {
  const needed = new Set([...groups, ...filter.columns(level)]);
  const table = sql.table(tableOf(query, level));
  const joins = joinsOf(needed, level);
  if (level !== 'L0') return sql`${table} as c ${joins}`;
  const fact = FACT[query.family];
  const namesSession = [...attributes.values()].some((a) => a.column('L0')?.startsWith('s.') || a.join);
  const session =
    query.family !== 'sessions' && (namesSession || flags !== null)
      ? sql`join ${sql.table('uk_session')} as s on s.tenant = ${sql.raw(fact)}.tenant and s.id = ${sql.raw(fact)}.session`
      : sql``;
  return sql`${table} as ${sql.raw(fact)} ${session} ${joins}`;
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

function measuresOf(row: Record<string, string | null>, names: Iterable<string>, mode: SumMode): RollupMeasures {
  const measures: Record<string, bigint> = {};
  for (const name of names) {
    measures[name] =
      mode === 'whole' ? BigInt(row[name] ?? 0) : exactSum(row[`${name}_high`] ?? null, row[`${name}_low`] ?? null);
  }
  if (measures['costNano'] !== undefined) {
    measures['costPico'] = measures['costNano'] * 1000n + (measures['costPico'] ?? 0n);
    delete measures['costNano'];
  }
  return measures;
}

/** Expressions of the measures that a query asks for. */
function measureColumns({ query }: Prepared, level: RollupLevel): Readonly<Record<string, string>> {
  const all = level === 'L0' ? LEDGER_MEASURES[query.family] : SUMMED_MEASURES[query.family];
  const { measures } = query;
  if (!measures) return all;
  const asked = new Set<string>(measures);
  if (asked.has('costPico')) asked.add('costNano');
  return Object.fromEntries(Object.entries(all).filter(([name]) => asked.has(name)));
}

type RawRow = { bucket: number; ids: number[]; measures: RollupMeasures };

async function pieceRows(prepared: Prepared, trx: Trx, piece: RollupPiece, mode: SumMode): Promise<RawRow[]> {
  const { query, of, groups, flags } = prepared;
  const { level } = piece;
  const columns = measureColumns(prepared, level);
  const selects = [
    sql`${bucketSql(query, piece)} as bucket`,
    ...groups.map((group, i) => sql`${sql.raw(group.column(level) ?? '0')} as ${sql.raw(`g${i}`)}`),
    ...sums(of.ctx, columns, mode),
  ];
  const grouped = [sql.raw('bucket'), ...groups.map((_, i) => sql.raw(`g${i}`))];
  const flag = level === 'L0' ? 's.flag' : 'c.flag';
  const conditions = [
    ...timeConditions(prepared, piece),
    ...prepared.filter.conditions(level),
    ...(flags === null ? [] : [sql`${sql.raw(flag)} in (${sql.join(flags)})`]),
  ];
  const result = await sql<Record<string, string | null>>`
    select ${sql.join(selects)} from ${fromSql(prepared, level)}
    where ${sql.join(conditions, sql` and `)}
    group by ${sql.join(grouped)}`.execute(trx);
  return result.rows.map((row) => ({
    bucket: Number(row['bucket']),
    ids: groups.map((_, i) => Number(row[`g${i}`] ?? 0)),
    measures: measuresOf(row, Object.keys(columns), mode),
  }));
}

/** Flags of the rows that a query counts. */
function flagsOf(query: RollupQuery, onlyFailed: boolean): number[] | null {
  const failed = onlyFailed ? [FLAG.failed] : query.hideFailed ? [0] : [0, FLAG.failed];
  if (onlyFailed && query.hideFailed) return [-1];
  if (!query.includeReset) return failed;
  return failed.length === 2 ? null : failed.flatMap((f) => [f, f | FLAG.reset]);
}

async function prepared(ctx: StoreContext, trx: Trx, tenant: number, query: RollupQuery): Promise<Prepared> {
  const of = await attributeSource(ctx, trx, tenant, query.family);
  const where = { ...query.where };
  // The failed alone are a flag of the cells; any other choice of states is not in them.
  const states = where['status'];
  const onlyFailed = query.family !== 'sessions' && states?.length === 1 && states[0] === 'failed';
  if (onlyFailed) delete where['status'];
  const attributes = new Map<string, Attribute>();
  for (const name of new Set([...query.by, ...Object.keys(where)])) {
    attributes.set(name, await attributeOf(of, name, attributes.size));
  }
  const groups = query.by.map((name) => attributes.get(name) as Attribute);
  const dimensions = new Set([...attributes.values()].flatMap((a) => (a.dimension === undefined ? [] : [a.dimension])));
  const one = dimensions.size === 0 ? NO_DIMENSION : dimensions.size === 1 ? ([...dimensions][0] as number) : -1;
  return {
    query,
    of,
    groups: [...new Map(groups.map((group) => [group.column('L0'), group])).values()],
    attributes,
    filter: await filterOf(where, attributes),
    flags: flagsOf(query, onlyFailed),
    dimension: one,
  };
}

/** Whether a level has every column that a query needs. */
function canAnswer({ query, attributes, dimension }: Prepared, level: 'L1' | 'L2'): boolean {
  const startMs = query.segments[0]?.startMs ?? 0;
  if ([...attributes.values()].some((a) => startMs < (a.sinceMs ?? 0))) return false;
  if ([...attributes.values()].some((a) => a.column(level) === null)) return false;
  if (level === 'L1') return query.family !== 'sessions';
  if (dimension < 0 || query.bucket === 'slot') return false;
  const needsFine = query.family === 'tools' || query.bucket === 'weekHour';
  if (needsFine && [...attributes.values()].some((a) => a.dimension !== undefined && !a.isFine)) return false;
  if (query.bucket !== 'weekHour') return true;
  // Hours of days are kept of the number of sessions only.
  return query.family === 'sessions' && query.measures?.length === 1 && query.measures[0] === 'sessions';
}

/** The ledger has no detail of sealed time: what only it could tell is refused rather than told wrong. */
function assertDetail(pieces: readonly RollupPiece[], sealedBeforeMs: number): void {
  const piece = pieces.find((p) => p.level === 'L0' && p.startMs < sealedBeforeMs);
  if (!piece) return;
  const sealed = new Date(sealedBeforeMs).toISOString();
  const isCut = piece.endMs - piece.startMs < SLOT_MS;
  throw isCut
    ? new UsageError(
        'range_not_slot_aligned',
        `time before ${sealed} is sealed: ranges in it begin and end on a quarter of an hour`,
      )
    : new UsageError('detail_sealed', `time before ${sealed} is sealed: what is asked of it is not in the rollups`);
}

/** Rows with names in place of integers; a row whose name has several values comes once for each. */
async function namedRows({ query, groups, attributes }: Prepared, rows: readonly RawRow[]): Promise<RollupRow[]> {
  const places = query.by.map((name) => {
    const column = attributes.get(name)?.column('L0');
    return groups.findIndex((group) => group.column('L0') === column);
  });
  const texts: ((id: number) => readonly string[])[] = [];
  for (const [i, name] of query.by.entries()) {
    const ids = [...new Set(rows.map((row) => row.ids[places[i] ?? 0] ?? 0))];
    texts.push((await attributes.get(name)?.texts(ids)) ?? (() => ['']));
  }
  return rows.flatMap(({ bucket, ids, measures }) => {
    const keys = texts.reduce<string[][]>(
      (all, names, i) => all.flatMap((key) => names(ids[places[i] ?? 0] ?? 0).map((name) => [...key, name])),
      [[]],
    );
    return keys.map((key) => ({ bucket, key, measures }));
  });
}

/** How a query was answered, for those who ask: the pieces and their levels. */
export interface ExplainedRollup {
  rows: RollupRow[];
  pieces: RollupPiece[];
}

/** Rows of a rollup and the plan that was followed. Groups by integers in SQL; their names are put in and folded afterwards. */
export async function rollupRows(ctx: StoreContext, query: RollupQuery): Promise<ExplainedRollup> {
  return ctx.snapshot((trx) => rollupRowsIn(ctx, trx, query));
}

/** The same within a snapshot. */
export async function rollupRowsIn(ctx: StoreContext, trx: Trx, query: RollupQuery): Promise<ExplainedRollup> {
  assertRollupNames(query, ctx.declared.dimensions);
  const tenant = await tenantState(ctx, trx);
  if (!tenant) return { rows: [], pieces: [] };
  const ready = await prepared(ctx, trx, tenant.id, query);
  const pieces = plan(
    query.segments,
    await coverageFor(trx, tenant.id, query.segments, { cells: canAnswer(ready, 'L1'), days: canAnswer(ready, 'L2') }),
  );
  if (query.family !== 'sessions') assertDetail(pieces, tenant.sealedBeforeMs);
  const rows: RawRow[] = [];
  for (const piece of pieces) {
    try {
      rows.push(...(await pieceRows(ready, trx, piece, 'whole')));
    } catch (error) {
      if (!ctx.traits.isOverflow(error)) throw error;
      rows.push(...(await pieceRows(ready, trx, piece, 'halves')));
    }
  }
  return { rows: foldedRows(await namedRows(ready, rows)), pieces };
}
