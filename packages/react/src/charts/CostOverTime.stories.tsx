import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, within } from 'storybook/test';

import { cursorOf, focusedDatum } from '../testing/cursorOf.ts';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { onDark, onNarrow } from '../testing/storyFrames.tsx';
import { CostOverTime } from './CostOverTime.tsx';

const meta = {
  title: 'Charts/Cost over time (S2.12)',
  component: CostOverTime,
  args: { data: exampleVariants.usual() },
} satisfies Meta<typeof CostOverTime>;

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
/** More than 60 days are merged into weeks. */
export const Year: Story = { args: { data: exampleVariants.year() } };
export const Tokens: Story = { args: { defaultMeasure: 'tokens' } };
export const HugeNumbers: Story = { args: { data: exampleVariants.hugeNumbers() } };

/** One tab stop; arrows walk days and parts, the focus and its name go with them. */
export const Keyboard: Story = {
  args: { onSelect: fn() },
  play: async ({ canvasElement, args }) => {
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'View as table' }));
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'View as table' }));
    await userEvent.tab();
    await userEvent.tab();
    await expect(document.activeElement).toBe(cursorOf(canvasElement));
    await expect(focusedDatum()).toContain('Mon, Nov 23, partial');
    await userEvent.keyboard('{Home}');
    await expect(focusedDatum()).toContain('Sun, Oct 25');
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    await expect(focusedDatum()).toContain('Tue, Oct 27');
    await userEvent.keyboard('{ArrowLeft}');
    await expect(focusedDatum()).toContain('Mon, Oct 26');
    await userEvent.keyboard('{PageDown}');
    await expect(focusedDatum()).toContain('Thu, Oct 29');
    await userEvent.keyboard('{PageUp}{End}');
    await expect(focusedDatum()).toContain('Nov 23');
    await userEvent.keyboard('{ArrowDown}');
    await expect(focusedDatum()).toContain('gpt-5-mini');
    await userEvent.keyboard('{ArrowUp}{ArrowLeft}');
    await expect(focusedDatum()).toContain('in total');
    await expect(canvasElement.querySelector('[data-part="tooltip"]')).not.toBeNull();
    await expect(canvasElement.querySelector('[data-part="readout"]')?.textContent).toContain('Sun, Nov 22');
    await userEvent.keyboard('{Escape}');
    await expect(canvasElement.querySelector('[data-part="tooltip"]')).toBeNull();
    await userEvent.keyboard('{Enter}');
    await expect(args.onSelect).toHaveBeenCalledWith({ start: '2026-11-22', end: '2026-11-22' });
    await userEvent.tab();
    await expect(canvasElement.contains(document.activeElement)).toBe(false);
  },
};

/** The toggle changes the measure, the button the view; both say so. */
export const Toggles: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('radio', { name: 'Tokens' }));
    await expect(canvas.getByRole('heading', { name: 'Tokens over time' })).toBeVisible();
    await userEvent.click(canvas.getByRole('radio', { name: 'Cost' }));
    await expect(canvas.getByRole('heading', { name: 'Cost over time' })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'View as table' }));
    await expect(canvas.getByRole('region', { name: 'Cost over time, table' })).toBeVisible();
    await expect(canvasElement.querySelector('svg.uk-svg')).toBeNull();
    await userEvent.click(canvas.getByRole('button', { name: 'How to read this chart' }));
    await expect(canvas.getByText(/Each bar is one day/)).toBeVisible();
  },
};
