import { type Kysely, sql } from 'kysely';

import { internedDimsets, internedNames, internedPriceKeys } from './interned.ts';
import type { EngineTraits } from './EngineTraits.ts';
import { migrate } from './migrations/index.ts';
import { readCursors, readFileStamps, writeCursors } from './cursors.ts';
import { rollupRows } from './rollupRows.ts';
import type { Schema } from './Schema.ts';
import { sessionCosts, sessionCount, sessionList } from './sessionList.ts';
import { writeSessionSums } from './sessionSums.ts';
import type { StoreContext, Trx } from './StoreContext.ts';
import type { StoreExtent, UsageStore, WriteResult } from './UsageStore.ts';
import { writeRequests } from './writeRequests.ts';
import { writeSessions } from './writeSessions.ts';
import { writeToolCalls } from './writeToolCalls.ts';
import { writeTurns } from './writeTurns.ts';

/** Counts writes, so that a reader can tell whether anything has changed since. */
async function bumpRevision(trx: Trx): Promise<void> {
  await trx
    .insertInto('uk_meta')
    .values({ name: 'revision', value: '1' })
    .onConflict((c) => c.column('name').doUpdateSet({ value: sql`cast(cast(uk_meta.value as integer) + 1 as text)` }))
    .execute();
}

function context(db: Kysely<Schema>, traits: EngineTraits, tenant: string): StoreContext {
  const names = internedNames();
  return {
    db,
    traits,
    names,
    dimsets: internedDimsets(),
    priceKeys: internedPriceKeys(),
    async tenant(on) {
      const known = [...(await names.load(on))].find(([, name]) => name === tenant);
      return known?.[0] ?? -1;
    },
  };
}

async function extentOf(ctx: StoreContext): Promise<StoreExtent> {
  const tenant = await ctx.tenant(ctx.db);
  const slots = await sql<{ first: number | null; last: number | null }>`
    select (select min(slot) from uk_request where tenant = ${tenant}) as first,
      (select max(slot) from uk_request where tenant = ${tenant}) as last`.execute(ctx.db);
  const { first = null, last = null } = slots.rows[0] ?? {};
  const edge = async (slot: number | null, name: 'min' | 'max'): Promise<number | null> => {
    if (slot === null) return null;
    const at = sql<number>`${sql.raw(name)}(at_ms)`;
    const query = ctx.db.selectFrom('uk_request').select(at.as('at'));
    return Number((await query.where('tenant', '=', tenant).where('slot', '=', slot).executeTakeFirstOrThrow()).at);
  };
  // A session prompted before midnight and answered after it begins a day before its first request.
  const started = await sql<{ at: number | null }>`
    select min(started_ms) as at from uk_session
    where tenant = ${tenant} and start_slot <= ${first ?? -1} and request_count > 0`.execute(ctx.db);
  const times = [await edge(first, 'min'), started.rows[0]?.at ?? null].filter((at) => at !== null);
  const revision = await ctx.db.selectFrom('uk_meta').select('value').where('name', '=', 'revision').executeTakeFirst();
  return {
    firstMs: times.length > 0 ? Math.min(...times.map(Number)) : null,
    lastMs: await edge(last, 'max'),
    revision: Number(revision?.value ?? 0),
  };
}

/** A store on any engine that Kysely speaks, given the traits in which the engine differs. */
export function ledgerStore(
  db: Kysely<Schema>,
  traits: EngineTraits,
  options: { tenant?: string; readOnly?: boolean } = {},
): UsageStore {
  const tenantName = options.tenant ?? '';
  const ctx = context(db, traits, tenantName);
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      for (const dictionary of [ctx.names, ctx.dimsets, ctx.priceKeys]) dictionary.forget();
      throw traits.storeError(error);
    }
  };
  return {
    migrate: () => guarded(() => migrate(db, traits)),
    write: (batch, price) =>
      guarded(() =>
        traits.transaction(db, async (trx): Promise<WriteResult> => {
          const tenant = (await ctx.names.ids(trx, [tenantName])).get(tenantName) ?? -1;
          const described = await writeSessions(ctx, trx, tenant, batch);
          const requests = await writeRequests(ctx, trx, tenant, batch, price);
          const calls = await writeToolCalls(ctx, trx, tenant, batch);
          const turns = await writeTurns(ctx, trx, tenant, batch);
          const touched = new Set([...described, ...requests.sessions, ...calls.sessions, ...turns]);
          await writeSessionSums(ctx, trx, tenant, touched);
          await writeCursors(trx, traits, tenant, batch.source, batch.cursors);
          await bumpRevision(trx);
          const { newRequests, duplicates } = requests;
          return { newRequests, duplicates, newToolCalls: calls.newToolCalls };
        }),
      ),
    rollup: (query) => guarded(() => rollupRows(ctx, query)),
    sessions: (query) => guarded(() => sessionList(ctx, query)),
    sessionCosts: (query) => guarded(() => sessionCosts(ctx, query)),
    sessionCount: (source, ids) => guarded(() => sessionCount(ctx, source, ids)),
    cursors: (source) => guarded(async () => readCursors(db, await ctx.tenant(db), source)),
    fileStamps: (source) => guarded(async () => readFileStamps(db, await ctx.tenant(db), source)),
    extent: () => guarded(() => extentOf(ctx)),
    close: () => db.destroy(),
  };
}
