import type { Joined, Ledger } from '../../metrics/Ledger.ts';
import { sessionFacts } from '../../metrics/sessionFacts.ts';
import type { PricedRequest } from '../../model/RequestCost.ts';
import { assertSessionSums } from '../assertSessionSums.ts';

/** Below it no sum of a session is near 64 bits, however it is rounded. */
const SMALL = 2 ** 62;

/** At most what a request adds to a sum, rounded. */
const most = (r: PricedRequest): number =>
  r.inputTokens +
  r.cacheReadTokens +
  r.cacheWrite5mTokens +
  r.cacheWrite1hTokens +
  r.outputTokens +
  r.reasoningTokens +
  (r.cost.nanoUsd ?? 0) +
  1;

/**
 * Refuses requests with which a session would add up to more than other stores hold. The sessions are looked at when all requests together could be too much for one.
 *
 * @returns what is to be asked before requests are kept; it throws UsageError `unsafe_integer`
 */
export function assertSums(ledger: Ledger): (requests: ReadonlyMap<string, Joined<PricedRequest>>) => void {
  let kept = 0;
  return (requests) => {
    let more = 0;
    for (const request of requests.values()) more += most(request);
    if (kept + more >= SMALL) {
      const all = sessionFacts({ ...ledger, requests: new Map([...ledger.requests, ...requests]) });
      for (const {
        session,
        input,
        cacheRead,
        cacheWrite5m,
        cacheWrite1h,
        output,
        reasoning,
        costPico,
      } of all.values()) {
        const tokens = input + cacheRead + cacheWrite5m + cacheWrite1h + output;
        assertSessionSums(session.id, { tokens, reasoning, costPico });
      }
    }
    kept += more;
  };
}
