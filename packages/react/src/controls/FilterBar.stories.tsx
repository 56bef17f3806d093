import type { AnalyticsQuery } from '@usagekit/core';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { fn } from 'storybook/test';

import { onDark } from '../testing/storyFrames.tsx';
import { FilterBar, type FilterBarProps } from './FilterBar.tsx';

function Stateful(props: FilterBarProps) {
  const [query, setQuery] = useState<AnalyticsQuery>(props.query);
  return (
    <div className="uk-root">
      <FilterBar {...props} query={query} onQueryChange={setQuery} />
    </div>
  );
}

const meta = {
  title: 'Controls/Filter bar (S1.19, S1.21)',
  component: FilterBar,
  render: (args) => <Stateful {...args} />,
  args: {
    query: { dateRange: '30d', groupBy: 'day' },
    onQueryChange: fn(),
    shown: { firstDay: '2026-10-25', lastDay: '2026-11-23' },
  },
} satisfies Meta<typeof FilterBar>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Default: Story = {};
export const Custom: Story = {
  args: { query: { dateRange: { start: '2026-11-01', end: '2026-11-15' }, groupBy: 'week', hideFailed: true } },
};
/** A range that ends before it begins cannot be applied. */
export const WrongOrder: Story = { args: { query: { dateRange: { start: '2026-11-15', end: '2026-11-01' } } } };
export const Dark: Story = { decorators: [onDark] };
