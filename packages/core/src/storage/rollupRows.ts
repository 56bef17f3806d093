import { type RawBuilder, sql } from 'kysely';

import { UsageError } from '../errors.ts';
import { assertRollupNames } from '../metrics/rollup.ts';
import type { RollupFamily, RollupMeasures, RollupQuery, RollupRow } from '../model/Rollup.ts';
import { SLOT_MS, SLOTS_PER_DAY } from '../model/timeSlot.ts';
import { FLAG } from './codes.ts';
import { coverageFor } from './coverage.ts';
import { inTime } from './ledgerHours.ts';
import { NO_DIMENSION } from './marginals.ts';
import { exactSum } from './decode.ts';
import { foldedRows } from './foldedRows.ts';
import { GroupFold } from './packed/GroupFold.ts';
import { addPacked, type PackedQuery, type PlannedQuery } from './packedRollup.ts';
import { plan, type RollupCoverage, type RollupPiece } from './plan.ts';
import {
  type Attribute,
  attributeOf,
  type AttributeSource,
  attributeSource,
  FACT,
  filterOf,
  joinsOf,
} from './rollupAttributes.ts';
import { LEDGER_MEASURES } from './rollupColumns.ts';
import type { StoreContext, Trx } from './StoreContext.ts';
import { tenantState } from './tenantState.ts';

const DAY_MS = SLOTS_PER_DAY * SLOT_MS;
const HOUR_MS = DAY_MS / 24;

/** How sums are asked for: at once, or in two halves when a sum does not fit 64 bits. */
type SumMode = 'whole' | 'halves';

/** A query made ready. */
interface Prepared extends PackedQuery {
  attributes: ReadonlyMap<string, Attribute>;
}

type RawRow = { bucket: number; ids: number[]; measures: RollupMeasures };

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

/** Rows of a piece's time. */
function timeConditions({ query, of }: Prepared, { startMs, endMs }: RollupPiece): RawBuilder<unknown>[] {
  const { family } = query;
  if (family !== 'sessions') {
    return [inTime(of.ctx, of.tenant, TABLES[family], { fromMs: startMs, toMs: endMs }, FACT[family])];
  }
  return [
    sql`s.tenant = ${of.tenant}`,
    sql`s.started_ms >= ${startMs} and s.started_ms < ${endMs}`,
    sql`s.request_count > 0`,
  ];
}

