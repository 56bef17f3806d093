import type { Kysely, RawBuilder } from 'kysely';

import type { Schema } from './Schema.ts';

/** Rows as lists of their values, in the order of the columns, from a driver that makes records of them. */
export async function rowValues(db: Kysely<Schema>, query: RawBuilder<unknown>): Promise<unknown[][]> {
  const { rows } = await query.execute(db);
  return rows.map((row) => Object.values(row as Record<string, unknown>));
}
