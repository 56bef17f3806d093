import type { SessionDistribution } from '../model/CountedValue.ts';
import type { CostDistribution } from '../model/UsageAnalytics.ts';
import { quantile } from './quantile.ts';
import { roundHalfEven } from './roundHalfEven.ts';
import { usdOfNano } from './usdOfNano.ts';

/** Bins below the overflow: enough to see a shape, few enough to read. */
const MAX_BINS = 24;
const CENT_NANO = 10_000_000;
const NICE_STEPS = [10, 15, 20, 25, 30, 40, 50, 60, 80];

/** The smallest nice width, in nano-USD, with which at most {@link MAX_BINS} bins reach beyond an amount. */
function binNano(reachNano: number): number {
  if (reachNano <= 0) return CENT_NANO;
  for (let scale = 1; ; scale *= 10) {
    const step = NICE_STEPS.find((nice) => reachNano < nice * scale * MAX_BINS);
    if (step !== undefined) return step * scale;
  }
}

/** A value that sessions have. */
interface KnownValue {
  value: number;
  sessions: number;
}

/** Those with a value, ascending. */
function knownValues(values: SessionDistribution['values']): readonly KnownValue[] {
  const first = values[0]?.value === null ? 1 : 0;
  let last = -Infinity;
  let isAscending = true;
  for (let i = first; i < values.length && isAscending; i += 1) {
    const value = values[i]?.value ?? null;
    isAscending = value !== null && value >= last;
    last = value ?? last;
  }
  // As they mostly come: `null` first, then ascending.
  if (isAscending) return (first === 0 ? values : values.slice(1)) as readonly KnownValue[];
  const known = values.filter((of): of is KnownValue => of.value !== null);
  return known.toSorted((a, b) => a.value - b.value);
}

/** The exact sum of the greatest values, of so many sessions at most. */
function totalOf(sorted: readonly KnownValue[], atMost = Infinity): bigint {
  let [sum, carried, left] = [0, 0n, atMost];
  for (let i = sorted.length - 1; i >= 0 && left > 0; i -= 1) {
    const { value, sessions } = sorted[i] as KnownValue;
    const n = Math.min(left, sessions);
    const amount = value * n;
    if (amount > Number.MAX_SAFE_INTEGER - sum) {
      carried += BigInt(sum) + BigInt(value) * BigInt(n);
      sum = 0;
    } else sum += amount;
    left -= n;
  }
  return carried + BigInt(sum);
}

/** The share of the whole that the greatest twentieth of the values makes, rounded up to whole sessions. */
function topShare(sorted: readonly KnownValue[], n: number): number | null {
  const [top, all] = [totalOf(sorted, Math.ceil(n / 20)), totalOf(sorted)];
  // Of amounts beyond 2⁵³ the share needs no more digits than it has.
  return n < 20 || all === 0n ? null : Number((top * 1_000_000_000n) / all) / 1e9;
}

/**
 * How cost spreads over sessions. Mean and quantiles are of the priced sessions, quantiles interpolated linearly. Bins
 * are equally wide and nice, 16 to 24 of them up to just beyond the 95th percentile, followed by one for the rest, so
 * that a few dear sessions do not flatten the picture. Without priced sessions there are no bins.
 *
 * @param distribution cost per session in whole nano-USD; `null` = nothing of it has a price
 * @param totalPico exact cost of all of them, for the mean where values are approximate
 * @example
 * costDistribution({ values: countedValues([1e9, 3e9, null]), approximate: false }).meanUsd // => 2
 * costDistribution({ values: countedValues([0, 0]), approximate: false }).bins // => [{ fromUsd: 0, toUsd: 0.01, sessions: 2 }, { fromUsd: 0.01, toUsd: null, sessions: 0 }]
 */
export function costDistribution(distribution: SessionDistribution, totalPico = 0n): CostDistribution {
  const sorted = knownValues(distribution.values);
  const count = (values: readonly { sessions: number }[]): number => values.reduce((sum, v) => sum + v.sessions, 0);
  const n = count(sorted);
  const usd = (nano: number | null): number | null => (nano === null ? null : usdOfNano(BigInt(Math.round(nano))));
  const p95 = quantile(sorted, 0.95);
  const largest = sorted.at(-1)?.value ?? 0;
  const step = binNano(p95 || largest);
  const inner = Math.floor((p95 || largest) / step) + 1;
  const counts = Array.from({ length: inner + 1 }, () => 0);
  for (const { value, sessions } of sorted) {
    const bin = Math.min(Math.floor(value / step), inner);
    counts[bin] = (counts[bin] ?? 0) + sessions;
  }
  const sum = distribution.approximate ? roundHalfEven(totalPico, 1000n) : totalOf(sorted);
  return {
    n,
    unpriced: count(distribution.values) - n,
    meanUsd: n === 0 ? null : usdOfNano(roundHalfEven(sum, BigInt(n))),
    p50Usd: usd(quantile(sorted, 0.5)),
    p95Usd: usd(p95),
    top5Share: topShare(sorted, n),
    approximate: distribution.approximate,
    bins:
      n === 0
        ? []
        : counts.map((sessions, i) => ({
            fromUsd: usdOfNano(BigInt(i * step)),
            toUsd: i === inner ? null : usdOfNano(BigInt((i + 1) * step)),
            sessions,
          })),
  };
}
