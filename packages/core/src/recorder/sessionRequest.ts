import { CLAIM_RANK, claimKey } from '../model/claimKey.ts';
import { MAX_COUNT } from '../model/MAX_COUNT.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { GrainValues } from './grainValues.ts';
import type { recordedAs } from './recordedAs.ts';
import type { SessionUsage } from './RecordedUsage.ts';
import { usageCounts } from './usageCounts.ts';
import { wholeCount } from './wholeCount.ts';

/** A session that is recorded as a whole, as it was named at its start. */
export interface NamedSession {
  id: string;
  startedMs: number;
  as: ReturnType<typeof recordedAs>;
  values: GrainValues;
}

/**
 * The request that stands for all of a session's model calls. It lies at the session's start, so that the days of costs add up to the sessions that began in them. It counts 1 from the
 * start on, though nothing was used yet: a session without a request is none, and a killed one must be seen. Where it is stated that it was one call, it is priced as one, by its
 * whole prompt and the session's start.
 *
 * @param isFinal the counts are what they are at the end, not on the way or when it broke off
 * @throws UsageError `invalid_argument`
 */
export function sessionRequest(
  { id, startedMs, as, values }: NamedSession,
  usage: SessionUsage,
  isFinal: boolean,
): RequestRecord {
  const requestCount = wholeCount('requestCount', usage.requestCount, MAX_COUNT);
  return {
    key: `session/${id}`,
    session: id,
    atMs: startedMs,
    provider: usage.provider ?? as.provider,
    model: usage.model ?? as.model,
    serviceTier: as.serviceTier,
    speed: as.speed,
    residency: as.residency,
    grain: requestCount === 1 ? 'request' : 'session',
    quality: isFinal ? 'final' : 'partial',
    requestCount: requestCount ?? 1,
    ...usageCounts(usage),
    kind: as.kind,
    dimensions: values.request,
    // Of the start; the caller sets it of what is revised.
    revision: 0,
    claim: claimKey(CLAIM_RANK.own, startedMs),
  };
}
