import type { Meta, StoryObj } from '@storybook/react-vite';

import { exampleVariants } from '../testing/exampleVariants.ts';
import { onDark, onNarrow } from '../testing/storyFrames.tsx';
import { TopSessionsTable } from './TopSessionsTable.tsx';

const meta = {
  title: 'Charts/Top sessions (S2.14)',
  component: TopSessionsTable,
  args: { data: exampleVariants.usual() },
} satisfies Meta<typeof TopSessionsTable>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Default: Story = {};
export const Live: Story = { args: { data: exampleVariants.live() } };
export const Empty: Story = { args: { data: exampleVariants.empty() } };
export const Unpriced: Story = { args: { data: exampleVariants.allUnpriced() } };
export const SingleDatum: Story = { args: { data: exampleVariants.oneSession() } };
export const SingleDay: Story = { args: { data: exampleVariants.singleDay() } };
export const LongLabels: Story = { args: { data: exampleVariants.longNames() } };
export const Dark: Story = { decorators: [onDark] };
export const Narrow: Story = { decorators: [onNarrow] };
