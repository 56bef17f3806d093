import type { CostFigure } from '../model/UsageAnalytics.ts';
import { roundHalfEven } from './roundHalfEven.ts';
import { safeNumber } from './safeNumber.ts';
import { usdOfNano } from './usdOfNano.ts';

/** Pico-USD in a nano-USD. */
export const PICO_PER_NANO = 1_000n;

/**
 * An amount of money with what it does not know, rounded once, half to even, to whole nano-USD. It is `null` when there
 * is usage and none of it has a price; no usage at all costs 0.
 *
 * @param costPico cost of the priced requests, pico-USD
 * @param nanoUsd the amount itself, where it was rounded as a part of a whole
 * @example
 * costFigure(1_234_567_890_500n, 3n, 1n, 200n) // => { usd: 1.23456789, nanoUsd: '1234567890', unpricedRequests: 1, unpricedTokens: 200 }
 * costFigure(0n, 0n, 2n, 900n).usd // => null
 * costFigure(0n, 0n, 0n, 0n).usd // => 0
 */
export function costFigure(
  costPico: bigint,
  pricedRequests: bigint,
  unpricedRequests: bigint,
  unpricedTokens: bigint,
  nanoUsd: bigint = roundHalfEven(costPico, PICO_PER_NANO),
): CostFigure {
  const unknown = pricedRequests <= 0n && costPico === 0n && (unpricedRequests > 0n || unpricedTokens > 0n);
  return {
    usd: unknown ? null : usdOfNano(nanoUsd),
    nanoUsd: unknown ? null : nanoUsd.toString(),
    unpricedRequests: safeNumber(unpricedRequests),
    unpricedTokens: safeNumber(unpricedTokens),
  };
}
