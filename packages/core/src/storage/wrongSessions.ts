import { sql } from 'kysely';

import { UsageError } from '../errors.ts';
import { dimensionValues } from './dimsets.ts';
import { BEYOND_REBUILD } from './lostEntry.ts';
import type { Writing } from './StoreContext.ts';
import { storedKey } from './storedKey.ts';
import { originalText } from './storedText.ts';

const SESSIONS_AT_ONCE = 4000;
const RUNS_AT_ONCE = 4000;
/** Before all keys that may be in a file. */
const FIRST_KEY = -(2n ** 63n);

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
      const source = sources.get(Number(row.dimset)) ?? '';
      const expected = keyOf(() => storedKey(source, originalText(row.external_id)));
      if (expected === BigInt(row.session_key)) continue;
      faults.push(lost(row.external_id, `the source, the id or the key of the session ${row.id} was changed`));
    }
    isMore = rows.length === SESSIONS_AT_ONCE;
    after = Number(rows.at(-1)?.id ?? after);
  }
  return faults;
}

/** Runs whose key is not that of their source and id: sessions that name them would be of none, and a reset of them forgotten. */
export async function misnamedRuns({ ctx, trx, tenant }: Writing): Promise<LedgerFault[]> {
  const faults: LedgerFault[] = [];
  const key = ctx.traits.integerText(sql.ref('uk_run.run_key')).as('run_key');
  for (let after = FIRST_KEY, isMore = true; isMore;) {
    const query = trx.selectFrom('uk_run').select(['source', 'external_id', key]).where('tenant', '=', tenant.id);
    const rows = await query.where('run_key', '>', after).orderBy('uk_run.run_key').limit(RUNS_AT_ONCE).execute();
    for (const row of rows) {
      const expected = keyOf(() => storedKey(originalText(row.source), originalText(row.external_id)));
      if (expected === BigInt(row.run_key)) continue;
      faults.push(lost(row.external_id, `the source, the id or the key of the run '${row.external_id}' was changed`));
    }
    isMore = rows.length === RUNS_AT_ONCE;
    after = BigInt(rows.at(-1)?.run_key ?? after);
  }
  return faults;
}

/** `undefined` when a text is not as it is written. */
function keyOf(key: () => bigint): bigint | undefined {
  try {
    return key();
  } catch {
    return undefined;
  }
}

/**
 * Refuses to go on from a ledger that lost sessions or runs: caches that are right would be made anew of what is left.
 *
 * @throws UsageError `store_unavailable`
 */
export async function assertSessions(writing: Writing): Promise<void> {
  const sessions = [...(await lostSessions(writing)), ...(await misnamedSessions(writing))];
  const [table, [first, ...others]] =
    sessions.length > 0 ? ['uk_session', sessions] : ['uk_run', await misnamedRuns(writing)];
  if (!first) return;
  const more = others.length > 0 ? `, one of ${others.length + 1} such faults` : '';
  throw new UsageError('store_unavailable', `in the table ${table} ${first.detail}${more}`);
}
