// @vitest-environment jsdom
import type { Coverage } from '@usagekit/core';
import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { exampleAnalytics } from '../testing/exampleAnalytics.ts';
import { UsageDashboard } from './UsageDashboard.tsx';

const shown = (coverage: Partial<Coverage>): string[] => {
  const data = exampleAnalytics();
  render(
    <UsageDashboard
      data={{ ...data, coverage: { ...data.coverage, ...coverage } }}
      query={{ dateRange: '30d' }}
      mode="static"
    />,
  );
  return screen
    .queryAllByText(/short prompts outside peak hours/)
    .map((text) => (text.closest('li') ?? text).textContent ?? '');
};

describe('FreshnessFooter', () => {
  it('says how much assumes short prompts, below the charts and with the prices', () => {
    const [price, note, ...more] = shown({ assumed: { requests: 7, usd: 12.34 } });
    expect(price).toBe('Assumes short prompts outside peak hours$12.34');
    expect(note).toContain(
      '$12.34 assumes short prompts outside peak hours, because only totals of several requests are known.',
    );
    expect(note).not.toContain('At most');
    expect(more).toEqual([]);
  });

  it('says that it is at most so much where prices are not those billed', () => {
    const prices = { mode: 'today', bookId: 'b', at: null, undecidedRequests: 0, undecidedTokens: 0 } as const;
    const [price, note] = shown({ assumed: { requests: 7, usd: 12.34 }, prices });
    expect(price).toBe('Assumes short prompts outside peak hoursAt most $12.34');
    expect(note).toContain('At most $12.34 assumes short prompts outside peak hours');
  });

  it('says nothing of it where there is none', () => {
    expect(shown({})).toEqual([]);
  });
});
