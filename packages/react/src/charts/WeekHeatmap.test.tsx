// @vitest-environment jsdom
import type { HeatmapCell } from '@usagekit/core';
import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { formatsOf } from '../format/useFormats.ts';
import { chartContract } from '../testing/chartContract.tsx';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { heatCells, heatScale, weekHeatmapLayout } from './WeekHeatmap.layout.ts';
import { WeekHeatmap } from './WeekHeatmap.tsx';
import { heatDatum, heatTakeaway } from './weekHeatmapWords.ts';

chartContract({ title: 'When work happens', draw: (data) => <WeekHeatmap data={data} /> });

const en = formatsOf('en-US');
const week = (of: (weekday: number, hour: number) => Partial<HeatmapCell>): HeatmapCell[] =>
  Array.from({ length: 168 }, (_, i) => {
    const [weekday, hour] = [Math.floor(i / 24) + 1, i % 24];
    return { weekday, hour, sessions: 0, occurrences: 4, ...of(weekday, hour) };
  });

describe('S1.15 week heatmap', () => {
  it('takes the mean over the times an hour occurred: an hour that is repeated is not busier', () => {
    const cells = heatCells(
      week((weekday, hour) => (weekday === 7 && hour === 1 ? { sessions: 10, occurrences: 5 } : {})),
      1,
    );
    expect(cells[6]?.[1]?.mean).toBe(2);
  });

  it('joins two hours where there is little room, and keeps the mean of an hour', () => {
    const data = week((weekday, hour) =>
      weekday === 2 && hour === 14 ? { sessions: 12 } : weekday === 2 && hour === 15 ? { sessions: 4 } : {},
    );
    const narrow = weekHeatmapLayout(data, { width: 320, height: 220 });
    expect(narrow.columns).toBe(12);
    expect(narrow.cells[1]?.[7]).toMatchObject({ fromHour: 14, toHour: 16, sessions: 16, mean: 2 });
    expect(weekHeatmapLayout(data, { width: 840, height: 260 }).columns).toBe(24);
  });

  it('draws one path per step, with all cells in them', () => {
    const { paths, rows } = weekHeatmapLayout(exampleVariants.usual().sessions.heatmap, { width: 840, height: 260 });
    expect(paths.length).toBeLessThanOrEqual(9);
    expect(paths.reduce((sum, path) => sum + (path.d.match(/M/g)?.length ?? 0), 0)).toBe(168);
    expect(rows.map((row) => row.weekday)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('tells the unknown from the empty', () => {
    const data = week((weekday) => (weekday === 1 ? {} : { occurrences: 0 }));
    const { paths } = weekHeatmapLayout(data, { width: 840, height: 260 });
    expect(paths.map((path) => path.step)).toEqual([0, null]);
    const unknown = heatCells(data, 1)[1]?.[0];
    expect(unknown && heatDatum(unknown, en).label).toBe('Tuesday 00:00 to 01:00: not in the range.');
  });

  it('has round steps, the last of them open', () => {
    expect(heatScale([1, 5.8, 10.8]).bounds).toEqual([2, 4, 6, 8, 10, 12]);
    expect(heatScale([]).bounds).toEqual([]);
    const { stepOf } = heatScale([3, 6, 6.5]);
    expect([null, 0, 0.4, 1, 5.9, 6, 60].map(stepOf)).toEqual([null, 0, 1, 2, 6, 7, 7]);
  });

  it('S1.13 S1.14 says when work happens', () => {
    const office = week((weekday, hour) =>
      weekday < 6 && hour > 8 && hour < 18 ? { sessions: weekday === 2 && hour > 13 && hour < 17 ? 9 : 4 } : {},
    );
    expect(heatTakeaway(office, en)).toBe(
      'Tuesday 14:00 to 17:00 is the busiest stretch; nights and weekends are quiet.',
    );
    expect(
      heatTakeaway(
        week(() => ({ sessions: 4 })),
        en,
      ),
    ).toBe('Monday 00:00 to 03:00 is the busiest stretch.');
    expect(
      heatTakeaway(
        week(() => ({})),
        en,
      ),
    ).toBe('No session started in this range.');
  });

  it('walks hours and weekdays by keyboard and reads them out', async () => {
    const user = userEvent.setup();
    const { container } = render(<WeekHeatmap data={exampleVariants.usual()} />);
    const readout = (): string => container.querySelector('[data-part="readout"]')?.textContent ?? '';
    expect(readout()).toMatch(/^Tue 16:00 .* sessions an hour/);
    act(() => container.querySelector<HTMLElement>('[data-part="cursor"]:not([hidden])')?.focus());
    await user.keyboard('{Home}{ArrowUp}{ArrowRight}');
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^When work happens\. Monday 01:00 to 02:00: /);
    expect(readout()).toContain('Mon 01:00');
    expect(screen.getAllByText('Sessions an hour').length).toBeGreaterThan(0);
  });
});
