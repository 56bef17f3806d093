import type { AnalyticsQuery, UsageAnalytics, UsageDataSource } from '@usagekit/core';
import { useCallback, useEffect, useState } from 'react';

/** Figures, and how it stands with them. */
export interface UsageAnalyticsState {
  /** The latest figures; those of the query before while new ones are under way. */
  data: UsageAnalytics | null;
  error: Error | null;
  loading: boolean;
  /** Asks again. */
  retry: () => void;
}

/**
 * The figures of a query. Old ones stay until new ones are there, and the answer to an earlier question never replaces that to a later one.
 *
 * @param query compared by content, so it may be made anew on every render
 */
export function useUsageAnalytics(dataSource: UsageDataSource, query: AnalyticsQuery): UsageAnalyticsState {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<{ data: UsageAnalytics | null; error: Error | null; answered: string | null }>({
    data: null,
    error: null,
    answered: null,
  });
  const asked = `${attempt} ${JSON.stringify(query)}`;
  useEffect(() => {
    let current = true;
    // Asked inside of an async function, so that a source that throws at once is an error like one that rejects.
    const answer = (async () => dataSource.getAnalytics(query))();
    answer.then(
      (data) => current && setState({ data, error: null, answered: asked }),
      (error: unknown) =>
        current &&
        setState((before) => ({
          data: before.data,
          error: error instanceof Error ? error : new Error(String(error)),
          answered: asked,
        })),
    );
    return () => {
      current = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- `asked` stands for the query and the attempt
  }, [dataSource, asked]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return {
    data: state.data,
    error: state.answered === asked ? state.error : null,
    loading: state.answered !== asked,
    retry,
  };
}
