import type { AnalyticsQuery, UsageAnalytics, UsageDataSource } from '@usagekit/core';
import { useCallback, useEffect, useRef, useState } from 'react';

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
 * @param dataSource made once, outside of the component or by `useMemo`: a new one is asked at once. One that is new on every render is asked again
 *   whenever the host renders, but never because of its own answer, which would be without end.
 * @param query compared by content, so it may be made anew on every render
 */
export function useUsageAnalytics(dataSource: UsageDataSource, query: AnalyticsQuery): UsageAnalyticsState {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<{ data: UsageAnalytics | null; error: Error | null; answered: string | null }>({
    data: null,
    error: null,
    answered: null,
  });
  const rendered = useRef({ state, asked: '' });
  const asked = `${attempt} ${JSON.stringify(query)}`;
  useEffect(() => {
    const isOwnRender = rendered.current.state !== state && rendered.current.asked === asked;
    if (isOwnRender) return undefined;
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
    // oxlint-disable-next-line react/exhaustive-deps -- `asked` stands for the query and the attempt, and the state only tells why it was rendered
  }, [dataSource, asked]);
  useEffect(() => {
    rendered.current = { state, asked };
  });
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  return {
    data: state.data,
    error: state.answered === asked ? state.error : null,
    loading: state.answered !== asked,
    retry,
  };
}
