// @vitest-environment jsdom
import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import { exampleAnalytics } from '../testing/exampleAnalytics.ts';
import { requestsOnly } from '../testing/requestsOnly.ts';
import { SummaryCards } from './SummaryCards.tsx';
import { type DashboardView, UsageDashboard } from './UsageDashboard.tsx';

const query = { dateRange: '30d' as const };

describe('a filter that some facts do not know', () => {
  it('leaves their charts out, each with the reason, and shows the rest', () => {
    render(<UsageDashboard data={requestsOnly()} query={query} />);
    const reasons = screen.getAllByText('Not available for this filter: sessions are not known by kind.');
    // Six charts and a card.
    expect(reasons).toHaveLength(7);
    expect(screen.getByText('Not available for this filter: tool calls are not known by kind.')).toBeTruthy();
    const sessions = screen.getByRole('article', { name: 'Sessions' });
    expect(sessions.textContent).toContain('–');
    expect(screen.queryByText(/No session started/)).toBeNull();
    const cost = screen.getByRole('group', { name: 'Cost over time' });
    expect(within(cost).getByRole('table')).toBeTruthy();
    expect(document.querySelector('.uk-lead')?.textContent).not.toMatch(/session/);
  });

  it('compares nothing that is not known with the period before', () => {
    const previous = exampleAnalytics();
    render(<UsageDashboard data={requestsOnly()} previous={previous} query={query} />);
    expect(screen.getByRole('article', { name: 'Sessions' }).querySelector('.uk-delta')).toBeNull();
    const none = exampleAnalytics({ scale: 0 });
    const coverage = { ...none.coverage, unavailable: { usage: ['tool'], sessions: ['tool'] } };
    render(<SummaryCards data={{ ...none, coverage }} previous={previous} />);
    expect(
      screen
        .getAllByRole('article')
        .slice(4)
        .flatMap((card) => [...card.querySelectorAll('.uk-delta')]),
    ).toEqual([]);
  });

  it('leaves tool calls out of the sessions over time where only they are not known', () => {
    const data = exampleAnalytics();
    const coverage = { ...data.coverage, unavailable: { tools: ['kind'] } };
    render(<UsageDashboard data={{ ...data, coverage }} query={query} />);
    const sessions = screen.getByRole('group', { name: 'Sessions over time' });
    expect(within(sessions).queryByRole('radio', { name: 'Tools' })).toBeNull();
    expect(within(sessions).getByRole('table').textContent).not.toMatch(/calls/);
  });

  it('says nothing of it where everything is there', () => {
    render(<UsageDashboard data={exampleAnalytics()} query={query} />);
    expect(screen.queryByText(/Not available/)).toBeNull();
  });

  it('of which even requests know nothing has no cost, and not $0', () => {
    const data = exampleAnalytics({ scale: 0 });
    const unavailable = { usage: ['tool'], sessions: ['tool'] };
    render(
      <UsageDashboard
        data={{
          ...data,
          cost: { ...data.cost, usd: null, nanoUsd: null },
          coverage: { ...data.coverage, unavailable },
        }}
        query={query}
      />,
    );
    for (const name of ['Total cost', 'Total tokens', 'Cache hit rate']) {
      const card = screen.getByRole('article', { name });
      expect(card.textContent).toContain('requests are not known by tool');
      expect(card.textContent).not.toMatch(/\$0|No price/);
    }
  });
});

describe('S4.16 a view that the page keeps', () => {
  it('is shown as it is given, and every change is asked for', async () => {
    const user = userEvent.setup();
    const onViewChange = vi.fn<(view: DashboardView) => void>();
    const view = { measure: 'tokens' as const, tables: ['cost-by-model'] };
    render(<UsageDashboard data={exampleAnalytics()} query={query} view={view} onViewChange={onViewChange} />);
    const tokens = screen.getByRole('group', { name: 'Tokens over time' });
    expect(screen.getByRole('region', { name: 'Cost by model, table' })).toBeTruthy();
    await user.click(within(tokens).getByRole('radio', { name: 'Cost' }));
    expect(onViewChange).toHaveBeenLastCalledWith({ ...view, measure: 'cost' });
    await user.click(within(tokens).getByRole('button', { name: 'View as table' }));
    expect(onViewChange).toHaveBeenLastCalledWith({ ...view, tables: ['cost-by-model', 'cost-over-time'] });
    const models = screen.getByRole('group', { name: 'Cost by model' });
    await user.click(within(models).getByRole('button', { name: 'View as table' }));
    expect(onViewChange).toHaveBeenLastCalledWith({ ...view, tables: [] });
  });
});
