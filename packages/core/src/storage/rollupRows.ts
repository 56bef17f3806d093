import { UsageError } from '../errors.ts';
import { assertRollupNames } from '../metrics/rollup.ts';
import type { RollupFamily, RollupMeasures, RollupQuery, RollupRow } from '../model/Rollup.ts';
import { FLAG } from './codes.ts';
import { CacheStates, type CachesOf, coverageFor } from './coverage.ts';
import { addLedgerPiece, type PreparedQuery } from './ledgerSums.ts';
import { NO_DIMENSION } from './marginals.ts';
import { foldedRows } from './foldedRows.ts';
import { GroupFold } from './packed/GroupFold.ts';
import { addPacked, type PlannedQuery } from './packedRollup.ts';
import { joined, plan, type RollupPiece, slotsOf } from './plan.ts';
import { type Attribute, attributeOf, type AttributeSource, attributeSource, filterOf } from './rollupAttributes.ts';
import { LEDGER_MEASURES } from './rollupColumns.ts';
import { isAnsweredBySlots } from './rollupSources.ts';
import { once } from './remembered.ts';
import { settledSegments } from './settledSegments.ts';
import type { StoreContext, TenantState, Trx } from './StoreContext.ts';
import { tenantState } from './tenantState.ts';

type RawRow = { bucket: number; ids: number[]; measures: RollupMeasures };

/** Names of the measures that a query asks for; a cost is two of them. */
function measureNames({ family, measures }: RollupQuery): string[] {
  const all = Object.keys(LEDGER_MEASURES[family]);
  if (!measures) return all;
  const asked = new Set<string>(measures);
  if (asked.has('costPico')) asked.add('costNano');
  return all.filter((name) => asked.has(name));
}

/** Rows of integers: the groups of a fold. */
function foldedGroups(fold: GroupFold, groups: number, measures: readonly string[]): RawRow[] {
  const keys = fold.keyColumns();
  const [nano, pico] = [measures.indexOf('costNano'), measures.indexOf('costPico')];
  const costs = pico >= 0 ? fold.exactSums(nano) : [];
  const columns = measures.map((_, i) => (i === nano ? [] : fold.exactSums(i)));
  const rows: RawRow[] = [];
  for (let group = 0; group < fold.size; group += 1) {
    const sum: Record<string, bigint> = {};
    for (let i = 0; i < measures.length; i += 1) {
      if (i === nano) continue;
      const own = columns[i]?.[group] ?? 0n;
      sum[measures[i] as string] = i === pico ? (costs[group] ?? 0n) * 1000n + own : own;
    }
    const ids: number[] = [];
    for (let key = 1; key <= groups; key += 1) ids.push(keys[key]?.[group] ?? 0);
    rows.push({ bucket: keys[0]?.[group] ?? 0, ids, measures: sum as RollupMeasures });
  }
  return rows;
}

/** Flags of the rows that a query counts. */
function flagsOf(query: RollupQuery, onlyFailed: boolean): number[] | null {
  const failed = onlyFailed ? [FLAG.failed] : query.hideFailed ? [0] : [0, FLAG.failed];
  if (onlyFailed && query.hideFailed) return [-1];
  if (!query.includeReset) return failed;
  return failed.length === 2 ? null : failed.flatMap((f) => [f, f | FLAG.reset]);
}

