import { sql } from 'kysely';

import { UsageError } from '../errors.ts';
import { hash63 } from '../model/hash63.ts';
import { areStillThere } from './dictionaries.ts';
import { keptQuery } from './keyedQuery.ts';
import { assertKnown } from './migrations/index.ts';
import { RESTORE } from './migrations/refusals.ts';
import { once } from './remembered.ts';
import type { StoreContext, TenantState, Trx } from './StoreContext.ts';
import { storedText } from './storedText.ts';

/** How many lineages there may be. */
const LINEAGES = 2 ** 40;

/** A lineage that by chance is no other one: all processes forget what they know of a tenant that has it. */
export const newLineage = (): number => Math.floor(Math.random() * LINEAGES);

/** The version of the schema: another process may have brought it to one that this code does not know since this one looked. */
const VERSION = sql`(select value from ${sql.table('uk_meta')} where name = 'schema_version') as version`;

const COLUMNS = sql`${sql.raw('id, name, lineage, revision, next_id, next_session, sealed_before_ms, late_sealed')},
  ${VERSION}`;

interface Row {
  id: number;
  name: string;
  lineage: number;
  revision: number;
  next_id: number;
  next_session: number;
  sealed_before_ms: number;
  late_sealed: number;
  version: string | null;
}

/**
 * A number of a tenant's row. A fraction, which nothing writes, counts as what it is a part of: counters are compared with what they count.
 *
 * @throws UsageError `store_unavailable` when it is none
 */
function wholeOf(row: Row, column: keyof Row): number {
  const value = Math.floor(Number(row[column]));
  if (Number.isSafeInteger(value)) return value;
  throw new UsageError(
    'store_unavailable',
    `a value in the column ${column} of the table uk_tenant is no integer: ${RESTORE}`,
  );
}

/** @throws UsageError `invalid_argument` when another name has the same hash: nobody else's data is shown; `store_newer` */
async function stateOf(ctx: StoreContext, db: Trx, row: Row): Promise<TenantState> {
  assertKnown(Number(row.version ?? 0));
  if (row.name !== storedText(ctx.tenantName)) {
    throw new UsageError('invalid_argument', 'the name of the tenant cannot be told from another one: choose another');
  }
  const state = {
    id: Number(row.id),
    lineage: wholeOf(row, 'lineage'),
    revision: wholeOf(row, 'revision'),
    nextId: wholeOf(row, 'next_id'),
    nextSession: wholeOf(row, 'next_session'),
    sealedBeforeMs: wholeOf(row, 'sealed_before_ms'),
    lateSealed: wholeOf(row, 'late_sealed'),
  };
  if (ctx.notice(state.revision, state.lineage) && !(await areStillThere(ctx.dictionaries, db, state.id))) ctx.forget();
  return state;
}

/** What there is where a tenant is not found by the hash of its name. */
interface Others {
  /** The largest id of a tenant that is there. */
  last: number;
  /** The largest id of one that has sessions. */
  used: number;
  /** How many have its name under another hash. Under its own it may have been made just now. */
  named: number;
  version: string | null;
}

/** @throws UsageError `store_newer`; `store_unavailable` when the tenant is there under another hash, or sessions are there of one that is not: one that is made now would be taken for it */
function assertNoneLost({ last, used, named, version }: Others): void {
  assertKnown(Number(version ?? 0));
  if (Number(named) > 0) {
    throw new UsageError(
      'store_unavailable',
      `the hash of the tenant in the table uk_tenant was changed, and is not that of its name: ${RESTORE}`,
    );
  }
  if (Number(used) <= Number(last)) return;
  throw new UsageError(
    'store_unavailable',
    `rows of the table uk_tenant are lost, while sessions of theirs are there: ${RESTORE}`,
  );
}

const others = (ctx: StoreContext, db: Trx) =>
  sql<Others>`
    select (select coalesce(max(id), 0) from ${sql.table('uk_tenant')}) as last,
      (select coalesce(max(tenant), 0) from ${sql.table('uk_session')}) as used,
      (select count(*) from ${sql.table('uk_tenant')} where name = ${storedText(ctx.tenantName)}
        and hash <> ${hash63(ctx.tenantName)}) as named, ${VERSION}`.execute(db);

/**
 * A tenant as it stands; `undefined` while it has nothing.
 *
 * @throws UsageError `store_unavailable` when it was lost; `store_newer`
 */
export async function tenantState(ctx: StoreContext, db: Trx): Promise<TenantState | undefined> {
  // Whoever asks may not change it: a writer locks the tenant and has a state of its own.
  const { found } = await once(db, 'tenant', async () => ({ found: await readState(ctx, db) }));
  return found;
}

async function readState(ctx: StoreContext, db: Trx): Promise<TenantState | undefined> {
  const rows = await keptQuery(db, 'tenant', [hash63(ctx.tenantName)], (hash) => {
    return sql<Row>`select ${COLUMNS} from ${sql.table('uk_tenant')} where hash = ${hash}`;
  });
  if (rows[0]) return stateOf(ctx, db, rows[0]);
  for (const found of (await others(ctx, db)).rows) assertNoneLost(found);
  ctx.notice(0, 0);
  return undefined;
}

/** Takes the tenant's lock, which every writer of its data takes first and holds until its transaction ends. The tenant is made when it is new. */
export async function lockedTenant(ctx: StoreContext, trx: Trx): Promise<TenantState> {
  const hash = hash63(ctx.tenantName);
  for (;;) {
    // A write that changes nothing locks the row and says how it stands: a row that is read afterwards may have been made in between, and is then not locked. On SQLite it
    // also makes sure that the transaction may write at all: one that reads first may not.
    const { rows } = await sql<Row>`
      update ${sql.table('uk_tenant')} set id = id where hash = ${hash} returning ${COLUMNS}`.execute(trx);
    if (rows[0]) return stateOf(ctx, trx, rows[0]);
    // A tenant made by somebody else at the same time takes this id or this hash; then it is looked up, or tried again with the next id.
    const [found] = (await others(ctx, trx)).rows;
    if (found) assertNoneLost(found);
    const row = {
      id: Number(found?.last ?? 0) + 1,
      hash,
      name: storedText(ctx.tenantName),
      lineage: newLineage(),
      revision: 0,
      next_id: 1,
      next_session: 1,
      sealed_before_ms: 0,
      late_sealed: 0,
    };
    await trx
      .insertInto('uk_tenant')
      .values(row)
      .onConflict((c) => c.doNothing())
      .execute();
  }
}

/** Revisions are this far apart and more: data that was set back and written again has other ones, but once in so many times. */
const REVISION_STEP = 2 ** 20;

/**
 * The revision after one, by chance one of many.
 *
 * @example
 * nextRevision(0) >= 2 ** 20 && nextRevision(0) < 2 ** 21 // => true
 */
export const nextRevision = (revision: number): number =>
  (Math.floor(revision / REVISION_STEP) + 1) * REVISION_STEP + Math.floor(Math.random() * REVISION_STEP);

/** Writes a locked tenant's state back. */
export async function keepTenant(trx: Trx, tenant: TenantState): Promise<void> {
  await trx
    .updateTable('uk_tenant')
    .set({
      lineage: tenant.lineage,
      revision: tenant.revision,
      next_id: tenant.nextId,
      next_session: tenant.nextSession,
      sealed_before_ms: tenant.sealedBeforeMs,
      late_sealed: tenant.lateSealed,
    })
    .where('id', '=', tenant.id)
    .execute();
}
