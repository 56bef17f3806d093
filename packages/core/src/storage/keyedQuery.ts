import type { Compilable, CompiledQuery } from 'kysely';

import { KEYS_PER_STATEMENT, keyLists, type Trx } from './StoreContext.ts';

/** Stands for a value that is not known when a query is compiled. */
class Slot {
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }
}

const TENANT = new Slot(-1);
const KEYS = Array.from({ length: KEYS_PER_STATEMENT }, (_, i) => new Slot(i));

/** Queries that were compiled once for a database, by name. */
export type CompiledQueries = Map<string, CompiledQuery>;

/**
 * Rows of keys, by a query that is compiled once: making the text of hundreds of keys takes longer than finding them.
 *
 * @param name what the query is kept as
 * @param build the query for a tenant and a list of keys, which it passes on as values and does not look at
 */
export async function rowsOfKeys<R>(
  { compiled, trx, tenant }: { compiled: CompiledQueries; trx: Trx; tenant: number },
  name: string,
  keys: readonly (number | bigint)[],
  build: (tenant: number, keys: readonly (number | bigint)[]) => Compilable<R>,
): Promise<R[]> {
  const found: R[] = [];
  for (const list of keyLists(keys)) {
    let query = compiled.get(name);
    if (!query) {
      query = build(TENANT as unknown as number, KEYS as unknown as number[]).compile();
      compiled.set(name, query);
    }
    const value = (of: unknown): unknown => (of instanceof Slot ? (of === TENANT ? tenant : list[of.index]) : of);
    const { rows } = await trx.executeQuery<R>({
      ...query,
      parameters: query.parameters.map(value),
    } as CompiledQuery<R>);
    found.push(...rows);
  }
  return found;
}
