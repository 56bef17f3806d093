import type { AnalyticsQuery } from '@usagekit/core';
import { useCallback, useEffect, useState } from 'react';

import { analyticsQuery } from '../serve/analyticsQuery.ts';
import { queryParameters } from './queryParameters.ts';

function queryOf(search: string): AnalyticsQuery {
  try {
    return { groupBy: 'day', ...analyticsQuery(new URLSearchParams(search)) };
  } catch {
    // Somebody edited the address by hand: the page begins as if nothing was asked.
    return { dateRange: '30d', groupBy: 'day' };
  }
}

/** The page's query, kept in its address: a reload, a bookmark and the back button show the same view again. */
export function useQueryInAddress(): [AnalyticsQuery, (query: AnalyticsQuery) => void] {
  const [query, setQuery] = useState(() => queryOf(window.location.search));
  useEffect(() => {
    const onBack = (): void => setQuery(queryOf(window.location.search));
    window.addEventListener('popstate', onBack);
    return () => window.removeEventListener('popstate', onBack);
  }, []);
  const change = useCallback((next: AnalyticsQuery) => {
    window.history.pushState(null, '', `?${new URLSearchParams(queryParameters(next))}`);
    setQuery(next);
  }, []);
  return [query, change];
}
