import type { RequestRecord } from '../../model/RequestRecord.ts';
import type { ThreadState } from './ParserState.ts';
import { type CodexUsage, disjointTokens } from './tokenUsage.ts';

/** An id as OpenAI makes them; other servers count, or draw from a million (Ollama), and come to the same id again. */
const UNIQUE_ID = /^resp_[0-9a-f]{32,}$/;

/** What a response is known by: its id, within its thread where that is not unique. */
export const responseKey = (id: string, thread: string): string => (UNIQUE_ID.test(id) ? id : `${thread}#${id}`);

/** The record of one response. */
export function requestRecord(
  of: Pick<RequestRecord, 'key' | 'atMs' | 'model' | 'claim' | 'serviceTier' | 'webSearchRequests'>,
  { session, provider, subagent }: ThreadState,
  usage: CodexUsage,
): RequestRecord {
  return {
    ...of,
    session,
    provider,
    speed: '',
    residency: '',
    grain: 'request',
    quality: 'final',
    requestCount: 1,
    kind: subagent ? 'subagent' : 'main',
    ...disjointTokens(usage),
  };
}
