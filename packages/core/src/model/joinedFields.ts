import type { RequestRecord } from './RequestRecord.ts';
import type { ToolCallRecord } from './ToolCallRecord.ts';

type CacheWrites = Pick<RequestRecord, 'cacheWrite5mTokens' | 'cacheWrite1hTokens'>;

/**
 * The copy that wrote more to the cache, of two with the same total the one that states more of it to live an hour: two lifetimes of the same tokens are never
 * added up when one copy lacks the split.
 */
function moreCacheWrites<T extends CacheWrites>(a: T, b: T): T {
  const more = b.cacheWrite5mTokens + b.cacheWrite1hTokens - (a.cacheWrite5mTokens + a.cacheWrite1hTokens);
  return more > 0 || (more === 0 && b.cacheWrite1hTokens > a.cacheWrite1hTokens) ? b : a;
}

/** Gives a request what two copies of it count together: the earliest time and the greatest counts. Returns the request. */
export function withJoinedCounts<T extends RequestRecord>(request: T, a: RequestRecord, b: RequestRecord): T {
  const wrote = moreCacheWrites(a, b);
  request.atMs = Math.min(a.atMs, b.atMs);
  request.requestCount = Math.max(a.requestCount, b.requestCount);
  request.webSearchRequests = Math.max(a.webSearchRequests, b.webSearchRequests);
  request.inputTokens = Math.max(a.inputTokens, b.inputTokens);
  request.cacheReadTokens = Math.max(a.cacheReadTokens, b.cacheReadTokens);
  request.cacheWrite5mTokens = wrote.cacheWrite5mTokens;
  request.cacheWrite1hTokens = wrote.cacheWrite1hTokens;
  request.outputTokens = Math.max(a.outputTokens, b.outputTokens);
  request.reasoningTokens = Math.max(a.reasoningTokens, b.reasoningTokens);
  return request;
}

/** Gives a tool call the time of two copies of it together: from the earliest of them to the end of the last. Returns the call. */
export function withJoinedTime<T extends ToolCallRecord>(call: T, a: ToolCallRecord, b: ToolCallRecord): T {
  const endMs = Math.max(a.atMs + a.durationMs, b.atMs + b.durationMs);
  call.atMs = Math.min(a.atMs, b.atMs);
  call.durationMs = endMs - call.atMs;
  call.callCount = Math.max(a.callCount, b.callCount);
  return call;
}
