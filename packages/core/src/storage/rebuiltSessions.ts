import { checkedSessions } from './checkedSessions.ts';
import { rebuiltDimsets } from './dimsets.ts';
import { markAllHours, markHours, unlistedHours, untouched } from './dirtyHours.ts';
import { rebuiltHours } from './ledgerHours.ts';
import { rebuiltModelSets } from './modelSets.ts';
import { drainCells } from './drain.ts';
import { SessionTotals, type TotalRows } from './SessionTotals.ts';
import type { Writing } from './StoreContext.ts';
import { writeSessions } from './writeSessions.ts';

/**
 * Computes anew those of some thousand sessions after an id whose rows are wrong.
 *
 * @param totals what their requests and calls add up to, where that is known
 * @returns the last one's id; `undefined` when there is none left
 */
async function rebuiltSessions(writing: Writing, after: number, totals?: TotalRows): Promise<number | undefined> {
  const { last, wrong } = await checkedSessions(writing, after, totals);
  if (wrong.length > 0) {
    const touched = untouched();
    for (const id of wrong) touched.replaced.add(id);
    await writeSessions(writing, [], new Set(wrong), { requests: [], calls: [], turns: [] }, touched);
    await markHours(writing, touched);
  }
  return last;
}

/** Writes anew what combinations of dimensions and sets of models consist of. */
export async function rebuiltNames(writing: Writing): Promise<void> {
  await rebuiltDimsets(writing);
  await rebuiltModelSets(writing);
}

/** Does work in a transaction of its own, under the tenant's lock. */
type InTransaction = <T>(work: (writing: Writing) => Promise<T>) => Promise<T>;

/**
 * Computes anew the cells of all hours, those that are listed being marked, in which hours sessions have rows, and all sessions. The rows that cells are made
 * from are added up by session as well, and compared with their hours, where they are read one by one: reading them takes longer than all else. A session that
 * was wrong marks its hours once more; hours that were wrong, or not listed, are the reason to begin again.
 *
 * @param limit hours in one transaction
 */
export async function rebuiltCells(transaction: InTransaction, limit: number): Promise<void> {
  let totals = new SessionTotals();
  const cells = async (): Promise<TotalRows | undefined> => {
    totals = new SessionTotals();
    for (let hours = limit; hours >= limit;) {
      hours = await transaction((writing) => drainCells(writing, limit, { areKept: true, totals }));
      // Lets other writers, and the process's own timers, have their turn.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    return transaction((writing) => totals.rows(writing));
  };
  let rows = await cells();
  const wereWrong = !rows && (await transaction(rebuiltHours));
  if (wereWrong || (await transaction(unlistedHours)).length > 0) {
    await transaction(markAllHours);
    rows = await cells();
  }
  for (let after: number | undefined = 0; after !== undefined;) {
    const from: number = after;
    after = await transaction((writing) => rebuiltSessions(writing, from, totals.isOf(writing) ? rows : undefined));
  }
}
