import type { RollupRow } from '../model/Rollup.ts';
import { COST_BASES, type Coverage } from '../model/UsageAnalytics.ts';
import type { AnalyticsRows } from './analyticsQueries.ts';
import { measuresBy } from './measuresBy.ts';
import { safeNumber } from './safeNumber.ts';
import { splitCosts } from './splitCosts.ts';
import { totalMeasures } from './totalMeasures.ts';
import { usdOfNano } from './usdOfNano.ts';

/** Times of the data in the store. */
export interface DataExtent {
  firstMs: number | null;
  lastMs: number | null;
  /** Time before is sealed, ms; 0 or absent = nothing is. */
  sealedBeforeMs?: number;
  /** Requests that arrived too late for sealed time. */
  lateSealed?: number;
}

/** Amounts by basis add up to the total, and what is assumed of a basis is a part of its amount. */
function basesOf(rows: readonly RollupRow[]): Pick<Coverage, 'basis' | 'assumed'> {
  const sums = measuresBy(rows, (row) => row.key[1] ?? '');
  const costs = splitCosts(COST_BASES.map((basis) => sums.get(basis) ?? {}));
  let [assumedRequests, assumedNano] = [0n, 0n];
  const bases = COST_BASES.map((basis, i) => {
    const cost = costs[i];
    const parts = measuresBy(
      rows.filter((row) => row.key[1] === basis),
      (row) => row.key[3] === 'assumed',
    );
    const assumed = parts.get(true);
    if (assumed && cost) {
      const [part] = splitCosts([assumed, parts.get(false) ?? {}], BigInt(cost.nanoUsd ?? 0));
      assumedRequests += assumed.requests ?? 0n;
      assumedNano += BigInt(part?.nanoUsd ?? 0);
    }
    return [basis, { requests: safeNumber(sums.get(basis)?.requests ?? 0n), usd: cost?.usd ?? 0 }] as const;
  });
  return {
    basis: Object.fromEntries(bases) as Coverage['basis'],
    assumed: { requests: safeNumber(assumedRequests), usd: usdOfNano(assumedNano) },
  };
}

function unpricedModels(rows: readonly RollupRow[]): Coverage['unpriced'] {
  return [...measuresBy(rows, (row) => row.key[0] ?? '')]
    .map(([model, { unpricedRequests = 0n, unpricedTokens = 0n }]) => ({
      model,
      requests: safeNumber(unpricedRequests),
      tokens: safeNumber(unpricedTokens),
    }))
    .filter(({ requests, tokens }) => requests > 0 || tokens > 0)
    .toSorted((a, b) => b.tokens - a.tokens || b.requests - a.requests || (a.model < b.model ? -1 : 1));
}

/**
 * What the figures do not hold or do not know: requests without a price, placeholder counts, what was filtered out, and
 * from when to when there are data at all.
 *
 * @param unavailable what the filter cannot narrow, see `unavailableFamilies`
 * @throws `unsafe_integer`
 * @example
 * coverageOf({ usage: [] }, { firstMs: 0, lastMs: null }).dataFrom // => '1970-01-01T00:00:00.000Z'
 */
export function coverageOf(
  rows: Pick<AnalyticsRows, 'usage' | 'excludedUsage' | 'excludedSessions'>,
  { firstMs, lastMs, sealedBeforeMs = 0, lateSealed = 0 }: DataExtent,
  unavailable: Coverage['unavailable'] = {},
): Coverage {
  const { requests = 0n, unpricedRequests = 0n, unpricedTokens = 0n } = totalMeasures(rows.usage);
  const partial = totalMeasures(rows.usage.filter((row) => row.key[2] === 'partial')).requests ?? 0n;
  const hidden = totalMeasures(rows.excludedUsage ?? []);
  const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  return {
    requests: safeNumber(requests),
    unpricedRequests: safeNumber(unpricedRequests),
    unpricedTokens: safeNumber(unpricedTokens),
    unpriced: unpricedModels(rows.usage),
    partialRequests: safeNumber(partial),
    partialShare: requests === 0n ? 0 : safeNumber(partial) / safeNumber(requests),
    ...basesOf(rows.usage),
    excluded: {
      sessions: safeNumber(totalMeasures(rows.excludedSessions ?? []).sessions ?? 0n),
      requests: safeNumber(hidden.requests ?? 0n),
      costUsd: splitCosts([hidden])[0]?.usd ?? 0,
      reason: rows.excludedSessions ? 'failed' : null,
    },
    dataFrom: iso(firstMs),
    dataTo: iso(lastMs),
    sealedBefore: sealedBeforeMs > 0 ? iso(sealedBeforeMs) : null,
    lateSealed,
    unavailable,
  };
}
