import { sql } from 'kysely';

import { UsageError } from '../errors.ts';
import { HOUR_MS } from '../model/timeSlot.ts';
import { BEYOND_REBUILD } from './lostEntry.ts';
import type { Writing } from './StoreContext.ts';
import type { LedgerFault } from './wrongSessions.ts';

/** What is wrong with the rows of tenants: sessions of one that has no row, which may be this one under another id, and an end of sealed time that no seal leaves. */
export async function tenantFaults({ trx, tenant }: Writing): Promise<LedgerFault[]> {
  const lost = (fault: string): LedgerFault => ({
    at: 'uk_tenant',
    detail: `${fault}: ${BEYOND_REBUILD}`,
    isLost: true,
  });
  const { rows } = await sql<{ tenant: number }>`
    select distinct tenant from ${sql.table('uk_session')}
    except select id from ${sql.table('uk_tenant')} order by tenant`.execute(trx);
  const faults = rows.map(({ tenant: id }) => lost(`the row of the tenant ${id}, which has sessions, is lost`));
  if (tenant.sealedBeforeMs % HOUR_MS !== 0) {
    faults.push(lost(`sealed_before_ms is ${tenant.sealedBeforeMs}, which is no whole hour`));
  }
  return faults;
}

/**
 * Refuses to make anything anew where the row of a tenant is not what was written.
 *
 * @throws UsageError `store_unavailable`
 */
export async function assertTenant(writing: Writing): Promise<void> {
  const [first] = await tenantFaults(writing);
  if (first) throw new UsageError('store_unavailable', `in the table ${first.at} ${first.detail}`);
}
