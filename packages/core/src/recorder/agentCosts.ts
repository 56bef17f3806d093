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

/** What is recorded of one counter. */
export interface TakenCounts {
  /** Without a cost where it, or a part of it, is or may be a guess. */
  counts: UsageCounts;
  /** A cost was recorded before a part of it became a guess. */
  isMixed: boolean;
}

/** What may be recorded of the cost of one id's counters. */
export interface AgentCosts {
  /**
   * What is recorded of the counts.
   *
   * @param place of the counter among those of the id
   * @param basis `costBasis` of the entry; `''` when absent
   */
  taken(place: readonly (string | number)[], basis: string, counts: UsageCounts): TakenCounts;
}

/**
 * Follows what the SDK says that costs rest on. `costBasis` tells of the latest request alone, while `costUSD` is the sum of all: once a part was a guess, the sum is none that can be
 * recorded. An agent leaves it out of what it carried from processes before until it uses the model itself: whether that was a guess is not known where nobody said it, so that the
 * counts are recorded without their cost.
 * Source: `ModelUsage` in `sdk.d.ts` of 0.3.332; agents whose counters go on in other processes all state it (0.3.277).
 *
 * @param of.known what was said, of the counters of all ids
 * @param of.label what tells the counters of the id from others
 * @param of.goesOn whether the agent states a version whose counters go on from processes before
 */
export function agentCosts({
  known,
  label,
  goesOn,
}: {
  known: RecentMap<StatedBasis>;
  label: () => string;
  goesOn: () => boolean;
}): AgentCosts {
  return {
    taken: (place, basis, counts) => {
      const counter = JSON.stringify([label(), ...place]);
      const before = known.get(counter);
      const isKnown = basis !== '' || before?.isKnown === true;
      const isGuessed = basis === 'unknown' || before?.isGuessed === true;
      const wasRecorded = before?.isRecorded === true;
      const isRecorded = !isGuessed && (isKnown || !goesOn());
      known.set(counter, { isKnown, isGuessed, isRecorded: wasRecorded || isRecorded });
      if (isRecorded) return { counts, isMixed: false };
      const { recordedNanoUsd: _, ...unpriced } = counts;
      return { counts: unpriced, isMixed: isGuessed && wasRecorded };
    },
  };
}
