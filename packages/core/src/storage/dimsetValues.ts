import { sql } from 'kysely';

import { keptQuery } from './keyedQuery.ts';
import { once } from './remembered.ts';
import type { Trx } from './StoreContext.ts';

/**
 * The value that each combination has in a dimension, by id of the combination; 0 = unknown. Rows of combinations are only ever added, so what was read once
 * stays true, if it was read outside a transaction that may still be rolled back.
 */
export class DimsetValues {
  readonly #committed: DimsetValues | undefined;
  readonly #values = new Map<number, Int32Array>();

  /** @param committed what is known for good; what this one reads stays apart from it */
  constructor(committed?: DimsetValues) {
    this.#committed = committed;
  }

  /** For one transaction, which may be rolled back. */
  fork(): DimsetValues {
    return new DimsetValues(this);
  }

  /** Hands over what was read, once the transaction is committed. */
  commit(): void {
    const committed = this.#committed;
    if (!committed) return;
    // Where others have read more meanwhile, the rest is read again.
    for (const [dimension, values] of this.#values) committed.#values.set(dimension, values);
  }

  /** Values of all combinations. */
  of(trx: Trx, tenant: number, dimension: number): Promise<Int32Array> {
    return once(trx, `values of dimsets ${tenant} ${dimension}`, () => this.#all(trx, tenant, dimension));
  }

  async #all(trx: Trx, tenant: number, dimension: number): Promise<Int32Array> {
    const known = this.#values.get(dimension) ?? this.#committed?.known(dimension) ?? new Int32Array(0);
    const rows = await keptQuery(trx, 'values of dimsets', [tenant, dimension, known.length], (of, name, from) => {
      return sql<{ dimset: number; value: number }>`
        select dimset, value from ${sql.table('uk_dimset_value')}
        where tenant = ${of} and dimension = ${name} and dimset >= ${from} order by dimset`;
    });
    const last = rows.at(-1);
    if (!last) return known;
    const values = new Int32Array(Number(last.dimset) + 1);
    values.set(known);
    for (const row of rows) values[Number(row.dimset)] = Number(row.value);
    this.#values.set(dimension, values);
    return values;
  }

  /** What was read of a dimension. */
  known(dimension: number): Int32Array | undefined {
    return this.#values.get(dimension);
  }
}
