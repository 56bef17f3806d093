import type { UsageAnalytics } from '@usagekit/core';
import { render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';

import { exampleVariants } from './exampleVariants.ts';
import { renderedStatic } from './renderedStatic.tsx';

/** A chart to hold to the contract. */
export interface ChartContract {
  /** Accessible name of the figure. */
  title: string;
  draw: (data: UsageAnalytics) => ReactNode;
  /** It has the actions of a chart; a table has none. */
  actions?: boolean;
}

/** What every chart of the kit has to keep, whatever it shows. */
export function chartContract({ title, draw, actions = true }: ChartContract): void {
  describe.each(Object.entries(exampleVariants))(`${title} with %s data`, (name, variant) => {
    const data = variant();

    it('is complete on the server, without complaint, and the same twice', () => {
      const { html, complaints } = renderedStatic(draw(data));
      expect(complaints).toEqual([]);
      expect(html).toBe(renderedStatic(draw(data)).html);
      expect(html).not.toMatch(/NaN|Infinity|undefined/);
    });

    it('is a named figure with a takeaway that is a sentence', () => {
      render(draw(data));
      const figure = screen.getByRole('group', { name: title });
      const takeaway = figure.querySelector('[data-part="takeaway"]')?.textContent ?? '';
      expect(takeaway).toMatch(/^\S.*[.]$/);
      expect(takeaway.length).toBeLessThan(180);
    });

    it('has its figures as a table with a caption, and header cells with a scope', () => {
      render(draw(data));
      if (name === 'empty' && !actions) return;
      const table = screen.getByRole('table');
      expect(table.querySelector('caption')?.textContent).toMatch(/\w/);
      for (const cell of table.querySelectorAll('th'))
        expect(cell).toHaveProperty('scope', expect.stringMatching(/^(col|row)$/));
      const columns = within(table).getAllByRole('columnheader').length;
      for (const row of table.querySelectorAll('tbody tr')) expect(row.children).toHaveLength(columns);
    });

    it('hides its drawing from screen readers', () => {
      const { container } = render(draw(data));
      for (const svg of container.querySelectorAll('svg')) expect(svg.getAttribute('aria-hidden')).toBe('true');
    });

    it('has one place in the tab order beside its buttons', () => {
      const { container } = render(draw(data));
      const stops = container.querySelectorAll('[tabindex="0"]');
      expect(stops.length).toBeLessThanOrEqual(1);
    });
  });

  if (!actions) return;
  it(`${title} swaps the chart for its table and back`, async () => {
    const user = userEvent.setup();
    const { container } = render(draw(exampleVariants.usual()));
    const chart = (): Element | null => container.querySelector('[data-part="chart"]');
    const button = screen.getByRole('button', { name: 'View as table' });
    expect(button.getAttribute('aria-pressed')).toBe('false');
    await user.click(button);
    expect(button.getAttribute('aria-pressed')).toBe('true');
    expect(chart()).toBeNull();
    expect(within(screen.getByRole('region', { name: `${title}, table` })).getByRole('table')).toBeTruthy();
    await user.click(button);
    expect(chart()).not.toBeNull();
  });
}
