// @vitest-environment jsdom
import type { SessionSummary } from '@usagekit/core';
import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import { chartContract } from '../testing/chartContract.tsx';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { TopSessionsTable } from './TopSessionsTable.tsx';

chartContract({ title: 'Top sessions', draw: (data) => <TopSessionsTable data={data} />, actions: false });

describe('S2.14 top sessions', () => {
  it('shows sessions with start in the zone of the figures, cost and status in words', () => {
    render(<TopSessionsTable data={exampleVariants.usual()} />);
    const [, first] = screen.getAllByRole('row');
    const text = within(first!)
      .getAllByRole('cell')
      .map((cell) => cell.textContent);
    expect(text).toEqual(['claude-opus-4-6 +2', 'Nov 23, 07:04', '57 m', '4.01M', '$15.97', 'Completed']);
    expect(screen.getByText(/Showing 10 of 1,123 sessions/)).toBeTruthy();
  });

  it('says so when a session has no price', () => {
    render(<TopSessionsTable data={exampleVariants.allUnpriced()} />);
    expect(screen.getAllByText('no price')).toHaveLength(10);
  });

  it('hands out the session that is chosen', async () => {
    const onSelect = vi.fn<(session: SessionSummary) => void>();
    const data = exampleVariants.usual();
    render(<TopSessionsTable data={data} onSelect={onSelect} />);
    await userEvent.setup().click(screen.getAllByRole('button')[1]!);
    expect(onSelect).toHaveBeenCalledWith(data.sessions.top[1]);
  });
});