async function prepared(of: AttributeSource, query: RollupQuery): Promise<PreparedQuery> {
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

/** Whether days at the offset of a query have every column that it needs. */
function areInDays({ query, attributes, dimension, isPaired }: PreparedQuery): boolean {
  if (dimension < 0 || query.bucket === 'slot') return false;
  const isCount = query.family === 'sessions' && query.measures?.length === 1 && query.measures[0] === 'sessions';
  // Days by model have a session once for each of its models: of several models they would count it as often, and of one they do not have its others.
  const models = query.family === 'sessions' ? query.where?.['model'] : undefined;
  if (models && (models.length > 1 || query.by.includes('model'))) return false;
  // Hours of days are kept of the number of sessions only, and by one dimension.
  if (query.bucket === 'weekHour') return isCount && !isPaired;
  if (!isPaired) return true;
  if (query.family !== 'usage') return isCount;
  return [...attributes.values()].every((a) => a.dimension !== undefined);
}

/** Which caches have every column that a query needs. */
function cachesOf(packed: PreparedQuery): CachesOf {
  const { query, attributes } = packed;
  const startMs = query.segments[0]?.startMs ?? 0;
  const all = [...attributes.values()];
  const isIn = (level: 'L1' | 'L2'): boolean => all.every((a) => a.packed(level) !== null);
  if (all.some((a) => startMs < (a.sinceMs ?? 0))) return { cells: false, days: false };
  const days = isIn('L2') && areInDays(packed);
  const slotDays = isAnsweredBySlots(packed);
  return { cells: isIn('L1'), days, otherDays: days && query.bucket === 'total', slotDays };
}

/** The ledger has no detail of sealed time: what only it could tell is refused rather than told wrong. `can` = what the caches could tell if they are right. */
function assertDetail(
  { by, where = {} }: RollupQuery,
  pieces: readonly RollupPiece[],
  can: CachesOf,
  sealedBeforeMs: number,
): void {
  const piece = pieces.find((p) => p.level === 'L0' && p.startMs < sealedBeforeMs);
  if (!piece) return;
  const at = (ms: number): string => new Date(ms).toISOString();
  const sealed = at(sealedBeforeMs);
  const { startMs, endMs } = slotsOf({ startMs: piece.startMs, endMs: Math.min(piece.endMs, sealedBeforeMs) });
  if (endMs <= startMs) {
    throw new UsageError(
      'range_not_slot_aligned',
      `time before ${sealed} is sealed: ranges in it begin and end on a quarter of an hour`,
    );
  }
  if (can.cells) {
    throw new UsageError(
      'store_unavailable',
      `the cells of sealed time from ${at(startMs)} to ${at(endMs)} are not listed as right: \`usagekit doctor --rebuild\`, or rebuild() of the store, lists them where they are whole`,
    );
  }
  throw new UsageError(
    'detail_sealed',
    `time before ${sealed} is sealed: its rollups cannot tell what is asked by ${[...new Set([...by, ...Object.keys(where)])].join(', ')}`,
  );
}

/** Rows with names in place of integers; a row whose name has several values comes once for each. */
async function namedRows({ query, groups, attributes }: PreparedQuery, rows: readonly RawRow[]): Promise<RollupRow[]> {
  const places = query.by.map((name) => groups.findIndex((group) => group === attributes.get(name)));
  const texts: ((id: number) => readonly string[])[] = [];
  for (const [i, name] of query.by.entries()) {
    const ids = [...new Set(rows.map((row) => row.ids[places[i] ?? 0] ?? 0))];
    texts.push((await attributes.get(name)?.texts(ids)) ?? (() => ['']));
  }
  const named: RollupRow[] = [];
  for (const { bucket, ids, measures } of rows) {
    const names = texts.map((textsOf, i) => textsOf(ids[places[i] ?? 0] ?? 0));
    if (names.every((of) => of.length === 1)) {
      named.push({ bucket, key: names.map(([name = '']) => name), measures });
      continue;
    }
    let keys: string[][] = [[]];
    for (const of of names) keys = keys.flatMap((key) => of.map((name) => [...key, name]));
    for (const key of keys) named.push({ bucket, key, measures });
  }
  return named;
}

/** What answers a query: the same for all of its kind over the same time, until something changes. */
function plannedPieces(
  ctx: StoreContext,
  trx: Trx,
  tenant: TenantState,
  { family, bucket, segments }: RollupQuery,
  can: CachesOf,
  states: CacheStates,
): Promise<readonly RollupPiece[]> {
  const isJoined = bucket === 'total' || bucket === 'slot';
  const time = segments.map(({ startMs, endMs, offsetSlots }) => `${startMs} ${endMs} ${offsetSlots}`).join();
  const what = `plan ${tenant.id} ${family} ${isJoined} ${can.cells} ${can.days} ${can.otherDays} ${can.slotDays} ${time}`;
  return once(trx, what, async () => {
    const settled = await settledSegments(ctx, trx, tenant, segments, states);
    const of = isJoined ? joined(settled) : settled;
    return plan(of, await coverageFor(trx, tenant.id, family, of, can, states));
  });
}

/** How a query was answered, for those who ask: the pieces and their levels. The last piece may reach beyond a range after which there is nothing. */
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
  const planned: (PlannedQuery & { packed: PreparedQuery })[] = [];
  const sources = new Map<RollupFamily, AttributeSource>();
  const states = new CacheStates(trx, tenant.id);
  for (const query of queries) {
    const { family } = query;
    const source = sources.get(family) ?? (await attributeSource(ctx, trx, tenant.id, family, sources));
    sources.set(family, source);
    const packed = await prepared(source, query);
    const can = cachesOf(packed);
    const pieces = await plannedPieces(ctx, trx, tenant, query, can, states);
    if (query.family !== 'sessions') assertDetail(query, pieces, can, tenant.sealedBeforeMs);
    planned.push({ packed, pieces, fold: new GroupFold(packed.groups.length, packed.measures.length) });
  }
  await addPacked(planned, states);
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