function fromSql({ query, groups, attributes, filter, flags }: Prepared): RawBuilder<unknown> {
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

/** Names of the measures that a query asks for; a cost is two of them. */
function measureNames({ family, measures }: RollupQuery): string[] {
  const all = Object.keys(LEDGER_MEASURES[family]);
  if (!measures) return all;
  const asked = new Set<string>(measures);
  if (asked.has('costPico')) asked.add('costNano');
  return all.filter((name) => asked.has(name));
}

/** Adds what the ledger has of a piece. */
async function addLedger(fold: GroupFold, prepared: Prepared, piece: RollupPiece, mode: SumMode): Promise<void> {
  const { query, of, groups, flags, measures, filter } = prepared;
  const all = LEDGER_MEASURES[query.family];
  const columns = Object.fromEntries(measures.map((name) => [name, all[name] ?? '0']));
  const selects = [
    sql`${bucketSql(query, piece)} as bucket`,
    ...groups.map((group, i) => sql`${sql.raw(group.column)} as ${sql.raw(`g${i}`)}`),
    ...sums(of.ctx, columns, mode),
  ];
  const grouped = [sql.raw('bucket'), ...groups.map((_, i) => sql.raw(`g${i}`))];
  const conditions = [
    ...timeConditions(prepared, piece),
    ...filter.conditions,
    ...(flags === null ? [] : [sql`s.flag in (${sql.join(flags)})`]),
  ];
  const { rows } = await sql<Record<string, string | null>>`
    select ${sql.join(selects)} from ${fromSql(prepared)}
    where ${sql.join(conditions, sql` and `)}
    group by ${sql.join(grouped)}`.execute(of.trx);
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

/** Rows of integers: the groups of a fold. */
function foldedGroups(fold: GroupFold, groups: number, measures: readonly string[]): RawRow[] {
  const [nano, pico] = [measures.indexOf('costNano'), measures.indexOf('costPico')];
  return Array.from({ length: fold.size }, (_, group) => {
    const sum: Record<string, bigint> = {};
    for (let i = 0; i < measures.length; i += 1) {
      const name = measures[i] as string;
      if (i !== nano) sum[name] = i === pico ? fold.sum(group, nano) * 1000n + fold.sum(group, i) : fold.sum(group, i);
    }
    const ids = Array.from({ length: groups }, (__, key) => fold.key(group, key));
    return { bucket: fold.bucket(group), ids, measures: sum as RollupMeasures };
  });
}

/** Flags of the rows that a query counts. */
function flagsOf(query: RollupQuery, onlyFailed: boolean): number[] | null {
  const failed = onlyFailed ? [FLAG.failed] : query.hideFailed ? [0] : [0, FLAG.failed];
  if (onlyFailed && query.hideFailed) return [-1];
  if (!query.includeReset) return failed;
  return failed.length === 2 ? null : failed.flatMap((f) => [f, f | FLAG.reset]);
}

async function prepared(of: AttributeSource, query: RollupQuery): Promise<Prepared> {
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
  const project = of.dimensions.get('project')?.id;
  const others = [...dimensions].filter((id) => id !== project);
  const isPaired = others.length === 1 && dimensions.size === 2;
  const one = dimensions.size === 0 ? NO_DIMENSION : dimensions.size === 1 ? ([...dimensions][0] as number) : -1;
  return {
    query,
    of,
    groups: [...new Set(groups)],
    attributes,
    filter: await filterOf(where, attributes),
    flags: flagsOf(query, onlyFailed),
    dimension: isPaired ? (others[0] as number) : one,
    isPaired,
    measures: measureNames(query),
  };
}

/** Whether a level has every column that a query needs. */
function canAnswer({ query, attributes, dimension, isPaired }: Prepared, level: 'L1' | 'L2'): boolean {
  const startMs = query.segments[0]?.startMs ?? 0;
  if ([...attributes.values()].some((a) => startMs < (a.sinceMs ?? 0))) return false;
  if ([...attributes.values()].some((a) => a.packed(level) === null)) return false;
  if (level === 'L1') return true;
  if (dimension < 0 || query.bucket === 'slot') return false;
  const isCount = query.family === 'sessions' && query.measures?.length === 1 && query.measures[0] === 'sessions';
  // Hours of days are kept of the number of sessions only, and by one dimension.
  if (query.bucket === 'weekHour') return isCount && !isPaired;
  if (!isPaired) return true;
  if (query.family !== 'usage') return isCount;
  return [...attributes.values()].every((a) => a.dimension !== undefined);
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
  const places = query.by.map((name) => groups.findIndex((group) => group === attributes.get(name)));
  const texts: ((id: number) => readonly string[])[] = [];
  for (const [i, name] of query.by.entries()) {
    const ids = [...new Set(rows.map((row) => row.ids[places[i] ?? 0] ?? 0))];
    texts.push((await attributes.get(name)?.texts(ids)) ?? (() => ['']));
  }
  const named: RollupRow[] = [];
  for (const { bucket, ids, measures } of rows) {
    let keys: string[][] = [[]];
    for (let i = 0; i < texts.length; i += 1) {
      const names = texts[i]?.(ids[places[i] ?? 0] ?? 0) ?? [];
      const [name] = names;
      if (names.length === 1 && name !== undefined) for (const key of keys) key.push(name);
      else keys = keys.flatMap((key) => names.map((each) => [...key, each]));
    }
    for (const key of keys) named.push({ bucket, key, measures });
  }
  return named;
}

/** How a query was answered, for those who ask: the pieces and their levels. */
export interface ExplainedRollup {
  rows: RollupRow[];
  pieces: readonly RollupPiece[];
}

/** Rows of rollups and the plans that were followed. Groups by integers; their names are put in and folded afterwards. */
export async function rollupRows(ctx: StoreContext, queries: readonly RollupQuery[]): Promise<ExplainedRollup[]> {
  return ctx.snapshot((trx) => rollupRowsIn(ctx, trx, queries));
}

/** The same within a snapshot. */
export async function rollupRowsIn(
  ctx: StoreContext,
  trx: Trx,
  queries: readonly RollupQuery[],
): Promise<ExplainedRollup[]> {
  for (const query of queries) assertRollupNames(query, ctx.declared.dimensions);
  const tenant = await tenantState(ctx, trx);
  if (!tenant) return queries.map(() => ({ rows: [], pieces: [] }));
  const planned: (PlannedQuery & { packed: Prepared })[] = [];
  const sources = new Map<RollupFamily, AttributeSource>();
  const coverages = new Map<string, RollupCoverage>();
  for (const query of queries) {
    const { family, segments } = query;
    const source = sources.get(family) ?? (await attributeSource(ctx, trx, tenant.id, family));
    sources.set(family, source);
    const packed = await prepared(source, query);
    const can = { cells: canAnswer(packed, 'L1'), days: canAnswer(packed, 'L2') };
    const asked = JSON.stringify([family === 'sessions', can, segments]);
    const coverage = coverages.get(asked) ?? (await coverageFor(trx, tenant.id, family, segments, can));
    coverages.set(asked, coverage);
    const pieces = plan(segments, coverage);
    if (query.family !== 'sessions') assertDetail(pieces, tenant.sealedBeforeMs);
    planned.push({ packed, pieces, fold: new GroupFold(packed.groups.length, packed.measures.length) });
  }
  await addPacked(planned);
  const answers: ExplainedRollup[] = [];
  for (const { packed, pieces, fold } of planned) {
    for (const piece of pieces) if (piece.level === 'L0') await addLedgerPiece(fold, packed, piece);
    const rows = await namedRows(packed, foldedGroups(fold, packed.groups.length, packed.measures));
    const { family, by } = packed.query;
    // Sets of models, and single ones, can have names in common.
    answers.push({ rows: family === 'sessions' && by.includes('model') ? foldedRows(rows) : rows, pieces });
  }
  return answers;
}

/** Adds what the ledger has of a piece, in halves where a sum does not fit 64 bits. */
async function addLedgerPiece(fold: GroupFold, packed: Prepared, piece: RollupPiece): Promise<void> {
  try {
    await addLedger(fold, packed, piece, 'whole');
  } catch (error) {
    if (!packed.of.ctx.traits.isOverflow(error)) throw error;
    await addLedger(fold, packed, piece, 'halves');
  }
}
