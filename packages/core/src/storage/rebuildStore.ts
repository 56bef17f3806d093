import { deleteStrays } from './deleteStrays.ts';
import { markListedHours, mendSealedHours } from './dirtyHours.ts';
import { marginalDimensions } from './drain.ts';
import { rebuiltCells, rebuiltNames } from './rebuiltSessions.ts';
import { sealedCells } from './sealedCells.ts';
import { assertSealed } from './sealedFaults.ts';
import type { Writing } from './StoreContext.ts';
import { newLineage } from './tenantState.ts';
import { mendCounters } from './wrongCounters.ts';
import { deleteWrongEntries } from './wrongEntries.ts';
import { assertTypes } from './wrongTypes.ts';
import { assertSessions } from './wrongSessions.ts';
import { assertTenant } from './wrongTenant.ts';

/** Work under the tenant's lock, in a transaction; `upkeep` changes no answer; `asIs` = what is declared may wait. */
type InTransaction = <T>(work: (writing: Writing) => Promise<T>, upkeep?: boolean, asIs?: boolean) => Promise<T>;

/** Names first, of which all else is made; refuses where something is lost that nothing else tells, and changes nothing then. */
async function rebuiltLedger(writing: Writing): Promise<void> {
  const { tenant } = writing;
  await assertTypes(writing);
  await assertTenant(writing);
  await mendCounters(writing);
  const cells = await sealedCells(writing);
  await deleteWrongEntries(writing, cells);
  await assertSessions(writing);
  await assertSealed(writing, cells);
  await rebuiltNames(writing);
  // Names may have other ids: what any process knows of the tenant may be of what was wrong.
  tenant.lineage = newLineage();
}

/**
 * Computes anew all that is made of the ledger, and leaves days and blocks to a drain.
 *
 * @param forget forgets what is remembered of the database
 * @param limit hours in one transaction
 * @throws UsageError `store_unavailable` when names, sessions or values of the ledger, or cells of sealed time, are lost: nothing is changed then
 */
export async function rebuildStore(writing: InTransaction, forget: () => void, limit: number): Promise<void> {
  // What is known of names may be of those that were lost since.
  forget();
  await writing(rebuiltLedger, true, true);
  // What was read of them may have been wrong.
  forget();
  // Not upkeep: where something was wrong, answers change, and what was cached of them is no good.
  await writing(async (state) => {
    await mendSealedHours(state);
    await markListedHours(state);
    await deleteStrays(state, await marginalDimensions(state, true));
  });
  await rebuiltCells((work) => writing(work, true), limit);
  // What was wrong of sessions was so until now.
  await writing(() => Promise.resolve());
}
