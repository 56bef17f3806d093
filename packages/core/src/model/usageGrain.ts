import type { UsageGrain } from './RequestRecord.ts';

/**
 * Whether usage of this grain makes the session it names one: usage per time bucket, and calls without a session, never do, so that no session, start or
 * duration is made up for them.
 *
 * @example
 * makesSession('bucket') // => false
 */
export function makesSession(grain: UsageGrain): boolean {
  return grain === 'request' || grain === 'session';
}

/**
 * Whether the row is a single model call, whose own time and prompt size are known.
 *
 * @example
 * isOneRequest('sessionless') // => true
 */
export function isOneRequest(grain: UsageGrain): boolean {
  return grain === 'request' || grain === 'sessionless';
}
