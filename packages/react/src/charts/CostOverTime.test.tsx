// @vitest-environment jsdom
import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import { chartContract } from '../testing/chartContract.tsx';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { requestsOnly } from '../testing/requestsOnly.ts';
import { CostOverTime } from './CostOverTime.tsx';

chartContract({ title: 'Cost over time', draw: (data) => <CostOverTime data={data} /> });

const takeaway = (container: HTMLElement): string =>
  container.querySelector('[data-part="takeaway"]')?.textContent ?? '';

describe('S2.12 cost over time', () => {
  it('says what the bars show, also when there is little to say', () => {
    expect(takeaway(render(<CostOverTime data={exampleVariants.usual()} />).container)).toBe(
      'Tuesdays run hottest, $49.59 on average. The peak was Thu, Oct 29, $65.89.',
    );
    expect(takeaway(render(<CostOverTime data={exampleVariants.year()} />).container)).toMatch(
      /^The peak was the week of /,
    );
    expect(takeaway(render(<CostOverTime data={exampleVariants.empty()} />).container)).toBe(
      'Nothing was used in this range.',
    );
    expect(takeaway(render(<CostOverTime data={exampleVariants.allUnpriced()} />).container)).toMatch(
      /there is no cost to show/,
    );
    expect(takeaway(render(<CostOverTime data={exampleVariants.singleDay()} />).container)).toMatch(
      /^\$\d+\.\d\d on Mon, Nov 23\.$/,
    );
  });

  it('walks days and parts by keyboard, with the focus on the datum', async () => {
    const user = userEvent.setup();
    const onSelect = vi.fn<(range: { start: string; end: string }) => void>();
    const { container } = render(<CostOverTime data={exampleVariants.usual()} onSelect={onSelect} />);
    const name = (): string => document.activeElement?.getAttribute('aria-label') ?? '';
    act(() => container.querySelector<HTMLElement>('[data-part="cursor"]:not([hidden])')?.focus());
    expect(name()).toMatch(/^Cost over time\. Mon, Nov 23, partial: \$\d+\.\d\d in total, \d+ sessions\./);
    await user.keyboard('{Home}');
    expect(name()).toContain('Sun, Oct 25');
    await user.keyboard('{ArrowRight}{ArrowDown}');
    expect(name()).toMatch(/Mon, Oct 26: gpt-5-mini \$\d+\.\d\d of \$/);
    expect(container.querySelector('[data-part="tooltip"]')?.textContent).toContain('Mon, Oct 26');
    expect(container.querySelector('[data-part="readout"]')?.textContent).toContain('gpt-5-mini');
    await user.keyboard('{Escape}');
    expect(container.querySelector('[data-part="tooltip"]')).toBeNull();
    await user.keyboard('{Enter}');
    expect(onSelect).toHaveBeenCalledWith({ start: '2026-10-26', end: '2026-10-26' });
    await user.keyboard('{ArrowLeft}');
    expect(container.querySelector('[data-part="tooltip"]')).not.toBeNull();
    await user.tab();
    expect(container.querySelector('[data-part="tooltip"]')).toBeNull();
  });

  it('says nothing of sessions under a filter that they do not have', () => {
    const { container } = render(<CostOverTime data={requestsOnly()} />);
    act(() => container.querySelector<HTMLElement>('[data-part="cursor"]:not([hidden])')?.focus());
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/: \$\d+\.\d\d in total\. /);
    expect(container.querySelector('[data-part="tooltip"]')).not.toBeNull();
    expect(container.innerHTML).not.toMatch(/session/i);
    const headers = screen.getAllByRole('columnheader').map((cell) => cell.textContent);
    expect(headers.slice(-2)).toEqual(['Total', 'Tokens without a price, incl. cache']);
  });

  it('switches between cost and tokens', async () => {
    const user = userEvent.setup();
    render(<CostOverTime data={exampleVariants.usual()} />);
    expect(screen.getByText('1 model without a price')).toBeTruthy();
    await user.click(screen.getByRole('radio', { name: 'Tokens' }));
    expect(screen.getByRole('group', { name: 'Tokens over time' })).toBeTruthy();
    expect(screen.getAllByText('1 without a price').length).toBeGreaterThan(0);
  });
});
