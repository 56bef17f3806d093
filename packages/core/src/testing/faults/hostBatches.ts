import type { Kysely } from 'kysely';

import type { HostTables } from './openFaultTarget.ts';

/** Numbers of the batches that the host's own table knows, ascending. */
export async function hostBatches(host: Kysely<HostTables>): Promise<number[]> {
  const rows = await host.selectFrom('host_log').select('batch').orderBy('batch').execute();
  return rows.map((row) => row.batch);
}
