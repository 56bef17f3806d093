import type { PricedRequest, RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { ToolCallRecord } from '../model/ToolCallRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { type Joined, type Ledger, ledgerKey } from './Ledger.ts';
import {
  equalRequests,
  joinedRequest,
  joinedRun,
  joinedSession,
  joinedToolCall,
  joinedTurn,
  orderedRequest,
  orderedSession,
  orderedToolCall,
  orderedTurn,
  sourcedRun,
} from './joinRecords.ts';
import { checkedCost } from './checkedCost.ts';
import { pricedAlike } from './pricedAlike.ts';

function joinInto<T>(map: Map<string, T>, key: string, copy: T, join: (a: T, b: T) => T): void {
  const present = map.get(key);
  map.set(key, present === undefined ? copy : join(present, copy));
}

/** A result whose call was not read is none yet. */
const isCall = (of: ToolCallRecord | undefined): boolean => (of?.callCount ?? 0) > 0;

/**
 * Joins a batch into a ledger, in place: the definition of what writing means. Any order, grouping and repetition of batches
 * gives the same ledger, except for the price of a request, which is that of the book at hand when what it depends on last changed.
 *
 * @param price called for each request that is new or changed by the join
 * @param assertKept is shown the requests that are new or changed, before anything is kept; what it throws leaves the ledger as it was
 * @returns how many records were new, and how many request copies were not
 */
export function joinLedger(
  ledger: Ledger,
  batch: UsageBatch,
  price: (request: RequestRecord) => RequestCost,
  assertKept: (requests: ReadonlyMap<string, Joined<PricedRequest>>) => void = () => {},
): { newRequests: number; newToolCalls: number; duplicates: number } {
  const { source } = batch;
  const result = { newRequests: 0, newToolCalls: 0, duplicates: 0 };
  // Kept when all have a price: one that cannot be kept leaves the ledger as it was.
  const requests = new Map<string, Joined<PricedRequest>>();
  for (const copy of batch.requests) {
    const key = ledgerKey(source, copy.key);
    const ordered: Joined<RequestRecord> = orderedRequest(source, copy);
    const present = requests.get(key) ?? ledger.requests.get(key);
    const joined = present ? joinedRequest(present, ordered) : ordered;
    const unchanged = present && equalRequests(present, joined);
    if (present) result.duplicates += 1;
    else result.newRequests += 1;
    const cost = present && pricedAlike(present, joined) ? present.cost : checkedCost(price(joined), joined);
    requests.set(key, unchanged ? present : { ...joined, cost });
  }
  assertKept(requests);
  for (const [key, request] of requests) ledger.requests.set(key, request);
  for (const copy of batch.toolCalls) {
    const key = ledgerKey(source, copy.key);
    const isKnown = isCall(ledger.toolCalls.get(key));
    joinInto(ledger.toolCalls, key, orderedToolCall(source, copy), joinedToolCall);
    if (!isKnown && isCall(ledger.toolCalls.get(key))) result.newToolCalls += 1;
  }
  for (const copy of batch.turns) {
    joinInto(ledger.turns, ledgerKey(source, copy.key), orderedTurn(source, copy), joinedTurn);
  }
  for (const copy of batch.sessions) {
    joinInto(ledger.sessions, ledgerKey(source, copy.id), orderedSession(source, copy), joinedSession);
  }
  for (const run of batch.runs ?? []) {
    joinInto(ledger.runs, ledgerKey(source, run.id), sourcedRun(source, run), joinedRun);
  }
  return result;
}
