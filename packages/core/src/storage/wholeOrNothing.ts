import { type Kysely, sql } from 'kysely';

import type { Schema } from './Schema.ts';

/** Work in a host's transaction, of which nothing is left when it fails, should the host go on. */
export async function wholeOrNothing<T>(db: Kysely<Schema>, work: () => Promise<T>): Promise<T> {
  await sql`savepoint uk_batch`.execute(db);
  try {
    const result = await work();
    await sql`release savepoint uk_batch`.execute(db);
    return result;
  } catch (error) {
    // Where the connection is lost, so is the transaction; the first error is the one to report.
    await sql`rollback to savepoint uk_batch`.execute(db).catch(() => {});
    throw error;
  }
}
