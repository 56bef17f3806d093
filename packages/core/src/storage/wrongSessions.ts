import { sql } from 'kysely';

import { UsageError } from '../errors.ts';
import { dimensionValues } from './dimsets.ts';
import { BEYOND_REBUILD } from './lostEntry.ts';
import type { Writing } from './StoreContext.ts';
import { storedKey } from './storedKey.ts';
import { originalText } from './storedText.ts';

const SESSIONS_AT_ONCE = 4000;

/** Something that is wrong with the ledger itself, and what helps. */
export interface LedgerFault {
  /** The table, or the id of the session. */
  at: string;
  detail: string;
  /** A rebuild cannot make it again. */
  isLost?: true;
}

const lost = (at: string, fault: string): LedgerFault => ({ at, detail: `${fault}: ${BEYOND_REBUILD}`, isLost: true });

/** Sessions that requests, calls or turns name and that have no row: nothing else tells what they were. */
export async function lostSessions({ trx, tenant }: Writing): Promise<LedgerFault[]> {
  const faults: LedgerFault[] = [];
  for (const table of ['uk_request', 'uk_tool_call', 'uk_turn'] as const) {
    const { rows } = await sql<{ session: number }>`
      select distinct session from ${sql.table(table)} where tenant = ${tenant.id}
      except select id from ${sql.table('uk_session')} where tenant = ${tenant.id} order by session`.execute(trx);
    for (const { session } of rows) faults.push(lost('uk_session', `the session ${session} of ${table} is lost`));
  }
  return faults;
}

/** Sessions whose key is not that of their source and id: one of them was changed, and their records would not be found again. */
export async function misnamedSessions({ ctx, trx, tenant }: Writing): Promise<LedgerFault[]> {
  const faults: LedgerFault[] = [];
  const key = ctx.traits.integerText(sql.ref('session_key')).as('session_key');
  for (let after = 0, isMore = true; isMore;) {
    const query = trx.selectFrom('uk_session').select(['id', 'external_id', 'dimset', key]);
    const page = query.where('tenant', '=', tenant.id).where('id', '>', after).orderBy('id').limit(SESSIONS_AT_ONCE);
    const rows = await page.execute();
    const dimsets = new Set(rows.map((row) => Number(row.dimset)));
    const texts = await ctx.dictionaries.dimsets.texts(trx, tenant.id, dimsets);
    const sources = new Map([...texts].map(([id, text]) => [id, dimensionValues(text)['source'] ?? '']));
    for (const row of rows) {
      if (keyOf(sources.get(Number(row.dimset)) ?? '', row.external_id) === BigInt(row.session_key)) continue;
      faults.push(lost(row.external_id, `the source, the id or the key of the session ${row.id} was changed`));
    }
    isMore = rows.length === SESSIONS_AT_ONCE;
    after = Number(rows.at(-1)?.id ?? after);
  }
  return faults;
}

/** `undefined` when the id is not as it is written. */
function keyOf(source: string, externalId: string): bigint | undefined {
  try {
    return storedKey(source, originalText(externalId));
  } catch {
    return undefined;
  }
}

/**
 * Refuses to go on from a ledger that lost sessions: caches that are right would be made anew of what is left.
 *
 * @throws UsageError `store_unavailable`
 */
export async function assertSessions(writing: Writing): Promise<void> {
  const faults = [...(await lostSessions(writing)), ...(await misnamedSessions(writing))];
  const [first] = faults;
  if (!first) return;
  const others = faults.length > 1 ? `, one of ${faults.length} such faults` : '';
  throw new UsageError('store_unavailable', `in the table uk_session ${first.detail}${others}`);
}
