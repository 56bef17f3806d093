import type { Kysely } from 'kysely';

import { UsageError } from '../errors.ts';
import { assertZone } from '../metrics/assertZone.ts';
import type { Dimension } from '../model/Dimension.ts';
import { sessionCount } from './activeSessions.ts';
import { assertBatch } from './assertBatch.ts';
import { assertLimit } from './assertLimit.ts';
import { assertScope } from './assertScope.ts';
import { forkedDictionaries } from './dictionaries.ts';
import { applyDeclaration } from './dimsets.ts';
import { drain, drainCells, isDirty } from './drain.ts';
import { isDrained, markDrained } from './drainedMark.ts';
import type { EngineTraits } from './EngineTraits.ts';
import { inTurn } from './inTurn.ts';
import { type CompiledQueries, useCompiled, useDirect } from './keyedQuery.ts';
import { makeDays } from './makeDays.ts';
import { migrate } from './migrations/index.ts';
import { readCursors, readFileStamps } from './cursors.ts';
import { rebuildStore } from './rebuildStore.ts';
import { endRemembering, remember, Remembered } from './remembered.ts';
import { provenDriver } from './provenDriver.ts';
import { repriceRequests } from './repriceRequests.ts';
import { storedRuns } from './repricingRuns.ts';
import { resetSessions } from './resetSessions.ts';
import type { Schema } from './Schema.ts';
import { sealDetail } from './sealDetail.ts';
import { mayReadAll, storeCheck } from './storeCheck.ts';
import { emptyCaches } from './storeCaches.ts';
import type { StoreContext, TenantState, Writing } from './StoreContext.ts';
import { keepTenant, lockedTenant, nextRevision, tenantState } from './tenantState.ts';
import { snapshotReads, storeReads } from './storeReads.ts';
import type { StoreReads, UsageStore } from './UsageStore.ts';
import { undoRepricing } from './undoRepricing.ts';
import { writeBatch } from './writeBatch.ts';
import { namedTypeError } from './wrongTypes.ts';
import { wholeOrNothing } from './wholeOrNothing.ts';

/** Attempts at a transaction that others get in the way of. */
const ATTEMPTS = 6;
/** Hours, and days, that a drain recomputes in one transaction. */
const DRAIN_LIMIT = 24 * 14;

const closedError = (cause?: unknown): UsageError =>
  new UsageError('store_unavailable', 'the store was closed: open another one', { cause });

/** Has nothing. */
const NOBODY: TenantState = {
  id: -1,
  lineage: 0,
  revision: 0,
  nextId: 1,
  nextSession: 1,
  sealedBeforeMs: 0,
  lateSealed: 0,
};

/**
 * A store on any engine that Kysely speaks, given the traits in which the engine differs.
 *
 * @param options.joined the host's transaction that `db` is: the store begins none of its own, and leaves rollups to a later drain. What the host
 * rolls back of it is not known here: nothing is remembered from one call to the next, and writes of all stores in it take turns
 */
