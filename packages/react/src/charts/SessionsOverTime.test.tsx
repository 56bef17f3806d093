// @vitest-environment jsdom
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, it } from 'vitest';

import { chartContract } from '../testing/chartContract.tsx';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { activityParts, sessionsOverTimeLayout } from './SessionsOverTime.layout.ts';
import { SessionsOverTime } from './SessionsOverTime.tsx';

chartContract({ title: 'Sessions over time', draw: (data) => <SessionsOverTime data={data} /> });

it('S1.01 draws a bar of whole sessions per day', () => {
  const { series } = exampleVariants.usual();
  const layout = sessionsOverTimeLayout(series, 'sessions', { width: 400, height: 260 }, String);
  expect(layout.paths).toHaveLength(1);
  expect(layout.paths[0]?.d.match(/M/g)).toHaveLength(series.length);
  expect(layout.ticks.every((tick) => Number.isInteger(tick.value))).toBe(true);
});

it('S1.11 parts tool calls into failed ones and others', async () => {
  const data = exampleVariants.usual();
  render(<SessionsOverTime data={data} />);
  await userEvent.setup().click(screen.getByRole('radio', { name: 'Tools' }));
  expect(screen.getByRole('group', { name: 'Tool calls over time' })).toBeTruthy();
  const point = data.series[3]!;
  expect(activityParts('tools').reduce((sum, part) => sum + part.valueOf(point), 0)).toBe(point.toolCalls);
});
