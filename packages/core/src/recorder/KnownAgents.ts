import type { StatedBasis } from './agentCosts.ts';
import { RecentMap } from './RecentMap.ts';

/** What a recorder was told of agents, by all of its handlers. */
export interface KnownAgents {
  /** What was said of the cost of each counter. */
  bases: RecentMap<StatedBasis>;
}

export const knownAgents = (): KnownAgents => ({ bases: new RecentMap() });
