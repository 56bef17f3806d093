// @vitest-environment jsdom
import type { DateRange } from '@usagekit/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import { DateRangePicker } from './DateRangePicker.tsx';

const shown = { firstDay: '2026-10-25', lastDay: '2026-11-23' };

describe('S1.21 date range picker', () => {
  it('is a group of radio buttons, each named by what is seen of it and then in full', async () => {
    const onChange = vi.fn<(value: DateRange) => void>();
    render(<DateRangePicker value="30d" onChange={onChange} shown={shown} />);
    expect(screen.getByRole('group', { name: 'Date range' })).toBeTruthy();
    expect(screen.getByRole('radio', { name: '30d last 30 days' })).toHaveProperty('checked', true);
    await userEvent.setup().click(screen.getByRole('radio', { name: 'All time' }));
    expect(onChange).toHaveBeenCalledWith('all');
    const names = ['Today', '7d', '14d', '30d', '90d', '1y', 'All', 'Custom'];
    expect(screen.getAllByRole('radio', { name: new RegExp(`^(${names.join('|')})( |$)`) })).toHaveLength(names.length);
  });

  it("offers the days on screen for a range of one's own, and asks only when it is applied", async () => {
    const onChange = vi.fn<(value: DateRange) => void>();
    const user = userEvent.setup();
    render(<DateRangePicker value="30d" onChange={onChange} shown={shown} />);
    await user.click(screen.getByRole('radio', { name: 'Custom' }));
    expect(screen.getByLabelText('From')).toHaveProperty('value', '2026-10-25');
    fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-11-02' } });
    expect(onChange).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    expect(onChange).toHaveBeenCalledWith({ start: '2026-11-02', end: '2026-11-23' });
  });

  it('refuses a range that ends before it begins', async () => {
    render(<DateRangePicker value={{ start: '2026-11-15', end: '2026-11-01' }} onChange={() => {}} />);
    expect(screen.getByRole('alert').textContent).toBe('The first day is after the last one.');
    expect(screen.getByRole('button', { name: 'Apply' })).toHaveProperty('disabled', true);
    expect(screen.getByLabelText('To').getAttribute('aria-invalid')).toBe('true');
  });
});
