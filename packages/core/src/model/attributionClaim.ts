import { hash63 } from './hash63.ts';

/**
 * Total order of the copies of a record: the copy with the smallest value names the session and the dimensions. It is the copy's claim, then 14 bits of a hash of
 * its session, then 4 bits of a hash of everything else the copy names. So two sessions with the same claim are ordered alike for all their
 * records, and copies that disagree in anything (a gateway that changes its model in mid-stream) by content, never by arrival.
 *
 * @param claim see `claimKey`
 * @param session the session the copy names
 * @param attribution text of all other values it names
 * @example
 * attributionClaim(1, 's', 'b') < attributionClaim(2, 's', 'a') // => true
 */
export function attributionClaim(claim: number, session: string, attribution = ''): bigint {
  return (BigInt(claim) << 18n) | ((hash63(session) & 0x3fffn) << 4n) | (hash63(attribution) & 0xfn);
}
