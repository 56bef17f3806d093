/** Rank of a copy: a request belongs to the session that holds the copy of the lowest rank. */
export const CLAIM_RANK = { own: 0, sidechain: 1, nested: 2, forked: 3, unnamed: 4 } as const;

const RANK_UNIT = 2 ** 42;

/**
 * The static claim of a copy of a record: lower claims name the record's session, kind and dimensions. It depends on nothing but
 * the copy and the first conversation record of its file, so every reading order gives the same owner: own lines
 * before sidechain copies before nested copies before marked fork copies before records that name nothing themselves (a result whose call is elsewhere), then the file that began first.
 *
 * @param rank one of {@link CLAIM_RANK}
 * @param firstAtMs time of the first conversation record in the copy's file, ms
 * @example
 * claimKey(CLAIM_RANK.own, 5) < claimKey(CLAIM_RANK.sidechain, 1) // => true
 */
export function claimKey(rank: (typeof CLAIM_RANK)[keyof typeof CLAIM_RANK], firstAtMs: number): number {
  return rank * RANK_UNIT + Math.min(Math.max(0, Math.floor(firstAtMs)), RANK_UNIT - 1);
}
