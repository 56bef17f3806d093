import { describe, expect, it } from 'vitest';

import { addedFigures } from '../figures/addedFigures.ts';
import { exampleAnalytics } from './exampleAnalytics.ts';
import { exampleVariants } from './exampleVariants.ts';

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

describe.each(Object.entries(exampleVariants))('example %s', (_, variant) => {
  const data = variant();

  it('adds up to the nano-dollar by day, by model and by project', () => {
    const whole = { requests: data.requests.total, tokens: data.tokens.total };
    for (const groups of [data.series, Object.values(data.cost.byModel), Object.values(data.sessions.byProject)]) {
      const added = addedFigures(groups);
      expect(added).toMatchObject(whole);
      expect(added.cost.nanoUsd).toBe(data.cost.nanoUsd);
      expect(added.cost.unpricedTokens).toBe(data.cost.unpricedTokens);
    }
  });

  it('has each session once in days, hours, cells, projects and states', () => {
    const { sessions } = data;
    expect(sum(Object.values(sessions.byDay))).toBe(sessions.total);
    expect(sum(data.series.map((point) => point.sessions))).toBe(sessions.total);
    expect(sum(Object.values(data.peakHours))).toBe(sessions.total);
    expect(sum(sessions.heatmap.map((cell) => cell.sessions))).toBe(sessions.total);
    expect(sum(Object.values(sessions.byProject).map((project) => project.sessions))).toBe(sessions.total);
    expect(sessions.completed + sessions.failed + sessions.running + sessions.interrupted).toBe(sessions.total);
  });

  it('has each tool call once in days and tools', () => {
    expect(sum(data.series.map((point) => point.toolCalls))).toBe(sum(Object.values(data.tools.usage)));
    for (const tool of Object.values(data.tools.byTool)) {
      expect(tool.succeeded + tool.failed + tool.deniedByUser + tool.deniedByRule).toBe(tool.calls);
    }
  });
});

it('is the same every time', () => {
  expect(exampleAnalytics()).toEqual(exampleAnalytics());
});
