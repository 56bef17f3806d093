import { type RawBuilder, sql } from 'kysely';

import { PRICE_KEY_NAMES } from '../metrics/priceKeyValues.ts';
import type { RollupFamily, RollupFilter } from '../model/Rollup.ts';
import { APPROVAL, type Code, OUTCOME, STATUS } from './codes.ts';
import { type RateClass, rateClassOf } from './dictionaries.ts';
import { isFine } from './dayMarginals.ts';
import { dimensionGrain, type StoredDimension, storedDimensions } from './dimsets.ts';
import type { RollupLevel } from './plan.ts';
import type { StoreContext, Trx } from './StoreContext.ts';

/** Alias of the rows of each family in the ledger. */
export const FACT: Readonly<Record<RollupFamily, string>> = { usage: 'r', tools: 't', sessions: 's' };

/** One name that a query groups or filters by: the integer it is stored as, and back. */
export interface Attribute {
  name: string;
  /** The integer column at a level; `null` when the level does not have it. */
  column(level: RollupLevel): string | null;
  /** The join that brings the column in, where it needs one. */
  join?(level: RollupLevel): RawBuilder<unknown>;
  /** A condition for values that needs no join; `undefined` where there is none. */
  within?(level: RollupLevel, ids: readonly number[]): RawBuilder<unknown> | undefined;
  /** Dimension whose marginals have it; `undefined` = all have. */
  dimension?: number;
  /** Whether its marginals tell tools, and hours of sessions. */
  isFine?: boolean;
  /** Caches before do not have it. */
  sinceMs?: number;
  /** Names behind integers. */
  texts(ids: readonly number[]): Promise<(id: number) => readonly string[]>;
  /** Integers of values. */
  ids(values: readonly string[]): Promise<number[]>;
}

/** What attributes are made from, read once per query. */
export interface AttributeSource {
  ctx: StoreContext;
  trx: Trx;
  tenant: number;
  family: RollupFamily;
  dimensions: ReadonlyMap<string, StoredDimension>;
}

export async function attributeSource(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  family: RollupFamily,
): Promise<AttributeSource> {
  return { ctx, trx, tenant, family, dimensions: await storedDimensions(ctx, trx, tenant) };
}

const coded = <T extends string>(
  name: string,
  column: Attribute['column'],
  code: Code<T>,
  words: readonly T[],
): Attribute => ({
  name,
  column,
  texts: async () => (id) => [code.word(id)],
  ids: async (values) => words.flatMap((word) => (values.includes(word) ? [code.code(word)] : [])),
});

const named = (of: AttributeSource, name: string, column: Attribute['column']): Attribute => ({
  name,
  column,
  texts: async (ids) => {
    const texts = await of.ctx.dictionaries.names.texts(of.trx, of.tenant, ids);
    return (id) => [texts.get(id) ?? ''];
  },
  ids: async (values) => [...(await of.ctx.dictionaries.names.known(of.trx, of.tenant, values)).values()],
});

const CLASS_WORDS: readonly string[] = [...PRICE_KEY_NAMES, 'grain', 'quality', 'basis'];
const isClassWord = (name: string): name is keyof RateClass => CLASS_WORDS.includes(name);

/** A word of the rate class. */
function classed(of: AttributeSource, name: keyof RateClass): Attribute {
  const all = async (): Promise<Map<number, string>> => {
    const texts = await of.ctx.dictionaries.rateClasses.all(of.trx, of.tenant);
    return new Map([...texts].flatMap(([id, text]) => (id > 0 ? [[id, String(rateClassOf(text)[name] ?? '')]] : [])));
  };
  return {
    name,
    column: (level) => (level === 'L0' ? 'r.rate_class' : 'c.rate_class'),
    texts: async () => {
      const words = await all();
      return (id) => [words.get(id) ?? ''];
    },
    ids: async (values) => [...(await all())].flatMap(([id, word]) => (values.includes(word) ? [id] : [])),
  };
}

/** The models of a session: it has the names of all of them. */
function sessionModels(of: AttributeSource, modelDimension: number | undefined): Attribute {
  const sets = async (): Promise<Map<number, readonly string[]>> => {
    const texts = await of.ctx.dictionaries.modelSets.all(of.trx, of.tenant);
    return new Map([...texts].map(([id, text]) => [id, text === '' ? [] : (JSON.parse(text) as string[])]));
  };
  const single = named(of, 'model', () => null);
  return {
    name: 'model',
    column: (level) => (level === 'L0' ? 's.model_set' : 'c.value'),
    dimension: modelDimension ?? -1,
    isFine: true,
    // Marginals hold single models, the ledger sets of them; no id is used for both.
    texts: async (ids) => {
      const known = await sets();
      const one = await single.texts(ids.filter((id) => !known.has(id)));
      return (id) => (id > 0 ? known.get(id) : undefined) ?? one(id);
    },
    ids: async (values) => [
      ...[...(await sets())].flatMap(([id, names]) => (names.some((n) => values.includes(n)) ? [id] : [])),
      ...(await single.ids(values)),
    ],
  };
}

