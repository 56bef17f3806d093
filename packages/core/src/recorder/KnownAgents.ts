import type { StatedBasis } from './agentCosts.ts';
import { RecentMap } from './RecentMap.ts';

/** Where the use of one id of the SDK's is recorded. */
export interface KnownAgent {
  /** The id whose counters go on in it: its own, or that of the first session of which it is a fork. */
  counted: string;
  /** The session in the ledger, of the latest agent. */
  session: string;
  /** The session that has the counters of `counted`; absent where every agent so far counted for itself. */
  counters?: string;
}

/** What a recorder was told of agents, by all of its handlers. */
export interface KnownAgents {
  ids: RecentMap<KnownAgent>;
  /** What was said of the cost of each counter. */
  bases: RecentMap<StatedBasis>;
}

export const knownAgents = (): KnownAgents => ({ ids: new RecentMap(), bases: new RecentMap() });
