import type { UsageAnalytics } from '@usagekit/core';
import { useMemo } from 'react';

import { StatCard, type StatCardProps } from '../charts/StatCard.tsx';
import { endedWords } from '../figures/endedWords.ts';
import { freshTokens } from '../figures/freshTokens.ts';
import { unavailableWords } from '../figures/unavailableWords.ts';
import { liveWords } from '../figures/liveWords.ts';
import { mergedSeries } from '../figures/mergedSeries.ts';
import { plural } from '../format/plural.ts';
import { type Formats, useFormats } from '../format/useFormats.ts';
import { ENGLISH } from '../parts/ENGLISH.ts';
import { slotName } from '../parts/slotTitle.ts';

/** What {@link SummaryCards} takes. */
export interface SummaryCardsProps {
  data: UsageAnalytics;
  /** The period before, for the change against it. */
  previous?: UsageAnalytics | null | undefined;
}

const UNKNOWN = '–';

type Delta = NonNullable<StatCardProps['delta']>;

function relativeDelta(
  now: number,
  before: number | null | undefined,
  formats: Formats,
  bad = false,
): Delta | undefined {
  if (!before || now === before) return undefined;
  const change = now / before - 1;
  const up = change > 0;
  return { label: formats.rate(Math.abs(change)), up, tone: bad ? (up ? 'bad' : 'good') : 'neutral' };
}

function costDetail(data: UsageAnalytics, formats: Formats): string {
  const { cost, series, period } = data;
  const unknown = unavailableWords(data, 'usage');
  if (unknown !== '') return unknown;
  if (cost.usd === null) return data.requests.total === 0 ? 'No requests in this range.' : 'No request has a price.';
  const known = series.filter((point) => point.cost.usd !== null);
  const peak = known.reduce((best, point) => ((point.cost.usd ?? 0) > (best?.cost.usd ?? 0) ? point : best), known[0]);
  // A day without a price is not one of $0.
  const unknownDays = period.groupBy === 'day' ? series.length - known.length : 0;
  const mean = formats.money(cost.usd / Math.max(1, period.days - unknownDays));
  const perDay =
    period.days === 1 ? 'All of it on one day.' : `${mean} a day${unknownDays > 0 ? ' with a price' : ''}.`;
  if (!peak || series.length < 2) return perDay;
  const name = period.groupBy === 'day' ? formats.day(peak.start) : slotName(peak, period.groupBy, formats);
  return `${perDay} The peak was ${name}, ${formats.money(peak.cost.usd)}.`;
}

function hitRate(tokens: { input: number; cacheRead: number; cacheWrite: number }): number | null {
  const all = tokens.input + tokens.cacheRead + tokens.cacheWrite;
  return all === 0 ? null : tokens.cacheRead / all;
}

/** The four headline cards: total cost, total tokens (input + output), sessions, cache hit rate (S2.11). */
export function SummaryCards({ data, previous }: SummaryCardsProps) {
  const formats = useFormats();
  const { series, cost, sessions } = data;
  const tokens = data.tokens.total;
  const trends = useMemo(() => {
    const { points } = mergedSeries(series, data.period.groupBy);
    // A point that is not over yet would look like a fall.
    const whole = points.filter((point) => !point.partial);
    return {
      cost: whole.map((point) => point.cost.usd),
      tokens: whole.map((point) => freshTokens(point.tokens)),
      sessions: whole.map((point) => point.sessions),
      cache: whole.map((point) => hitRate(point.tokens)),
    };
  }, [series, data.period.groupBy]);
  const isUnknown = data.coverage.unavailable.usage !== undefined;
  const notCounted = unavailableWords(data, 'sessions');
  const fresh = freshTokens(tokens);
  const [count, unit] = formats.compactParts(fresh);
  const read = tokens.input + tokens.cacheRead + tokens.cacheWrite;
  const before = previous?.tokens;
  const points = before ? (data.tokens.cacheHitRate - before.cacheHitRate) * 100 : 0;
  return (
    <section {...ENGLISH} className="uk-stats" aria-label="Summary">
      <StatCard
        title="Total cost"
        icon="cost"
        color="var(--uk-series-1)"
        value={isUnknown ? UNKNOWN : cost.usd === null ? 'No price' : formats.money(cost.usd)}
        detail={costDetail(data, formats)}
        trend={cost.usd === null ? [] : trends.cost}
        delta={isUnknown || cost.usd === null ? undefined : relativeDelta(cost.usd, previous?.cost.usd, formats, true)}
      />
      <StatCard
        title="Total tokens"
        icon="tokens"
        color="var(--uk-series-2)"
        value={isUnknown ? UNKNOWN : count}
        unit={isUnknown || unit === '' ? undefined : unit}
        spoken={unit === '' ? undefined : formats.spoken(fresh)}
        detail={
          isUnknown
            ? unavailableWords(data, 'usage')
            : `${formats.compact(tokens.input)} in, ${formats.compact(tokens.output)} out; ${formats.compact(tokens.cacheRead + tokens.cacheWrite)} more cached.`
        }
        trend={trends.tokens}
        delta={isUnknown ? undefined : relativeDelta(fresh, before && freshTokens(before.total), formats)}
      />
      <StatCard
        title="Sessions"
        icon="sessions"
        color="var(--uk-series-3)"
        value={notCounted === '' ? formats.count(sessions.total) : UNKNOWN}
        detail={notCounted || `${endedWords(data, formats)} ${liveWords(sessions.live, formats)}`.trim()}
        trend={notCounted === '' ? trends.sessions : []}
        delta={notCounted === '' ? relativeDelta(sessions.total, previous?.sessions.total, formats) : undefined}
      />
      <StatCard
        title="Cache hit rate"
        icon="cache"
        color="var(--uk-series-4)"
        value={read === 0 ? '–' : formats.rate(data.tokens.cacheHitRate).replace('%', '').trim()}
        unit={read === 0 ? undefined : '%'}
        spoken={read === 0 ? 'not known' : formats.rate(data.tokens.cacheHitRate)}
        detail={
          isUnknown
            ? unavailableWords(data, 'usage')
            : read === 0
              ? 'No input was read.'
              : `${formats.compact(tokens.cacheRead)} of ${plural(read, 'input token', formats.compact(read))} came from the cache.`
        }
        trend={trends.cache}
        delta={
          !isUnknown && Math.abs(points) >= 0.05
            ? {
                label: `${formats.decimal(Math.abs(points), 1)} pts`,
                up: points > 0,
                tone: points > 0 ? 'good' : 'bad',
              }
            : undefined
        }
      />
    </section>
  );
}
