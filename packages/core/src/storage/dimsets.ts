import { sql } from 'kysely';

import { BUILT_IN_DIMENSIONS } from '../metrics/combinationText.ts';
import { dimensionText } from '../metrics/joinRecords.ts';
import type { DimensionGrain, DimensionValues } from '../model/Dimension.ts';
import { DIMENSION_GRAIN } from './codes.ts';
import { markAllDays, markAllHours } from './dirtyHours.ts';
import { keptQuery } from './keyedQuery.ts';
import { entryList, KIND, lostEntry } from './lostEntry.ts';
import { once } from './remembered.ts';
import type { StoreContext, Trx, Writing } from './StoreContext.ts';

/** Values a built-in dimension may have before it leaves the rollups. */
const BUILT_IN_MAX_VALUES = 10_000;

/** A dimension that has values, as a tenant's rollups know it. */
export interface StoredDimension {
  /** Id of its name. */
  id: number;
  rolled: boolean;
  valueCount: number;
  maxValues: number;
  grain: DimensionGrain;
  /** Cells before do not have it: they were sealed when it joined the rollups. 0 = all have. */
  sinceMs: number;
}

/** Dimensions of a tenant's rows, by name. */
type Dimensions = Map<string, StoredDimension>;

/** The grain of a dimension, as built in or as declared here. */
export function dimensionGrain(ctx: StoreContext, name: string): DimensionGrain | undefined {
  return BUILT_IN_DIMENSIONS.get(name) ?? ctx.declared.dimensions.find((d) => d.name === name)?.grain;
}

/** The values that a combination's text stands for. */
export function dimensionValues(text: string): DimensionValues {
  if (text === '') return {};
  const pairs = entryList<[string, string][]>(KIND.dimset, text);
  if (!pairs.every(Array.isArray)) throw lostEntry(KIND.dimset, text);
  return Object.fromEntries(pairs);
}

/** As declared here, else as another process declared it; a dimension that nobody declared is not in the rollups. */
const limitOf = (ctx: StoreContext, name: string, stored: number | undefined): number => {
  if (BUILT_IN_DIMENSIONS.has(name)) return BUILT_IN_MAX_VALUES;
  const declared = ctx.declared.dimensions.find((d) => d.name === name);
  return declared ? (declared.rollup ? declared.maxValues : 0) : (stored ?? 0);
};

/** All dimensions that have values. */
export function storedDimensions(ctx: StoreContext, trx: Trx, tenant: number): Promise<Dimensions> {
  return once(trx, `dimensions ${tenant}`, () => readDimensions(ctx, trx, tenant));
}

async function readDimensions(ctx: StoreContext, trx: Trx, tenant: number): Promise<Dimensions> {
  const rows = await keptQuery(trx, 'dimensions', [tenant], (of) => {
    const query = trx
      .selectFrom('uk_dimension')
      .select(['dimension', 'rolled', 'value_count', 'max_values', 'grain', 'since_ms']);
    return query.where('tenant', '=', of);
  });
  const ids = rows.map((row) => Number(row.dimension));
  const names = await ctx.dictionaries.names.texts(trx, tenant, ids);
  return new Map(
    rows.map((row) => [
      names.get(Number(row.dimension)) ?? '',
      {
        id: Number(row.dimension),
        rolled: Number(row.rolled) === 1,
        valueCount: Number(row.value_count),
        maxValues: Number(row.max_values),
        grain: DIMENSION_GRAIN.word(Number(row.grain)),
        sinceMs: Number(row.since_ms),
      },
    ]),
  );
}

const reduced = (text: string, dimensions: Dimensions): string =>
  dimensionText(
    Object.fromEntries(Object.entries(dimensionValues(text)).filter(([name]) => dimensions.get(name)?.rolled)),
  );

/** Keeps which combination stands for another one in the rollups, where that is not itself. */
async function writeRollupsOf(
  writing: Writing,
  dimsets: readonly [string, number][],
  dimensions: Dimensions,
): Promise<void> {
  const { ctx, trx, tenant } = writing;
  if ([...dimensions.values()].every((d) => d.rolled)) return;
  const texts = dimsets.map(([text]) => reduced(text, dimensions));
  const ids = await internedDimsets(writing, new Set(texts));
  await ctx.traits.upsert(trx, {
    table: 'uk_dimset_rollup',
    columns: ['tenant', 'dimset', 'rollup'],
    keys: 2,
    rows: dimsets.map(([, id], i) => [tenant.id, id, ids.get(texts[i] ?? '')]),
  });
}

/** Rebuilds which combination stands for which, after a dimension has joined or left the rollups. */
async function remap(writing: Writing, dimensions: Dimensions): Promise<void> {
  const { ctx, trx, tenant } = writing;
  await trx.deleteFrom('uk_dimset_rollup').where('tenant', '=', tenant.id).execute();
  const all = await ctx.dictionaries.dimsets.all(trx, tenant.id);
  const dimsets = [...all].filter(([id]) => id > 0).map(([id, text]): [string, number] => [text, id]);
  await writeRollupsOf(writing, dimsets, dimensions);
  await markAllHours(writing);
}

async function keepDimensions(writing: Writing, dimensions: Dimensions): Promise<void> {
  const { ctx, trx, tenant } = writing;
  await ctx.traits.upsert(trx, {
    table: 'uk_dimension',
    columns: ['tenant', 'dimension', 'rolled', 'value_count', 'max_values', 'grain', 'since_ms'],
    keys: 2,
    rows: [...dimensions.values()].map((d) => [
      tenant.id,
      d.id,
      d.rolled ? 1 : 0,
      d.valueCount,
      d.maxValues,
      DIMENSION_GRAIN.code(d.grain),
      d.sinceMs,
    ]),
  });
}

