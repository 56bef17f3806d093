import { withJoinedCounts, withJoinedTime } from '../model/joinedFields.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { ToolCallRecord } from '../model/ToolCallRecord.ts';

/** Whether a copy says more than transcripts do. */
const namesMore = (r: RequestRecord): boolean =>
  r.dimensions !== undefined || r.revision !== undefined || r.recordedNanoUsd !== undefined;

/**
 * The join of two copies of a request that name the same, as streamed lines of one response do; `undefined` when they do not, and the store has to choose. The
 * rules are those of the ledger: what it makes of the result is what it makes of the copies.
 */
export function joinedRequests(a: RequestRecord, b: RequestRecord): RequestRecord | undefined {
  if (
    a.key !== b.key ||
    a.claim !== b.claim ||
    a.session !== b.session ||
    a.provider !== b.provider ||
    a.model !== b.model ||
    a.serviceTier !== b.serviceTier ||
    a.speed !== b.speed ||
    a.residency !== b.residency ||
    a.grain !== b.grain ||
    a.kind !== b.kind ||
    (a.quality !== b.quality && a.quality !== 'final' && b.quality !== 'final')
  ) {
    return undefined;
  }
  if (namesMore(a) || namesMore(b)) return undefined;
  return withJoinedCounts({ ...a, quality: a.quality === 'final' ? a.quality : b.quality }, a, b);
}

/** The join of an open call and its result that name the same; `undefined` for any other copies. */
export function joinedCalls(open: ToolCallRecord, result: ToolCallRecord): ToolCallRecord | undefined {
  if (
    open.key !== result.key ||
    open.outcome !== 'pending' ||
    open.approval !== 'unknown' ||
    open.approvalSource !== '' ||
    open.claim !== result.claim ||
    open.session !== result.session ||
    open.tool !== result.tool ||
    open.model !== result.model ||
    open.dimensions !== undefined ||
    result.dimensions !== undefined
  ) {
    return undefined;
  }
  if (open.atMs === result.atMs && open.durationMs <= result.durationMs && open.callCount <= result.callCount)
    return result;
  return withJoinedTime({ ...result }, open, result);
}
