// @vitest-environment jsdom
import type { AnalyticsQuery, UsageAnalytics, UsageDataSource } from '@usagekit/core';
import { act, render, renderHook, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { UsageDashboardConnected } from '../dashboard/UsageDashboardConnected.tsx';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { useUsageAnalytics } from './useUsageAnalytics.ts';

/** A source whose answers are given by hand, in any order. */
function manualSource() {
  const asked: { query: AnalyticsQuery; answer: (data: UsageAnalytics) => void; fail: (error: unknown) => void }[] = [];
  const source: UsageDataSource = {
    getAnalytics: (query) => new Promise((answer, fail) => asked.push({ query, answer, fail })),
    getSessions: async () => ({ sessions: [], total: 0 }),
  };
  return { asked, source };
}

const month: AnalyticsQuery = { dateRange: '30d' };
const week: AnalyticsQuery = { dateRange: '7d' };

describe('useUsageAnalytics', () => {
  it('keeps old figures while new ones are under way', async () => {
    const { asked, source } = manualSource();
    const { result, rerender } = renderHook(({ query }) => useUsageAnalytics(source, query), {
      initialProps: { query: month },
    });
    expect(result.current).toMatchObject({ data: null, loading: true, error: null });
    const first = exampleVariants.usual();
    await act(async () => asked[0]?.answer(first));
    expect(result.current).toMatchObject({ data: first, loading: false });
    rerender({ query: week });
    expect(result.current).toMatchObject({ data: first, loading: true });
  });

  it('lets the last question win, whatever order the answers come in', async () => {
    const { asked, source } = manualSource();
    const { result, rerender } = renderHook(({ query }) => useUsageAnalytics(source, query), {
      initialProps: { query: month },
    });
    rerender({ query: week });
    const [late, last] = [exampleVariants.usual(), exampleVariants.singleDay()];
    await act(async () => asked[1]?.answer(last));
    await act(async () => asked[0]?.answer(late));
    expect(result.current.data).toBe(last);
    expect(result.current.loading).toBe(false);
  });

  it('asks once for the same query, made anew', async () => {
    const { asked, source } = manualSource();
    const { rerender } = renderHook(() => useUsageAnalytics(source, { dateRange: '30d' }));
    rerender();
    expect(asked).toHaveLength(1);
  });

  it('asks a new source at once, also after an answer of the one before', async () => {
    const [one, other] = [manualSource(), manualSource()];
    const { rerender, result } = renderHook(({ source }) => useUsageAnalytics(source, month), {
      initialProps: { source: one.source },
    });
    await act(async () => one.asked[0]?.answer(exampleVariants.usual()));
    rerender({ source: other.source });
    const data = exampleVariants.singleDay();
    await act(async () => other.asked[0]?.answer(data));
    expect(result.current.data).toBe(data);
  });

  it('asks a source that is made during render no more often than it is given', async () => {
    const { asked, source } = manualSource();
    const { result, rerender } = renderHook(() => useUsageAnalytics({ ...source }, month));
    const [first, second] = [exampleVariants.usual(), exampleVariants.singleDay()];
    await act(async () => asked[0]?.answer(first));
    expect([asked.length, result.current.data, result.current.loading]).toEqual([1, first, false]);
    rerender();
    expect(asked).toHaveLength(2);
    await act(async () => asked[1]?.answer(second));
    expect([asked.length, result.current.data]).toEqual([2, second]);
    act(() => result.current.retry());
    expect(asked).toHaveLength(3);
    await act(async () => asked[2]?.fail(new Error('no answer')));
    expect([asked.length, result.current.error?.message]).toEqual([3, 'no answer']);
  });

  it('reports an error, keeps the figures, and tries again', async () => {
    const { asked, source } = manualSource();
    const { result } = renderHook(() => useUsageAnalytics(source, month));
    const data = exampleVariants.usual();
    await act(async () => asked[0]?.answer(data));
    act(() => result.current.retry());
    await act(async () => asked[1]?.fail('no answer'));
    expect(result.current).toMatchObject({ data, loading: false });
    expect(result.current.error?.message).toBe('no answer');
    act(() => result.current.retry());
    expect(result.current).toMatchObject({ error: null, loading: true });
    expect(asked).toHaveLength(3);
  });

  it('takes a source that throws like one that rejects', async () => {
    const source: UsageDataSource = {
      getAnalytics: () => {
        throw new Error('broken');
      },
      getSessions: async () => ({ sessions: [], total: 0 }),
    };
    const { result } = renderHook(() => useUsageAnalytics(source, month));
    await waitFor(() => expect(result.current.error?.message).toBe('broken'));
  });
});

describe('S1.20 connected dashboard', () => {
  it('loads 30 days by day, then what the filters ask for', async () => {
    const { asked, source } = manualSource();
    render(<UsageDashboardConnected dataSource={source} />);
    expect(asked[0]?.query).toEqual({ dateRange: '30d', groupBy: 'day' });
    expect(screen.getByText('Loading usage…')).toBeTruthy();
    await act(async () => asked[0]?.answer(exampleVariants.usual()));
    expect(screen.getByText('Oct 25 – Nov 23, 2026')).toBeTruthy();
    await userEvent.setup().click(screen.getByRole('radio', { name: '90d last 90 days' }));
    expect(asked[1]?.query).toEqual({ dateRange: '90d', groupBy: 'day' });
    expect(screen.getByRole('status', { name: 'Loading new figures' })).toBeTruthy();
    await act(async () => asked[1]?.fail(new Error('The store is locked.')));
    expect(screen.getByRole('alert').textContent).toContain('The store is locked.');
    expect(screen.getByText('Oct 25 – Nov 23, 2026')).toBeTruthy();
    await userEvent.setup().click(screen.getByRole('button', { name: 'Try again' }));
    await act(async () => asked[2]?.answer(exampleVariants.empty()));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByRole('heading', { name: 'No usage in this range' })).toBeTruthy();
  });
});
