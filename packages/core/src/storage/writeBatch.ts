import type { UsageBatch } from '../model/UsageBatch.ts';
import { writeCursors } from './cursors.ts';
import { describedSessions } from './describedSessions.ts';
import { markHours, untouched } from './dirtyHours.ts';
import { drain } from './drain.ts';
import type { Writing } from './StoreContext.ts';
import type { RequestPricing, WriteResult } from './UsageStore.ts';
import { writeRequests } from './writeRequests.ts';
import { writeRuns } from './writeRuns.ts';
import { writeSessions } from './writeSessions.ts';
import { writeToolCalls } from './writeToolCalls.ts';
import { writeTurns } from './writeTurns.ts';

/** A write that touches no more hours than this recomputes their rollups before it commits. */
const HOURS_DRAINED_AT_ONCE = 48;

/** Joins the records of a batch into the ledger; `bulk` = rollups are left to a later drain. */
export async function writeBatch(
  writing: Writing,
  batch: UsageBatch,
  price: RequestPricing,
  bulk: boolean,
): Promise<WriteResult> {
  const { ctx, trx, tenant } = writing;
  const touched = untouched();
  await writeRuns(writing, batch);
  const described = await describedSessions(writing, batch);
  const sessions = new Map([...described].map(([id, session]) => [id, session.id]));
  const requests = await writeRequests(writing, batch, price, described, touched);
  const calls = await writeToolCalls(writing, batch, sessions, touched);
  const turns = await writeTurns(writing, batch, sessions, touched);
  const ids = new Set([...requests.sessions, ...calls.sessions, ...turns.sessions]);
  const written = { requests: requests.written, calls: calls.written, turns: turns.written };
  await writeSessions(writing, described.values(), ids, written, touched);
  await writeCursors(trx, ctx.traits, tenant.id, batch.source, batch.cursors);
  const hours = await markHours(writing, touched);
  if (!bulk && hours > 0 && hours <= HOURS_DRAINED_AT_ONCE) await drain(writing, HOURS_DRAINED_AT_ONCE);
  const { newRequests, duplicates } = requests;
  return { newRequests, duplicates, newToolCalls: calls.newToolCalls };
}