function dimensional(of: AttributeSource, name: string, place: number): Attribute {
  const grain = dimensionGrain(of.ctx, name) ?? 'session';
  const stored = of.dimensions.get(name);
  const alias = `v${place}`;
  const dimset = (level: RollupLevel): string => {
    if (grain === 'session') return level === 'L0' ? 's.dimset' : 'c.dimset';
    if (level === 'L0') return `${FACT[of.family]}.dimset`;
    return grain === 'request' ? 'c.request_dimset' : 'c.call_dimset';
  };
  return {
    ...named(of, name, (level) => {
      if (level === 'L2') return 'c.value';
      // Cells keep only the dimensions of the rollups; one without any value is unknown everywhere.
      if (level === 'L1' && stored && !stored.rolled) return null;
      return `coalesce(${alias}.value, 0)`;
    }),
    dimension: stored ? (stored.rolled ? stored.id : -1) : -1,
    isFine: stored !== undefined && isFine(stored),
    sinceMs: stored?.sinceMs ?? 0,
    within: (level, ids) => {
      // The unknown value has no rows to be found by, and marginals hold the value itself.
      if (level === 'L2' || ids.length === 0 || ids.includes(0)) return undefined;
      return sql`${sql.raw(dimset(level))} in (select w.dimset from ${sql.table('uk_dimset_value')} as w
        where w.tenant = ${of.tenant} and w.dimension = ${stored?.id ?? -1} and w.value in (${sql.join(ids)}))`;
    },
    join: (level) => {
      if (level === 'L2') return sql``;
      const tenant = sql.raw(dimset(level).slice(0, 1));
      return sql`left join ${sql.table('uk_dimset_value')} as ${sql.raw(alias)}
        on ${sql.raw(alias)}.tenant = ${tenant}.tenant and ${sql.raw(alias)}.dimension = ${stored?.id ?? -1}
        and ${sql.raw(alias)}.dimset = ${sql.raw(dimset(level))}`;
    },
  };
}

const fact =
  (alias: string, column: string): Attribute['column'] =>
  (level) =>
    `${level === 'L0' ? alias : 'c'}.${column}`;

/** The attribute of a name. `place` numbers the joins of a statement. */
export async function attributeOf(of: AttributeSource, name: string, place: number): Promise<Attribute> {
  if (of.family === 'usage') {
    if (isClassWord(name)) return classed(of, name);
  } else if (of.family === 'tools') {
    if (name === 'tool') return named(of, name, fact('t', name));
    if (name === 'model') {
      const known = await of.ctx.dictionaries.names.known(of.trx, of.tenant, ['model']);
      const column: Attribute['column'] = (level) =>
        level === 'L0' ? 't.model' : level === 'L1' ? 'c.model' : 'c.value';
      return { ...named(of, name, column), dimension: known.get('model') ?? -1, isFine: true };
    }
    if (name === 'approvalSource') return named(of, name, fact('t', 'approval_source'));
    if (name === 'outcome') return coded(name, fact('t', name), OUTCOME, OUTCOME.words);
    if (name === 'approval') return coded(name, fact('t', name), APPROVAL, APPROVAL.words);
  } else if (name === 'model') {
    const known = await of.ctx.dictionaries.names.known(of.trx, of.tenant, ['model']);
    return sessionModels(of, known.get('model'));
  }
  if (name === 'status') {
    const column: Attribute['column'] = (level) =>
      level === 'L0' ? 's.status' : of.family === 'sessions' ? 'c.status' : null;
    return coded(name, column, STATUS, STATUS.words);
  }
  return dimensional(of, name, place);
}

/** A filter as conditions on integers. */
export interface Filter {
  conditions(level: RollupLevel): RawBuilder<unknown>[];
  /** Attributes whose columns the conditions need at a level. */
  columns(level: RollupLevel): ReadonlySet<Attribute>;
}

/** Turns a filter's values into integers. */
export async function filterOf(where: RollupFilter, attributes: ReadonlyMap<string, Attribute>): Promise<Filter> {
  const filters: { attribute: Attribute; ids: number[] }[] = [];
  for (const [name, values] of Object.entries(where)) {
    const attribute = attributes.get(name);
    if (attribute) filters.push({ attribute, ids: await attribute.ids(values) });
  }
  return {
    columns: (level) =>
      new Set(filters.flatMap(({ attribute, ids }) => (attribute.within?.(level, ids) ? [] : [attribute]))),
    conditions: (level) =>
      filters.map(({ attribute, ids }) => {
        const column = attribute.column(level);
        if (column === null || ids.length === 0) return sql`1 = 0`;
        return attribute.within?.(level, ids) ?? sql`${sql.raw(column)} in (${sql.join(ids)})`;
      }),
  };
}

/** Joins that bring in the columns of attributes. */
export function joinsOf(attributes: Iterable<Attribute>, level: RollupLevel): RawBuilder<unknown> {
  return sql.join(
    [...attributes].flatMap((a) => (a.join ? [a.join(level)] : [])),
    sql` `,
  );
}
