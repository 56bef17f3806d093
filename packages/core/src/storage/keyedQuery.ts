import type { CompiledQuery } from 'kysely';

import type { DirectReads } from './EngineTraits.ts';
import { keyLists, type Trx } from './StoreContext.ts';

/** Stands for a value that is not known when a query is compiled. */
class Slot {
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }
}

const SLOTS: Slot[] = [];
const slotsOf = (count: number): Slot[] => {
  while (SLOTS.length < count) SLOTS.push(new Slot(SLOTS.length));
  return SLOTS.slice(0, count);
};

/** Queries that were compiled once for a store, by name: names of tables can be others in another one. */
export type CompiledQueries = Map<string, CompiledQuery>;

const compiledFor = new WeakMap<Trx, CompiledQueries>();

/** Says whose compiled queries a connection or transaction uses. */
export function useCompiled(trx: Trx, compiled: CompiledQueries): Trx {
  compiledFor.set(trx, compiled);
  return trx;
}

const directFor = new WeakMap<Trx, DirectReads>();

/** Says how a snapshot is read directly, until it ends; `undefined` = it has ended. */
export function useDirect(trx: Trx, direct: DirectReads | undefined): void {
  if (direct) directFor.set(trx, direct);
  else directFor.delete(trx);
}

/**
 * Rows of a query whose text is made once: that takes longer than many a query itself.
 *
 * @param name what the query is kept as: the same text for every call
 * @param values its values, as many in every call
 * @param build the query for values that it passes on and does not look at
 */
export async function keptQuery<R, const V extends readonly unknown[]>(
  trx: Trx,
  name: string,
  values: V,
  build: (...values: V) => { compile(trx: Trx): CompiledQuery<R> },
): Promise<R[]> {
  const queries = compiledFor.get(trx) ?? new Map<string, CompiledQuery>();
  let query = queries.get(name);
  if (!query) {
    query = build(...(slotsOf(values.length) as unknown as V)).compile(trx);
    queries.set(name, query);
  }
  const parameters = query.parameters.map((of) => (of instanceof Slot ? values[of.index] : of));
  const direct = directFor.get(trx);
  if (direct) return direct.rows(query as CompiledQuery<R>, parameters);
  const { rows } = await trx.executeQuery<R>({ ...query, parameters } as CompiledQuery<R>);
  return rows;
}

/**
 * Rows of keys, by a query that is compiled once: making the text of hundreds of keys takes longer than finding them.
 *
 * @param name what the query is kept as
 * @param build the query for a tenant and a list of keys, which it passes on as values and does not look at
 */
export async function rowsOfKeys<R>(
  { trx, tenant }: { trx: Trx; tenant: number },
  name: string,
  keys: readonly (number | bigint)[],
  build: (tenant: number, keys: readonly (number | bigint)[]) => { compile(trx: Trx): CompiledQuery<R> },
): Promise<R[]> {
  const found: R[] = [];
  for (const list of keyLists(keys)) {
    const values: [number, ...(number | bigint)[]] = [tenant, ...list];
    found.push(
      ...(await keptQuery<R, typeof values>(trx, `${name} ${list.length}`, values, (of, ...slots) => build(of, slots))),
    );
  }
  return found;
}
