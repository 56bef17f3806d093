import { hash63 } from './hash63.ts';

/**
 * Total order of the copies of a record: the copy with the smallest value names the session and the dimensions. It is the copy's claim followed by
 * 18 bits of a hash of everything the copy names, so that two copies with the same claim that disagree (a gateway that changes its
 * model in mid-stream) are ordered by their content and never by arrival.
 *
 * @param claim see `claimKey`
 * @param attribution text of all values the copy names
 * @example
 * attributionClaim(1, 'b') < attributionClaim(2, 'a') // => true
 */
export function attributionClaim(claim: number, attribution: string): bigint {
  return (BigInt(claim) << 18n) | (hash63(attribution) & 0x3ffffn);
}
