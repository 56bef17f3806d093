// @vitest-environment jsdom
import type { LiveSession } from '@usagekit/core';
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
    const onSelect = vi.fn<(session: LiveSession) => void>();
    const data = exampleVariants.usual();
    render(<TopSessionsTable data={data} onSelect={onSelect} />);
    await userEvent.setup().click(screen.getAllByRole('button')[1]!);
    expect(onSelect).toHaveBeenCalledWith(data.sessions.top[1]);
  });

  it('B14 marks what a session cost so far, and says how long a silent one has been silent', () => {
    const data = exampleVariants.usual();
    const [first, ...others] = data.sessions.top as [LiveSession, ...LiveSession[]];
    const shown = (more: Partial<LiveSession>): (string | null)[] => {
      const top = [{ ...first, provisional: true, ...more }, ...others.filter((session) => !session.provisional)];
      const { unmount } = render(<TopSessionsTable data={{ ...data, sessions: { ...data.sessions, top } }} />);
      const [, row] = screen.getAllByRole('row');
      const cells = within(row!).getAllByRole('cell');
      expect(screen.getByText(/A sum that ends in \+ is of a session that has not ended/)).toBeTruthy();
      const text = cells.slice(-2).map((cell) => cell.textContent);
      unmount();
      return text;
    };
    expect(shown({ state: 'running', silentMinutes: 0.5 })).toEqual(['$15.97+ so far', 'Running']);
    expect(shown({ state: 'idle', silentMinutes: 12 })).toEqual(['$15.97+ so far', 'Idlesilent for 12 m']);
    expect(shown({ state: 'stalled', silentMinutes: 16_000, costUsd: null })).toEqual([
      'no price',
      'Stalledsilent for 11 d 2 h',
    ]);
  });

  it('says nothing of sums so far where all sessions have ended', () => {
    const data = exampleVariants.usual();
    const top = data.sessions.top.filter((session) => !session.provisional);
    render(<TopSessionsTable data={{ ...data, sessions: { ...data.sessions, top } }} />);
    expect(screen.queryByText(/ends in \+/)).toBeNull();
  });
});
