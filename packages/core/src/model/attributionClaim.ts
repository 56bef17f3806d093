import { hash63 } from './hash63.ts';

/** The place that was asked for last: records of a session come one after the other. */
let [lastClaim, lastSession, lastPlace] = [Number.NaN, '', 0n];

/**
 * Place of a copy in the order of copies of a record: the copy with the smallest one names the session. It is the copy's claim, then 18 bits of a hash of its session, so
 * that two sessions with equal claims are ordered alike for all their records, and by what they are, never by arrival.
 *
 * @param claim see `claimKey`
 * @param session the session the copy names
 * @example
 * attributionClaim(1, 's') < attributionClaim(2, 'a') // => true
 */
export function attributionClaim(claim: number, session: string): bigint {
  if (claim !== lastClaim || session !== lastSession) {
    lastPlace = (BigInt(claim) << 18n) | (hash63(session) & 0x3ffffn);
    [lastClaim, lastSession] = [claim, session];
  }
  return lastPlace;
}
