import { checkedSessions } from './checkedSessions.ts';
import { rebuiltDimsets } from './dimsets.ts';
import { markHours, untouched } from './dirtyHours.ts';
import { rebuiltModelSets } from './modelSets.ts';
import type { Writing } from './StoreContext.ts';
import { writeSessions } from './writeSessions.ts';
import { deleteWrongEntries } from './wrongEntries.ts';

/**
 * Computes anew those of some thousand sessions after an id whose rows are wrong.
 *
 * @returns the last one's id; `undefined` when there is none left
 */
export async function rebuiltSessions(writing: Writing, after: number): Promise<number | undefined> {
  const { last, wrong } = await checkedSessions(writing, after);
  if (wrong.length > 0) {
    const touched = untouched();
    for (const id of wrong) touched.replaced.add(id);
    await writeSessions(writing, [], new Set(wrong), { requests: [], calls: [], turns: [] }, touched);
    await markHours(writing, touched);
  }
  return last;
}

/**
 * Writes anew what combinations of dimensions and sets of models consist of.
 *
 * @throws UsageError `store_unavailable` when entries of the dictionary are lost that nothing else tells
 */
export async function rebuiltNames(writing: Writing): Promise<void> {
  await deleteWrongEntries(writing);
  await rebuiltDimsets(writing);
  await rebuiltModelSets(writing);
}
