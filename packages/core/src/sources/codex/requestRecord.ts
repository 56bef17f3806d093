import type { RequestRecord } from '../../model/RequestRecord.ts';
import type { ThreadState } from './ParserState.ts';
import { type CodexUsage, disjointTokens } from './tokenUsage.ts';

/** The record of one response. */
export function requestRecord(
  of: Pick<RequestRecord, 'key' | 'atMs' | 'model' | 'claim'>,
  { session, provider, subagent }: ThreadState,
  usage: CodexUsage,
): RequestRecord {
  return {
    ...of,
    session,
    provider,
    serviceTier: '',
    speed: '',
    residency: '',
    grain: 'request',
    quality: 'final',
    requestCount: 1,
    webSearchRequests: 0,
    kind: subagent ? 'subagent' : 'main',
    ...disjointTokens(usage),
  };
}
