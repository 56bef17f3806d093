import { CLAIM_RANK, claimKey } from '../model/claimKey.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import { SESSION_STATUSES, type SessionRecord, type SessionStatus } from '../model/SessionRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { UsageError } from '../errors.ts';
import { assertDescribed } from './assertDescribed.ts';
import { grainValues } from './grainValues.ts';
import { RECORDED_AS, type RecordedAs, recordedAs } from './recordedAs.ts';
import { CALL_FIELDS, type RecordedUsage } from './RecordedUsage.ts';
import { recordedKey } from './recordedKey.ts';
import { recordedMs } from './recordedMs.ts';
import type { RecorderContext } from './RecorderContext.ts';
import { statedFields } from './statedFields.ts';
import { usageCounts } from './usageCounts.ts';

/** One model call. */
export interface RequestDescriptor extends RecordedAs {
  session: string | number;
  /** Its one id, such as the response's: recorded again under it, the call is corrected. Made up when absent, so that a retry counts again. */
  key?: string | number | null | undefined;
  /** When the response began, ms or a Date; the present when absent. */
  at?: number | Date | null | undefined;
  usage: RecordedUsage;
  /** How the session stands after this call, when that is known. */
  status?: SessionStatus | null | undefined;
  /** Every other field is a dimension, of grain `request` where it was not declared otherwise. Text, or whole numbers. */
  [dimension: string]: unknown;
}

/** Fields of a request's descriptor that are no dimensions. */
export const REQUEST_FIELDS: readonly string[] = [...RECORDED_AS, 'session', 'key', 'at', 'usage', 'status'];

/**
 * The records of one model call. The session has the names of its first call; it is `incomplete` until one states how it stands. The request has no revision: until it is given one, what
 * is recorded under one key is copies of one call.
 *
 * @throws UsageError `invalid_argument`
 */
export function recordedRequest(
  {
    source,
    declared,
    undeclared,
    now,
  }: Pick<RecorderContext, 'source' | 'declared' | 'now'> & Partial<RecorderContext>,
  descriptor: RequestDescriptor,
): UsageBatch & { requests: [RequestRecord]; sessions: [SessionRecord] } {
  assertDescribed(descriptor);
  const { status } = descriptor;
  if (status !== undefined && status !== null && !SESSION_STATUSES.includes(status)) {
    throw new UsageError('invalid_argument', `status must be one of ${SESSION_STATUSES.join(', ')}`);
  }
  const session = recordedKey('session', descriptor.session);
  const hasKey = descriptor.key !== undefined && descriptor.key !== null;
  const key = hasKey ? recordedKey('key', descriptor.key) : globalThis.crypto.randomUUID();
  const atMs = recordedMs(descriptor.at) ?? now();
  const as = recordedAs(descriptor);
  const values = grainValues(descriptor, REQUEST_FIELDS, declared, 'request', undeclared);
  const claim = claimKey(CLAIM_RANK.own, atMs);
  return {
    source,
    requests: [
      {
        key: `request/${key}`,
        session,
        atMs,
        provider: as.provider,
        model: as.model,
        serviceTier: as.serviceTier,
        speed: as.speed,
        residency: as.residency,
        grain: 'request',
        quality: 'final',
        requestCount: 1,
        ...usageCounts(statedFields(descriptor.usage, CALL_FIELDS)),
        kind: as.kind,
        dimensions: values.request,
        claim,
      },
    ],
    toolCalls: [],
    turns: [],
    sessions: [
      {
        id: session,
        parent: as.parent,
        project: as.project,
        dimensions: values.session,
        ...(as.run !== '' && { run: as.run }),
        // Its requests say when it was last at work.
        lastAtMs: 0,
        status: status ?? 'incomplete',
        // Nothing that is stated of a session yields to a call that states nothing.
        statusAtMs: status ? atMs : 0,
        statusPosition: 0,
        // What names the session as a whole comes before what names it in passing.
        claim: claimKey(CLAIM_RANK.sidechain, atMs),
      },
    ],
    cursors: [],
  };
}
