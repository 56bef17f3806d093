import type { PricedRequest } from '../model/RequestCost.ts';
import type { RunRecord } from '../model/RunRecord.ts';
import type { SessionRecord } from '../model/SessionRecord.ts';
import type { ToolCallRecord } from '../model/ToolCallRecord.ts';
import type { TurnRecord } from '../model/TurnRecord.ts';

/**
 * A joined record with its source and its place in the order of copies: first `order` (`attributionClaim`), then everything else the copy names as text
 * (`attribution`), for copies of one session that disagree, like those of a gateway that changes its model in mid-stream.
 */
export type Joined<T> = T & { source: string; order: bigint; attribution: string };

/** The copy of two that names the record. */
export function owningCopy<T extends { order: bigint; attribution: string }>(a: T, b: T): T {
  if (a.order !== b.order) return a.order < b.order ? a : b;
  return b.attribution < a.attribution ? b : a;
}

/** A run with its source. */
export type JoinedRun = RunRecord & { source: string };

/**
 * The ledger as plain records: what every store holds, in the form in which the library defines its answers. Maps are keyed by
 * {@link ledgerKey}.
 */
export interface Ledger {
  requests: Map<string, Joined<PricedRequest>>;
  toolCalls: Map<string, Joined<ToolCallRecord>>;
  turns: Map<string, Joined<TurnRecord>>;
  sessions: Map<string, Joined<SessionRecord>>;
  runs: Map<string, JoinedRun>;
  /** Keys of sessions that were reset, and of runs with what their first reset was marked by; a session of a reset run counts as reset, whenever it arrives. */
  reset: { sessions: Set<string>; runs: Map<string, string> };
}

/** A ledger without records. */
export function emptyLedger(): Ledger {
  return {
    requests: new Map(),
    toolCalls: new Map(),
    turns: new Map(),
    sessions: new Map(),
    runs: new Map(),
    reset: { sessions: new Set(), runs: new Map() },
  };
}

/**
 * Identity of a record across sources, none of which has a NUL in its id.
 *
 * @example
 * ledgerKey('codex', 'a') // => 'codex\u0000a'
 */
export function ledgerKey(source: string, key: string): string {
  return `${source}\u0000${key}`;
}
