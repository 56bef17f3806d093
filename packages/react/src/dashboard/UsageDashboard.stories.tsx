import type { AnalyticsQuery } from '@usagekit/core';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';

import { exampleVariants } from '../testing/exampleVariants.ts';
import { drawnTextPx, layoutFaults } from '../testing/layoutFaults.ts';
import { requestsOnly } from '../testing/requestsOnly.ts';
import { UsageDashboard, type UsageDashboardProps } from './UsageDashboard.tsx';

/** Keeps the query, as a host does. */
function Stateful(props: UsageDashboardProps) {
  const [query, setQuery] = useState<AnalyticsQuery>(props.query);
  return (
    <UsageDashboard
      {...props}
      query={query}
      onQueryChange={(next) => {
        setQuery(next);
        props.onQueryChange?.(next);
      }}
    />
  );
}

const meta = {
  title: 'Dashboard/Usage dashboard (S1.20, S2.11)',
  component: UsageDashboard,
  parameters: { layout: 'fullscreen' },
  render: (args) => <Stateful {...args} />,
  args: {
    data: exampleVariants.usual(),
    query: { dateRange: '30d', groupBy: 'day' },
    onQueryChange: fn(),
    onRetry: fn(),
  },
} satisfies Meta<typeof UsageDashboard>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Default: Story = {};
export const Dark: Story = { args: { theme: 'dark' } };
export const Narrow: Story = {
  decorators: [
    (Story) => (
      <div style={{ width: 390 }}>
        <Story />
      </div>
    ),
  ],
};
export const Loading: Story = { args: { data: null, loading: true } };
export const Refreshing: Story = { args: { loading: true } };
export const Empty: Story = { args: { data: exampleVariants.empty() } };
export const Failed: Story = { args: { data: null, error: new Error('The store did not answer within 10 s.') } };
export const FailedRefresh: Story = { args: { error: new Error('The store did not answer within 10 s.') } };
/** A filter by kind, which sessions and tool calls do not have. */
export const PartlyAvailable: Story = { args: { data: requestsOnly() } };
export const Unpriced: Story = { args: { data: exampleVariants.allUnpriced() } };
export const SingleDay: Story = { args: { data: exampleVariants.singleDay() } };
export const Year: Story = { args: { data: exampleVariants.year() } };
export const HugeNumbers: Story = { args: { data: exampleVariants.hugeNumbers() } };
export const LongLabels: Story = { args: { data: exampleVariants.longNames() } };
/** For pages without scripts: no filters, no actions, tables behind a disclosure. */
export const Static: Story = { args: { mode: 'static' } };

const inWidth = (width: number): Story => ({
  decorators: [
    (Story) => (
      <div style={{ width }}>
        <Story />
      </div>
    ),
  ],
});

/** Text twice as large as usual, from the start or set later: everything stays in its card, and drawings grow with it (WCAG 1.4.4). */
const grown = (width: number): Story => ({
  ...inWidth(width),
  beforeEach: () => () => document.documentElement.style.removeProperty('font-size'),
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(drawnTextPx(canvasElement)).toBeCloseTo(12, 0));
    document.documentElement.style.fontSize = '200%';
    await waitFor(() => expect(drawnTextPx(canvasElement)).toBeCloseTo(24, 0));
    await waitFor(() => expect(layoutFaults(canvasElement.querySelector('.uk-page')!)).toEqual([]));
  },
});
export const LargeText: Story = grown(1280);
export const LargeTextNarrow: Story = grown(390);

/** 320 CSS px is a window of 1280 at 400 %: nothing needs to be scrolled sideways (WCAG 1.4.10). */
export const Reflow: Story = {
  ...inWidth(320),
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(layoutFaults(canvasElement.querySelector('.uk-page')!)).toEqual([]));
  },
};

/** Words and drawings keep their direction on a page that runs from right to left. */
export const RightToLeft: Story = {
  decorators: [
    (Story) => (
      <div dir="rtl" lang="ar" style={{ width: 1280 }}>
        <Story />
      </div>
    ),
  ],
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(layoutFaults(canvasElement.querySelector('.uk-page')!)).toEqual([]));
    const tick = canvasElement.querySelector('.uk-tick') as SVGTextElement;
    await expect(tick.getBoundingClientRect().right).toBeLessThanOrEqual(
      canvasElement.querySelector('.uk-mark')!.getBoundingClientRect().left,
    );
  },
};

/** The filters ask for figures; the page itself never does (S1.19, S1.21). */
export const Filters: Story = {
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('radio', { name: '7d last 7 days' }));
    await expect(args.onQueryChange).toHaveBeenLastCalledWith({ dateRange: '7d', groupBy: 'day' });
    await userEvent.selectOptions(canvas.getByRole('combobox', { name: 'Group by' }), 'week');
    await expect(args.onQueryChange).toHaveBeenLastCalledWith({ dateRange: '7d', groupBy: 'week' });
    await userEvent.click(canvas.getByRole('checkbox', { name: 'Hide failed' }));
    await expect(args.onQueryChange).toHaveBeenLastCalledWith({ dateRange: '7d', groupBy: 'week', hideFailed: true });
    await userEvent.click(canvas.getByRole('radio', { name: 'Custom' }));
    const from = canvas.getByLabelText('From');
    await userEvent.clear(from);
    await userEvent.type(from, '2026-11-02');
    await userEvent.click(canvas.getByRole('button', { name: 'Apply' }));
    await expect(args.onQueryChange).toHaveBeenLastCalledWith({
      dateRange: { start: '2026-11-02', end: '2026-11-23' },
      groupBy: 'week',
      hideFailed: true,
    });
  },
};
