import type { AnalyticsQuery, UsageDataSource } from '@usagekit/core';
import { useState } from 'react';

import { useUsageAnalytics } from '../hooks/useUsageAnalytics.ts';
import { UsageDashboard, type UsageDashboardProps } from './UsageDashboard.tsx';

/** What {@link UsageDashboardConnected} takes. */
export interface UsageDashboardConnectedProps extends Omit<
  UsageDashboardProps,
  'data' | 'error' | 'loading' | 'query' | 'onQueryChange' | 'onRetry' | 'previous'
> {
  dataSource: UsageDataSource;
  /** The query at first; the last 30 days by day (S2.11). */
  defaultQuery?: AnalyticsQuery;
  /** Told of every new query, to keep it in a URL, say. */
  onQueryChange?: (query: AnalyticsQuery) => void;
}

const DEFAULT_QUERY: AnalyticsQuery = { dateRange: '30d', groupBy: 'day' };

/** The whole page over a data source: it keeps the query and asks for the figures. */
export function UsageDashboardConnected(props: UsageDashboardConnectedProps) {
  const { dataSource, defaultQuery = DEFAULT_QUERY, onQueryChange, ...rest } = props;
  const [query, setQuery] = useState(defaultQuery);
  const { data, error, loading, retry } = useUsageAnalytics(dataSource, query);
  return (
    <UsageDashboard
      {...rest}
      data={data}
      error={error}
      loading={loading}
      query={query}
      onQueryChange={(next) => {
        setQuery(next);
        onQueryChange?.(next);
      }}
      onRetry={retry}
    />
  );
}
