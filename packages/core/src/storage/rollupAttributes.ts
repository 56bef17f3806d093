import { type Kysely, type RawBuilder, sql } from 'kysely';

import type { RollupFamily, RollupFilter } from '../model/Rollup.ts';
import { APPROVAL, BASIS, type Code, OUTCOME, QUALITY, STATUS } from './codes.ts';
import type { Schema } from './Schema.ts';
import type { RequestDims, SessionDims, StoreContext } from './StoreContext.ts';

/** An attribute of a fact: the integer column that holds it, and the names behind each integer. */
interface Attribute {
  column: string;
  /** All integers whose names are wanted; `null` = a fact without that column's row. */
  names(id: number | null): readonly string[];
  ids(): Iterable<number>;
}

/** What a query groups and filters by, as SQL and back. */
export interface RollupAttributes {
  /** Distinct integer columns to group by. */
  columns: string[];
  /** Prefixes of the tables that columns and conditions stand in. */
  tables: string[];
  conditions: RawBuilder<unknown>[];
  /** Keys of a group in the order of `by`; several when a name has several values. */
  keys(ids: readonly (number | null)[]): string[][];
}

const coded = <T extends string>(column: string, code: Code<T>, size: number): Attribute => ({
  column,
  names: (id) => [id === null ? '' : code.word(id)],
  ids: () => Array.from({ length: size }, (_, i) => i),
});

function attribute(ctx: StoreContext, family: RollupFamily, name: string, maps: Dictionaries): Attribute {
  const from = <T>(column: string, map: ReadonlyMap<number, T>, names: (value: T) => readonly string[]): Attribute => ({
    column,
    names: (id) => (id === null ? [''] : names(map.get(id) as T)),
    ids: () => map.keys(),
  });
  switch (name) {
    case 'model':
      if (family === 'sessions') return from('s.model_set', maps.dimsets, (v) => (Array.isArray(v) ? v : []));
      return from('r.price_key', maps.priceKeys, (k) => [k.model]);
    case 'provider':
      return from('r.price_key', maps.priceKeys, (k) => [k.provider]);
    case 'project':
      return from('s.dimset', maps.dimsets, (v) => [(v as SessionDims).project ?? '']);
    case 'source':
      return from('s.dimset', maps.dimsets, (v) => [(v as SessionDims).source ?? '']);
    case 'kind':
      return from('r.dimset', maps.dimsets, (v) => [(v as RequestDims).kind ?? '']);
    case 'tool':
      return from('t.tool', maps.names, (v) => [v]);
    case 'approvalSource':
      return from('t.approval_source', maps.names, (v) => [v]);
    case 'basis':
      return coded('r.basis', BASIS, 4);
    case 'quality':
      return coded('r.quality', QUALITY, 3);
    case 'outcome':
      return coded('t.outcome', OUTCOME, 7);
    case 'approval':
      return coded('t.approval', APPROVAL, 4);
    case 'status':
      return coded('s.status', STATUS, 6);
    default:
      throw new Error(`no column for '${name}'`);
  }
}

interface Dictionaries {
  names: ReadonlyMap<number, string>;
  dimsets: ReadonlyMap<number, RequestDims | SessionDims | string[]>;
  priceKeys: ReadonlyMap<number, { model: string; provider: string }>;
}

async function dictionaries(ctx: StoreContext, db: Kysely<Schema>): Promise<Dictionaries> {
  const names = await ctx.names.load(db);
  const dimsets = await ctx.dimsets.load(db);
  return { names, dimsets, priceKeys: await ctx.priceKeys.load(db) };
}

/** Turns names into integer columns and conditions for one family. A filter becomes the list of integers whose names it keeps. */
export async function rollupAttributes(
  ctx: StoreContext,
  db: Kysely<Schema>,
  query: { family: RollupFamily; by: readonly string[]; where?: RollupFilter; hideFailed?: boolean },
): Promise<RollupAttributes> {
  const maps = await dictionaries(ctx, db);
  const groups = query.by.map((name) => attribute(ctx, query.family, name, maps));
  const columns = [...new Set(groups.map((g) => g.column))];
  const conditions: RawBuilder<unknown>[] = Object.entries(query.where ?? {}).map(([name, values]) => {
    const of = attribute(ctx, query.family, name, maps);
    const ids = [...of.ids()].filter((id) => of.names(id).some((n) => values.includes(n)));
    const listed = ids.length > 0 ? sql`${sql.raw(of.column)} in (${sql.join(ids)})` : sql`1 = 0`;
    // A call whose request is unknown has the model ''.
    return values.includes('') ? sql`(${listed} or ${sql.raw(of.column)} is null)` : listed;
  });
  const used = [...columns, ...Object.keys(query.where ?? {}).map((n) => attribute(ctx, query.family, n, maps).column)];
  if (query.hideFailed) {
    used.push('s.status');
    conditions.push(sql`s.status <> ${STATUS.code('failed')}`);
  }
  return {
    columns,
    tables: [...new Set(used.map((column) => column.slice(0, 2)))],
    conditions,
    keys: (ids) =>
      groups.reduce<string[][]>(
        (keys, group) => {
          const names = group.names(ids[columns.indexOf(group.column)] ?? null);
          return keys.flatMap((key) => names.map((n) => [...key, n]));
        },
        [[]],
      ),
  };
}
