import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent } from 'storybook/test';

import { exampleVariants } from '../testing/exampleVariants.ts';
import { inColumn, onDark, onNarrow } from '../testing/storyFrames.tsx';
import { ModelBreakdown } from './ModelBreakdown.tsx';

const meta = {
  title: 'Charts/Model breakdown (S1.07, S2.13)',
  component: ModelBreakdown,
  decorators: [inColumn],
  args: { data: exampleVariants.usual() },
} satisfies Meta<typeof ModelBreakdown>;

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

export const ManyModels: Story = { args: { data: exampleVariants.manyModels() } };

/** One tab stop for the list; arrows move the focus from row to row. */
export const Keyboard: Story = {
  play: async ({ canvasElement }) => {
    const rows = [...canvasElement.querySelectorAll('ol li')];
    await expect(rows.filter((row) => row.getAttribute('tabindex') === '0')).toHaveLength(1);
    (rows[0] as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect(document.activeElement).toBe(rows[1]);
    await userEvent.keyboard('{End}');
    await expect(document.activeElement).toBe(rows.at(-1));
    await userEvent.keyboard('{Home}');
    await expect(document.activeElement).toBe(rows[0]);
  },
};
