import { type RawBuilder, sql } from 'kysely';

import { PRICE_KEY_NAMES } from '../metrics/priceKeyValues.ts';
import type { RollupFamily, RollupFilter } from '../model/Rollup.ts';
import { APPROVAL, type Code, OUTCOME, STATUS } from './codes.ts';
import { type Dictionary } from './dictionaries.ts';
import { type RateClass, rateClassOf } from './rateClass.ts';
import { dimensionGrain, type StoredDimension, storedDimensions } from './dimsets.ts';
import { KIND, lostEntry, modelsOf } from './lostEntry.ts';
import { isRequestName, requestAttribute } from './requestAttributes.ts';
import type { StoreContext, Trx } from './StoreContext.ts';

/** Alias of the rows of each family in the ledger. */
export const FACT: Readonly<Record<RollupFamily, string>> = { usage: 'r', tools: 't', sessions: 's' };

/** Where packed rows have an attribute. */
export interface PackedAttribute {
  column: string;
  /** The integers of the column are combinations: their values in this dimension count. */
  dimension?: number;
}

/** One name that a query groups or filters by: the integer it is stored as, and back. */
export interface Attribute {
  name: string;
  /** The integer column of the ledger. */
  column: string;
  /** Column of packed rows; `null` when the level does not have it. */
  packed(level: 'L1' | 'L2'): PackedAttribute | null;
  /** The join that brings the ledger's column in, where it needs one. */
  join?: RawBuilder<unknown>;
  /** What that join has in its text: a statement with another one is another statement. */
  joinText?: string;
  /** A condition on the ledger for values that needs no join; `undefined` where there is none. */
  within?(ids: readonly number[]): RawBuilder<unknown> | undefined;
  /** By integer, the one that stands for all integers of the same name; each for itself when absent. */
  canonical?(): Promise<Int32Array>;
  /** Dimension whose marginals have it; `undefined` = all have. */
  dimension?: number;
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

/** @param others what was read for other families in the same snapshot */
export async function attributeSource(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  family: RollupFamily,
  others: ReadonlyMap<RollupFamily, AttributeSource> = new Map(),
): Promise<AttributeSource> {
  const [other] = others.values();
  return { ctx, trx, tenant, family, dimensions: other?.dimensions ?? (await storedDimensions(ctx, trx, tenant)) };
}

/** Columns of an attribute that a family's rows have at each level. */
type Columns = Pick<Attribute, 'column' | 'packed'>;

const coded = <T extends string>(name: string, columns: Columns, code: Code<T>, words: readonly T[]): Attribute => ({
  name,
  ...columns,
  texts: async () => (id) => [code.word(id)],
  ids: async (values) => words.flatMap((word) => (values.includes(word) ? [code.code(word)] : [])),
});

const named = (of: AttributeSource, name: string, columns: Columns): Attribute => ({
  name,
  ...columns,
  texts: async (ids) => {
    const texts = await of.ctx.dictionaries.names.texts(of.trx, of.tenant, ids);
    return (id) => [texts.get(id) ?? ''];
  },
  ids: async (values) => [...(await of.ctx.dictionaries.names.known(of.trx, of.tenant, values)).values()],
});

const CLASS_WORDS: readonly string[] = [...PRICE_KEY_NAMES, 'grain', 'quality', 'basis'];
const isClassWord = (name: string): name is keyof RateClass => CLASS_WORDS.includes(name);

/** One word of all rate classes: by their integers, and for each integer the first of those with the same word. */
interface ClassWord {
  words: ReadonlyMap<number, string>;
  standsFor: Int32Array;
}

/** What was made of so many rate classes: there are only ever more of them. */
const classWords = new WeakMap<Dictionary, Map<string, ClassWord & { classes: number }>>();

async function classWord({ ctx, trx, tenant }: AttributeSource, name: keyof RateClass): Promise<ClassWord> {
  const { rateClasses } = ctx.dictionaries;
  const texts = await rateClasses.all(trx, tenant);
  const made = classWords.get(rateClasses) ?? new Map<string, ClassWord & { classes: number }>();
  classWords.set(rateClasses, made);
  const known = made.get(name);
  if (known?.classes === texts.size) return known;
  const words = new Map<number, string>();
  const standsFor = new Int32Array(Math.max(0, ...texts.keys()) + 1);
  for (let id = 0; id < standsFor.length; id += 1) standsFor[id] = id;
  const firsts = new Map<string, number>();
  for (const [id, text] of texts) {
    if (id <= 0) continue;
    const word = String(rateClassOf(text)[name] ?? '');
    words.set(id, word);
    const first = firsts.get(word);
    if (first === undefined) firsts.set(word, id);
    else standsFor[id] = first;
  }
  const found = { words, standsFor, classes: texts.size };
  made.set(name, found);
  return found;
}

/** A word of the rate class. */
function classed(of: AttributeSource, name: keyof RateClass): Attribute {
  // Once for a query, all of which is in one snapshot.
  let word: Promise<ClassWord> | undefined;
  const all = (): Promise<ClassWord> => (word ??= classWord(of, name));
  return {
    name,
    column: 'r.rate_class',
    packed: () => ({ column: 'rate_class' }),
    canonical: async () => (await all()).standsFor,
    texts: async () => {
      const { words } = await all();
      return (id) => {
        const word = words.get(id);
        if (word === undefined) throw lostEntry(KIND.rateClass, id);
        return [word];
      };
    },
    ids: async (values) => [...(await all()).words].flatMap(([id, of]) => (values.includes(of) ? [id] : [])),
  };
}

/** The models of a session: it has the names of all of them. */
function sessionModels(of: AttributeSource, modelDimension: number | undefined): Attribute {
  const sets = async (): Promise<Map<number, readonly string[]>> => {
    const texts = await of.ctx.dictionaries.modelSets.all(of.trx, of.tenant);
    return new Map([...texts].map(([id, text]) => [id, modelsOf(text)]));
  };
  const columns: Columns = {
    column: 's.model_set',
    packed: (level) => ({ column: level === 'L2' ? 'value' : 'model_set' }),
  };
  const single = named(of, 'model', columns);
  return {
    name: 'model',
    ...columns,
    dimension: modelDimension ?? -1,
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
  const dimset = grain === 'session' ? 's.dimset' : `${FACT[of.family]}.dimset`;
  const packed = grain === 'session' ? 'dimset' : `${grain}_dimset`;
  const dimension = stored?.id ?? -1;
  // Declared as a dimension of other rows, anew or by another process: marginals are of what is stored, cells have the combinations of all rows.
  const isAsDeclared = !stored || stored.grain === grain;
  const columns: Columns = {
    column: `coalesce(${alias}.value, 0)`,
    packed: (level) => {
      if (level === 'L2') return isAsDeclared ? { column: 'value' } : null;
      // Cells keep only the dimensions of the rollups; one without any value is unknown everywhere.
      return stored && !stored.rolled ? null : { column: packed, dimension };
    },
  };
  return {
    ...named(of, name, columns),
    dimension: stored?.rolled ? stored.id : -1,
    sinceMs: stored?.sinceMs ?? 0,
    within: (ids) => {
      // The unknown value has no rows to be found by.
      if (ids.length === 0 || ids.includes(0)) return undefined;
      // Looked up for each row: a list of all combinations that have one of many values would be made for a few minutes as well. The sign keeps SQLite from
      // looking up each of the values instead.
      return sql`exists (select 1 from ${sql.table('uk_dimset_value')} as w where w.tenant = ${of.tenant}
        and w.dimension = ${dimension} and w.dimset = ${sql.raw(dimset)} and +w.value in (${sql.join(ids)}))`;
    },
    joinText: `${dimset} ${dimension}`,
    // Made for the ledger alone, which most questions never reach.
    get join() {
      const tenant = sql.raw(dimset.slice(0, 1));
      return sql`left join ${sql.table('uk_dimset_value')} as ${sql.raw(alias)}
        on ${sql.raw(alias)}.tenant = ${tenant}.tenant and ${sql.raw(alias)}.dimension = ${dimension}
        and ${sql.raw(alias)}.dimset = ${sql.raw(dimset)}`;
    },
  };
}

/** A column that packed rows of both levels have under the same name. */
const fact = (alias: string, column: string): Columns => ({ column: `${alias}.${column}`, packed: () => ({ column }) });

/** The attribute of a name. `place` numbers the joins of a statement. */
export async function attributeOf(of: AttributeSource, name: string, place: number): Promise<Attribute> {
  if (of.family === 'usage') {
    if (isClassWord(name)) return classed(of, name);
    if (isRequestName(name)) return requestAttribute(of, name, place);
  } else if (of.family === 'tools') {
    if (name === 'tool') return named(of, name, fact('t', name));
    if (name === 'model') {
      const known = await of.ctx.dictionaries.names.known(of.trx, of.tenant, ['model']);
      const columns: Columns = {
        column: 't.model',
        packed: (level) => ({ column: level === 'L1' ? 'model' : 'value' }),
      };
      return { ...named(of, name, columns), dimension: known.get('model') ?? -1 };
    }
    if (name === 'approvalSource') return named(of, name, fact('t', 'approval_source'));
    if (name === 'outcome') return coded(name, fact('t', name), OUTCOME, OUTCOME.words);
    if (name === 'approval') return coded(name, fact('t', name), APPROVAL, APPROVAL.words);
  } else if (name === 'model') {
    const known = await of.ctx.dictionaries.names.known(of.trx, of.tenant, ['model']);
    return sessionModels(of, known.get('model'));
  }
  if (name === 'status') {
    const packed: Attribute['packed'] = () => (of.family === 'sessions' ? { column: 'status' } : null);
    return coded(name, { column: 's.status', packed }, STATUS, STATUS.words);
  }
  return dimensional(of, name, place);
}

/** The attributes that a filter names, of which nothing is read where it names none. */
export async function attributesOf(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  family: RollupFamily,
  where: RollupFilter,
): Promise<Map<string, Attribute>> {
  const attributes = new Map<string, Attribute>();
  const names = Object.keys(where);
  if (names.length === 0) return attributes;
  const of = await attributeSource(ctx, trx, tenant, family);
  for (const name of names) attributes.set(name, await attributeOf(of, name, attributes.size));
  return attributes;
}

/** A filter as integers. What it is in SQL is made when it is asked for: most questions never reach the ledger. */
export interface Filter {
  /** Conditions on the ledger. */
  conditions: readonly RawBuilder<unknown>[];
  /** Attributes whose columns the conditions need. */
  columns: ReadonlySet<Attribute>;
  /** The integers that count, by attribute. */
  ids: readonly { attribute: Attribute; ids: readonly number[] }[];
}

/** Turns a filter's values into integers. */
export async function filterOf(where: RollupFilter, attributes: ReadonlyMap<string, Attribute>): Promise<Filter> {
  const filters: { attribute: Attribute; ids: number[] }[] = [];
  for (const [name, values] of Object.entries(where)) {
    const attribute = attributes.get(name);
    if (attribute) filters.push({ attribute, ids: await attribute.ids(values) });
  }
  return {
    ids: filters,
    get columns() {
      return new Set(filters.flatMap(({ attribute, ids }) => (attribute.within?.(ids) ? [] : [attribute])));
    },
    get conditions() {
      return filters.map(({ attribute, ids }) => {
        if (ids.length === 0) return sql`1 = 0`;
        return attribute.within?.(ids) ?? sql`${sql.raw(attribute.column)} in (${sql.join(ids)})`;
      });
    },
  };
}

/** Joins that bring in the ledger's columns of attributes. */
export function joinsOf(attributes: Iterable<Attribute>): RawBuilder<unknown> {
  return sql.join(
    [...attributes].flatMap((a) => (a.join ? [a.join] : [])),
    sql` `,
  );
}
