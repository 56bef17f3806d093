import type { RollupMeasures } from '../model/Rollup.ts';
import { tokenCount } from './tokenCount.ts';
import type { SessionRequest } from './UsageSession.ts';

/**
 * What one request adds to every sum it is part of.
 *
 * @example
 * requestMeasures({ atMs: 0, model: 'm', requestCount: 1, quality: 'final', inputTokens: 5, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 1, reasoningTokens: 0, cost: { nanoUsd: null, picoRest: 0, basis: 'unpriced' } }).unpricedTokens // => 6n
 */
export function requestMeasures(request: SessionRequest): RollupMeasures {
  const requests = BigInt(request.requestCount);
  const tokens = {
    input: BigInt(request.inputTokens),
    cacheRead: BigInt(request.cacheReadTokens),
    cacheWrite5m: BigInt(request.cacheWrite5mTokens),
    cacheWrite1h: BigInt(request.cacheWrite1hTokens),
    output: BigInt(request.outputTokens),
    reasoning: BigInt(request.reasoningTokens),
  };
  const { nanoUsd, picoRest } = request.cost;
  return {
    requests,
    ...tokens,
    costPico: nanoUsd === null ? 0n : BigInt(nanoUsd) * 1_000n + BigInt(picoRest),
    unpricedRequests: nanoUsd === null ? requests : 0n,
    unpricedTokens: nanoUsd === null ? tokenCount(tokens) : 0n,
  };
}
