import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, within } from 'storybook/test';

import { cursorOf, focusedDatum } from '../testing/cursorOf.ts';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { onDark, onNarrow } from '../testing/storyFrames.tsx';
import { WeekHeatmap } from './WeekHeatmap.tsx';

const meta = {
  title: 'Charts/Week heatmap (S1.13, S1.14, S1.15)',
  component: WeekHeatmap,
  args: { data: exampleVariants.usual() },
} satisfies Meta<typeof WeekHeatmap>;

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

/** Arrows walk hours and weekdays; the line below says where one is. */
export const Keyboard: Story = {
  play: async ({ canvasElement }) => {
    cursorOf(canvasElement).focus();
    const readout = (): string => canvasElement.querySelector('[data-part="readout"]')?.textContent ?? '';
    await userEvent.keyboard('{Home}');
    await expect(focusedDatum()).toMatch(/Tuesday 00:00 to 01:00/);
    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    await expect(focusedDatum()).toMatch(/Wednesday 01:00 to 02:00/);
    await expect(readout()).toContain('Wed 01:00');
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}');
    await expect(focusedDatum()).toMatch(/Monday 01:00/);
    await userEvent.keyboard('{PageDown}');
    await expect(focusedDatum()).toMatch(/Monday 03:00/);
    await userEvent.keyboard('{End}');
    await expect(focusedDatum()).toMatch(/Monday 23:00/);
    await userEvent.keyboard('{Escape}');
    await expect(canvasElement.querySelector('[data-part="tooltip"]')).toBeNull();
  },
};

/** The button swaps the drawing for its figures. */
export const Toggles: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'View as table' }));
    await expect(canvas.getByRole('region', { name: 'When work happens, table' })).toBeVisible();
    await expect(canvasElement.querySelector('svg.uk-svg')).toBeNull();
    await userEvent.click(canvas.getByRole('button', { name: 'View as table' }));
    await expect(canvasElement.querySelector('svg.uk-svg')).not.toBeNull();
  },
};