export function ledgerStore(
  db: Kysely<Schema>,
  traits: EngineTraits,
  options: { tenant?: string; joined?: object } = {},
): UsageStore {
  const compiled: CompiledQueries = new Map();
  useCompiled(db, compiled);
  const remembered = new Remembered();
  /** Reads a snapshot: of the state that it is of, what was read before is known. */
  const readIn = async <T>(trx: Kysely<Schema>, read: (trx: Kysely<Schema>) => Promise<T>): Promise<T> => {
    const { direct } = traits;
    const state = direct?.state();
    if (state !== undefined) {
      remembered.turnTo(state);
      remember(trx, remembered);
    }
    useDirect(trx, direct);
    try {
      return await read(trx);
    } finally {
      endRemembering(trx);
      useDirect(trx, undefined);
    }
  };
  const ctx: StoreContext = {
    db,
    traits,
    tenantName: options.tenant ?? '',
    snapshot: (read) =>
      options.joined ? read(db) : traits.snapshot(db, (trx) => readIn(useCompiled(trx, compiled), read)),
    ...emptyCaches(traits),
    notice(revision, lineage) {
      const isOther = revision !== latest;
      if (revision < latest || (lineage !== lineageOf && latest > 0)) forget();
      [latest, lineageOf] = [revision, lineage];
      return isOther;
    },
    forget: () => forget(),
    declared: { dimensions: [], zones: ['UTC'] },
  };
  const { joined } = options;
  let [latest, lineageOf] = [0, 0];
  let isDeclared = false;
  const forget = (): void => {
    Object.assign(ctx, emptyCaches(traits));
    remembered.forget();
    isDeclared = false;
  };

  const proven = provenDriver(db, traits);
  let closing: Promise<void> | undefined;
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closing) throw closedError();
    if (joined) forget();
    try {
      await proven();
      return await work();
    } catch (error) {
      // A driver says in its own words that it was closed under its work.
      throw closing ? closedError(error) : traits.storeError(await namedTypeError(ctx, error));
    }
  };
  /** Work under the tenant's lock, in a transaction; `upkeep` changes no answer, so that what was cached of them stays good; `asIs` = what is declared may wait. */
  const writing = <T>(work: (writing: Writing) => Promise<T>, upkeep = false, asIs = false): Promise<T> => {
    const attempt = async (): Promise<T> => {
      let revision = 0;
      let learnt: { commit(): void }[] = [];
      // Those that the write saw: what is remembered may be forgotten meanwhile, and others know nothing of its keys.
      let { knownKeys } = ctx;
      const within = async (trx: Kysely<Schema>): Promise<T> => {
        const tenant = await lockedTenant(ctx, trx);
        // What a transaction adds to dictionaries is nobody else's before it is committed.
        const own = forkedDictionaries(ctx.dictionaries);
        const dimsetValues = ctx.dimsetValues.fork();
        learnt = [...Object.values(own), dimsetValues];
        ({ knownKeys } = ctx);
        const state: Writing = {
          ctx: { ...ctx, dictionaries: own, dimsetValues },
          trx: useCompiled(trx, compiled),
          tenant,
        };
        knownKeys.begin(state.tenant.revision);
        if (!isDeclared && !asIs) {
          await applyDeclaration(state);
          await makeDays(state);
        }
        const result = await work(state);
        if (!upkeep) state.tenant.revision = nextRevision(state.tenant.revision);
        await keepTenant(trx, state.tenant);
        ({ revision } = state.tenant);
        return result;
      };
      const declared = ctx.declared;
      const result = await (joined ? wholeOrNothing(db, () => within(db)) : traits.transaction(db, within));
      if (joined) return result;
      for (const part of learnt) part.commit();
      knownKeys.commit(revision);
      latest = revision;
      if (declared === ctx.declared && !asIs) isDeclared = true;
      return result;
    };
    return guarded(() => (joined ? inTurn(joined, attempt) : attempted(attempt)));
  };
  /** Work that is done again when another transaction was in its way. */
  const attempted = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (attempt >= ATTEMPTS || !traits.isConflict(error)) throw error;
        const pauseMs = Math.random() * 20 * 2 ** attempt;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  };

  const drained = async (
    { limit = DRAIN_LIMIT, signal }: { limit?: number; signal?: AbortSignal } = {},
    areKept = false,
  ) => {
    assertLimit(limit);
    const tenant = await tenantState(ctx, db);
    if (!tenant) return;
    if ((isDeclared || (await isDrained(db, tenant, ctx.declared))) && !(await isDirty(db, tenant))) return;
    let isFirst = true;
    const isStopped = (): boolean => signal?.aborted ?? false;
    for (let more = true; more && !isStopped();) {
      more = await writing(async (state) => {
        if (isFirst) await makeDays(state);
        isFirst = false;
        const { hours, days, blocks } = await drain(state, limit, { withBlocks: true, areKept });
        const isDone = hours + days + blocks === 0;
        if (isDone) await markDrained(state);
        return !isDone;
      }, true);
      // Lets other writers, and the process's own timers, have their turn.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  };

  const reads = storeReads(ctx, guarded);

  return {
    ...reads,
    // In a host's transaction others may write between two statements: there is no snapshot.
    ...(joined
      ? { extent: async () => ({ ...(await reads.extent()), mayRecur: true }) }
      : {
          snapshot: <T>(read: (view: StoreReads) => Promise<T>) =>
            guarded(() => ctx.snapshot((trx) => read(snapshotReads(ctx, trx)))),
        }),
    declare({ dimensions, zones }: { dimensions?: readonly Dimension[]; zones?: readonly string[] }) {
      for (const zone of zones ?? []) assertZone(zone);
      ctx.declared = {
        dimensions: dimensions ?? ctx.declared.dimensions,
        zones: zones ? [...new Set(zones)] : ctx.declared.zones,
      };
      isDeclared = false;
    },
    migrate: () => guarded(() => attempted(() => migrate(db, traits))),
    write: async (batch, price, { bulk = false } = {}) => {
      assertBatch(batch);
      return writing((state) => writeBatch(state, batch, price, bulk || joined !== undefined));
    },
    drain: (drainOptions) => guarded(() => drained(drainOptions)),
    check: async () => {
      try {
        return await writing(storeCheck, true);
      } catch (error) {
        if (!(error instanceof UsageError) || !mayReadAll(error)) throw error;
      }
      // Of what nobody can write here, a snapshot is as good as a lock. It is the file that is checked, not what is remembered of it.
      remembered.forget();
      return guarded(() =>
        ctx.snapshot(async (trx) => storeCheck({ ctx, trx, tenant: (await tenantState(ctx, trx)) ?? NOBODY })),
      );
    },
    rebuild: async () => {
      await guarded(() => attempted(() => migrate(db, traits, { withCaches: true })));
      await rebuildStore(writing, forget, DRAIN_LIMIT);
      await guarded(() => drained({}, true));
    },
    seal: async (beforeMs) => {
      await guarded(() => drained());
      return writing(async (state) => {
        // What others have left to a later drain since is summed up under the lock.
        while ((await drainCells(state, DRAIN_LIMIT, { areKept: false })) > 0);
        return { requests: await sealDetail(state, beforeMs) };
      });
    },
    reset: async (scope, marker) => {
      assertScope(scope);
      return writing(async (state) => ({ sessions: await resetSessions(state, scope, marker) }));
    },
    reprice: async (price, repriceOptions) => {
      const repricing = await guarded(() => repriceRequests({ ctx, writing }, price, repriceOptions));
      if (repricing.run !== null && !joined) await guarded(() => drained());
      return repricing;
    },
    undoReprice: async (undoOptions = {}) => {
      const undo = await guarded(() => undoRepricing({ ctx, writing }, undoOptions));
      if (undo !== null && !joined) await guarded(() => drained());
      return undo;
    },
    repricings: () =>
      guarded(() =>
        ctx.snapshot(async (trx) => {
          const tenant = await tenantState(ctx, trx);
          const all = tenant ? await storedRuns({ ctx, trx, tenant }) : [];
          return all.map((of) => {
            const { doneMs: _, ...run } = of;
            return run;
          });
        }),
      ),
    sessionCount: (source, ids) => guarded(() => sessionCount(ctx, source, ids)),
    cursors: (source, files) =>
      guarded(async () => readCursors(db, (await tenantState(ctx, db))?.id ?? -1, source, files)),
    fileStamps: (source) => guarded(async () => readFileStamps(db, (await tenantState(ctx, db))?.id ?? -1, source)),
    close: () => (joined ? Promise.resolve() : (closing ??= db.destroy())),
  };
}
