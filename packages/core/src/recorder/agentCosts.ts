import type { RecentMap } from './RecentMap.ts';
import type { UsageCounts } from './usageCounts.ts';

/** What was said of the cost of one counter. */
export interface StatedBasis {
  /** It was said what the cost rests on. */
  isKnown: boolean;
  /** A part of it was a guess. */
  isGuessed: boolean;
  /** It was recorded while no part of it was a guess. */
  isRecorded: boolean;
}

/**
 * How far a statement of a counter reaches: `carried` from processes before, by one that does not say what the cost rests on; `counted`; and `recounted`, without the cost that was
 * recorded before a part of it became a guess.
 */
export type AgentStanding = 'carried' | 'counted' | 'recounted';

/** What may be recorded of the cost of one id's counters. */
export interface AgentCosts {
  /**
   * The counts, without a cost of which a part is a guess, and their standing.
   *
   * @param place of the counter among those of the id
   * @param basis `costBasis` of the entry; `''` when absent
   */
  taken(
    place: readonly (string | number)[],
    basis: string,
    counts: UsageCounts,
  ): { counts: UsageCounts; standing: AgentStanding };
}

/**
 * Follows what the SDK says that costs rest on. `costBasis` tells of the latest request alone, while `costUSD` is the sum of all: once a part was a guess, the sum is none that can be
 * recorded. An agent leaves it out of what it carried from processes before until it uses the model itself, so that such a statement yields to every other.
 * Source: `ModelUsage` in `sdk.d.ts` of 0.3.332; agents whose counters go on in other processes all state it (0.3.277).
 *
 * @param known what was said, of the counters of all ids
 * @param label what tells the counters of the id from others
 */
export function agentCosts(known: RecentMap<StatedBasis>, label: () => string): AgentCosts {
  return {
    taken: (place, basis, counts) => {
      const counter = JSON.stringify([label(), ...place]);
      const before = known.get(counter);
      const isKnown = basis !== '' || before?.isKnown === true;
      const isGuessed = basis === 'unknown' || before?.isGuessed === true;
      const wasRecorded = before?.isRecorded === true;
      known.set(counter, { isKnown, isGuessed, isRecorded: wasRecorded || (isKnown && !isGuessed) });
      if (!isGuessed) return { counts, standing: isKnown ? 'counted' : 'carried' };
      const { recordedNanoUsd: _, ...unpriced } = counts;
      return { counts: unpriced, standing: wasRecorded ? 'recounted' : 'counted' };
    },
  };
}
