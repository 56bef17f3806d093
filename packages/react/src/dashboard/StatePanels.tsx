import type { UsageAnalytics } from '@usagekit/core';
import type { ReactNode } from 'react';

import { useFormats } from '../format/useFormats.ts';
import { Icon } from '../parts/Icon.tsx';

const BARS = [44, 70, 58, 86, 64, 36, 30, 74, 92, 60];

function SkeletonCard({ span }: { span: 1 | 2 | 'all' }) {
  return (
    <div className="uk-card uk-skeleton uk-skeleton-chart" data-span={span}>
      <i style={{ width: '46%' }} />
      <i style={{ width: '78%', height: 10 }} />
      <div>
        {BARS.map((height) => (
          <b key={height} style={{ height: `${height}%` }} />
        ))}
      </div>
    </div>
  );
}

/** The page before its first data, in its final geometry. */
export function LoadingPanel() {
  return (
    <div aria-busy="true" data-part="loading">
      <output className="uk-lead">Loading usage…</output>
      <div className="uk-stats" aria-hidden="true">
        {[52, 40, 46, 58].map((width) => (
          <div key={width} className="uk-card uk-stat uk-skeleton uk-skeleton-stat">
            <i style={{ width: `${width}%`, height: 12 }} />
            <i style={{ width: `${width + 10}%`, height: 30 }} />
            <i style={{ width: '84%', height: 10 }} />
          </div>
        ))}
      </div>
      <div className="uk-grid" aria-hidden="true">
        <SkeletonCard span={2} />
        <SkeletonCard span={1} />
        <SkeletonCard span={1} />
        <SkeletonCard span={2} />
      </div>
    </div>
  );
}

/** The page of a range without any usage: when data was last seen, and one way out. */
export function EmptyPanel({ data, action }: { data: UsageAnalytics; action?: ReactNode }) {
  const formats = useFormats();
  const { period, coverage } = data;
  const seen =
    coverage.dataTo === null
      ? 'Nothing has been recorded yet.'
      : `The last request was on ${formats.time(coverage.dataTo, period.timeZone, period.lastDay.slice(0, 4))}.`;
  return (
    <section className="uk-card uk-state" data-part="empty">
      <span className="uk-tile-big">
        <Icon name="bars" size={28} />
      </span>
      <h2>No usage in this range</h2>
      <p>
        Nothing ran {period.days === 1 ? 'on' : 'in'} {formats.range(period.firstDay, period.lastDay)}. {seen}
      </p>
      {action && <div className="uk-state-actions">{action}</div>}
    </section>
  );
}

/** The page when nothing could be loaded. */
export function ErrorPanel({ error, onRetry }: { error: Error; onRetry?: (() => void) | undefined }) {
  return (
    <section className="uk-card uk-state" role="alert" data-part="error">
      <span className="uk-tile-big" data-tone="bad">
        <Icon name="warning" size={28} />
      </span>
      <h2>Usage did not load</h2>
      <p>{error.message === '' ? 'The source of the figures did not answer.' : <bdi>{error.message}</bdi>}</p>
      {onRetry && (
        <div className="uk-state-actions">
          <button type="button" className="uk-button" onClick={onRetry}>
            <Icon name="retry" size={14} />
            Try again
          </button>
        </div>
      )}
    </section>
  );
}

/** Above figures that could not be refreshed: they stay, and say so. */
export function ErrorBanner({ error, onRetry }: { error: Error; onRetry?: (() => void) | undefined }) {
  return (
    <div className="uk-banner" role="alert" data-part="error">
      <Icon name="warning" />
      <p>
        These figures could not be refreshed
        {error.message === '' ? (
          '.'
        ) : (
          <>
            : <bdi>{error.message.replace(/[^.?!]$/, '$&.')}</bdi>
          </>
        )}{' '}
        What you see is from before.
      </p>
      {onRetry && (
        <button type="button" className="uk-button" onClick={onRetry}>
          <Icon name="retry" size={14} />
          Try again
        </button>
      )}
    </div>
  );
}
