import type { Meta, StoryObj } from '@storybook/react-vite';

import { onDark, onNarrow } from '../testing/storyFrames.tsx';
import { StatCard } from './StatCard.tsx';

const meta = {
  title: 'Charts/Stat card (S2.11)',
  component: StatCard,
  decorators: [onNarrow],
  args: {
    title: 'Total cost',
    value: '$1,256.13',
    detail: '$41.87 a day. The peak was Nov 3, $87.19.',
    icon: 'cost',
    color: 'var(--uk-series-1)',
    trend: [3, 5, 9, 8, 10, 6, 2, 4, 8, 11, 9, 8, 7, 3, 2, 6, 9],
    delta: { label: '16.8%', up: true, tone: 'bad' },
  },
} satisfies Meta<typeof StatCard>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Default: Story = {};
export const WithUnit: Story = {
  args: {
    title: 'Total tokens',
    value: '1.27',
    unit: 'B',
    spoken: '1.27 billion',
    icon: 'tokens',
    color: 'var(--uk-series-2)',
  },
};
/** Fewer than three points say nothing about a course. */
export const SingleDatum: Story = { args: { trend: [3] } };
export const Unpriced: Story = { args: { value: 'No price', detail: 'No request has a price.', trend: [] } };
export const LongLabels: Story = {
  args: {
    value: '$40,575,332.50',
    detail: '$1,352,511.08 a day. The peak was November 3, $3,124,710.50, on a very long day.',
  },
};
export const Dark: Story = { decorators: [onDark] };
