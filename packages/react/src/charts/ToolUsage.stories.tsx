import type { Meta, StoryObj } from '@storybook/react-vite';

import { exampleVariants } from '../testing/exampleVariants.ts';
import { onDark, onNarrow } from '../testing/storyFrames.tsx';
import { ToolUsage } from './ToolUsage.tsx';

const meta = {
  title: 'Charts/Tools and approvals (S1.09, S1.10, S1.12, S2.15)',
  component: ToolUsage,
  args: { data: exampleVariants.usual() },
} satisfies Meta<typeof ToolUsage>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Default: Story = {};
export const Empty: Story = { args: { data: exampleVariants.empty() } };
export const Unpriced: Story = { args: { data: exampleVariants.allUnpriced() } };
export const SingleDatum: Story = { args: { data: exampleVariants.oneSession() } };
export const SingleDay: Story = { args: { data: exampleVariants.singleDay() } };
export const LongLabels: Story = { args: { data: exampleVariants.longNames() } };
export const Dark: Story = { decorators: [onDark] };
export const Narrow: Story = { decorators: [onNarrow] };
