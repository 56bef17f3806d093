import type { AnalyticsQuery } from '@usagekit/core';
import type { DashboardView } from '@usagekit/react';
import { useCallback, useEffect, useRef, useState } from 'react';

import { pageSearch, type PageState, pageState } from './pageAddress.ts';

/** The page's state with the means to change it. */
export interface KeptPageState extends PageState {
  setQuery: (query: AnalyticsQuery) => void;
  setView: (view: DashboardView) => void;
}

/**
 * The page's query and view, kept in its address: a reload, a bookmark and the back button show the same again. A new query is a step to go back from; how a chart is
 * looked at is none.
 */
export function usePageState(): KeptPageState {
  const [state, setState] = useState(() => pageState(window.location.search));
  const latest = useRef(state);
  const show = useCallback((next: PageState) => {
    latest.current = next;
    setState(next);
  }, []);
  useEffect(() => {
    const onBack = (): void => show(pageState(window.location.search));
    window.addEventListener('popstate', onBack);
    return () => window.removeEventListener('popstate', onBack);
  }, [show]);
  const setQuery = useCallback(
    (query: AnalyticsQuery) => {
      const next = { query, view: latest.current.view };
      window.history.pushState(null, '', pageSearch(next));
      show(next);
    },
    [show],
  );
  const setView = useCallback(
    (view: DashboardView) => {
      const next = { ...latest.current, view };
      window.history.replaceState(null, '', pageSearch(next));
      show(next);
    },
    [show],
  );
  return { ...state, setQuery, setView };
}