/** Counts the values of the dimensions that new combinations have; a new one joins the rollups, one with too many leaves them. */
async function countValues(writing: Writing, names: ReadonlyMap<string, number>): Promise<Dimensions> {
  const { ctx, trx, tenant } = writing;
  const dimensions = await storedDimensions(ctx, trx, tenant.id);
  let left = false;
  let joined = false;
  for (const [name, id] of names) {
    const count = await sql<{ n: number }>`
      select count(distinct value) as n from ${sql.table('uk_dimset_value')}
      where tenant = ${tenant.id} and dimension = ${id}`.execute(trx);
    const valueCount = Number(count.rows[0]?.n ?? 0);
    const before = dimensions.get(name);
    const maxValues = limitOf(ctx, name, before?.maxValues);
    const rolled = (before?.rolled ?? true) && valueCount <= maxValues;
    if (before?.rolled && !rolled) left = true;
    if (!before && rolled) joined = true;
    // Kept as it is where it is kept: what is there of the rollups is of that grain, also when another process declares another one.
    const grain = before?.grain ?? dimensionGrain(ctx, name) ?? 'session';
    // What had no value before the seal was unknown there, and cells say so.
    dimensions.set(name, { id, rolled, valueCount, maxValues, grain, sinceMs: before?.sinceMs ?? 0 });
  }
  await keepDimensions(writing, dimensions);
  if (left) await remap(writing, dimensions);
  // Days that were kept before it had values lack the marginals of its unknown value.
  if (joined) await markAllDays(writing);
  return dimensions;
}

/**
 * Ids of combinations of dimension values, by `dimensionText`; those that are new are added, with their single values.
 */
export async function internedDimsets(writing: Writing, texts: Iterable<string>): Promise<Map<string, number>> {
  const { ctx } = writing;
  const { ids, added } = await ctx.dictionaries.dimsets.ids(writing, texts);
  if (added.length > 0) await writeValuesOf(writing, added);
  return ids;
}

/** Writes the single values of combinations that are kept, and which combination stands for each. */
export async function rebuiltDimsets(writing: Writing): Promise<void> {
  const all = await writing.ctx.dictionaries.dimsets.all(writing.trx, writing.tenant.id);
  const dimsets = [...all].filter(([id]) => id > 0).map(([id, text]): [string, number] => [text, id]);
  if (dimsets.length > 0) await writeValuesOf(writing, dimsets, true);
  else await deleteValues(writing);
}

async function deleteValues({ trx, tenant }: Writing): Promise<void> {
  await trx.deleteFrom('uk_dimset_value').where('tenant', '=', tenant.id).execute();
}

/** Whether the single values that are kept are these, no more and no less. */
async function areValues({ ctx, trx, tenant }: Writing, rows: readonly (readonly unknown[])[]): Promise<boolean> {
  const kept = await ctx.traits.values(
    trx,
    sql`select dimension, dimset, value from ${sql.table('uk_dimset_value')} where tenant = ${tenant.id}`,
  );
  if (kept.length !== rows.length) return false;
  const values = new Map(rows.map(([, dimension, dimset, value]) => [`${dimension} ${dimset}`, value]));
  return kept.every(([dimension, dimset, value]) => values.get(`${dimension} ${dimset}`) === Number(value));
}

/**
 * Writes the single values of combinations, and which combination stands for each.
 *
 * @param areAll no others are kept; what is right is not written again
 */
async function writeValuesOf(
  writing: Writing,
  dimsets: readonly [text: string, id: number][],
  areAll = false,
): Promise<void> {
  const { ctx, trx, tenant } = writing;
  const entries = dimsets.flatMap(([text, id]) =>
    Object.entries(dimensionValues(text)).map(([name, value]) => ({ id, name, value })),
  );
  const names = await ctx.dictionaries.names.ids(
    writing,
    entries.flatMap(({ name, value }) => [name, value]),
  );
  const rows = entries.map(({ id, name, value }) => [tenant.id, names.ids.get(name), id, names.ids.get(value)]);
  if (!areAll || !(await areValues(writing, rows))) {
    if (areAll) await deleteValues(writing);
    await ctx.traits.upsert(trx, {
      table: 'uk_dimset_value',
      columns: ['tenant', 'dimension', 'dimset', 'value'],
      keys: 3,
      rows,
    });
  }
  const dimensions = await countValues(
    writing,
    new Map(entries.map(({ name }) => [name, names.ids.get(name) as number])),
  );
  await writeRollupsOf(writing, dimsets, dimensions);
}

/**
 * Brings the rollups in line with what the host declares: a dimension that was declared after it had values joins them, one declared without rollup leaves
 * them. All hours are then to be recomputed.
 */
export async function applyDeclaration(writing: Writing): Promise<void> {
  const { ctx, trx, tenant } = writing;
  const dimensions = await storedDimensions(ctx, trx, tenant.id);
  let changed = false;
  for (const { name } of ctx.declared.dimensions) {
    const stored = dimensions.get(name);
    if (!stored) continue;
    stored.maxValues = limitOf(ctx, name, stored.maxValues);
    const rolled = stored.valueCount <= stored.maxValues;
    const grain = dimensionGrain(ctx, name) ?? stored.grain;
    changed ||= rolled !== stored.rolled || (rolled && grain !== stored.grain);
    if (rolled && !stored.rolled) stored.sinceMs = tenant.sealedBeforeMs;
    stored.rolled = rolled;
    stored.grain = grain;
  }
  if (!changed) return;
  await keepDimensions(writing, dimensions);
  await remap(writing, dimensions);
}
