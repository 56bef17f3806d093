import { hash63 } from '../model/hash63.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';

/** Revisions in one millisecond: times before 2110 stay below 2^52 so, and below 2^53 with what is added to ends. */
const STEPS = 1024;

/**
 * The revision of what is stated at a time, ms: of two statements the later has the greater one. Two of the same millisecond, which processes that do not know of each other make, are
 * told apart by what they say, so that one of them holds whole and their counts are not mixed (but for one pair in 1,024); equal ones have equal revisions.
 *
 * @example
 * statedRevision(1, {}) > statedRevision(0, {}) // => true
 */
export const statedRevision = (atMs: number, stated: RequestRecord): number =>
  atMs * STEPS + Number(hash63(JSON.stringify(stated)) % BigInt(STEPS));
