import type { UsageAnalytics } from '@usagekit/core';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';

import * as kit from '../index.ts';
import { exampleAnalytics } from './exampleAnalytics.ts';
import { exampleVariants } from './exampleVariants.ts';
import { renderedStatic } from './renderedStatic.tsx';

const data = exampleVariants.usual();
const query = { dateRange: '30d' as const };
const nothing = (): void => {};
const source = {
  getAnalytics: async (): Promise<UsageAnalytics> => data,
  getSessions: async () => ({ sessions: [], total: 0 }),
};

const own: Record<string, ReactNode> = {
  CostOverTime: <kit.CostOverTime data={data} />,
  CostPerSession: <kit.CostPerSession data={data} />,
  DateRangePicker: <kit.DateRangePicker value="30d" onChange={nothing} />,
  FilterBar: <kit.FilterBar query={query} onQueryChange={nothing} />,
  HideFailed: <kit.HideFailed checked onChange={nothing} />,
  ModelBreakdown: <kit.ModelBreakdown data={data} />,
  ProjectBreakdown: <kit.ProjectBreakdown data={data} />,
  SessionOutcomes: <kit.SessionOutcomes data={data} />,
  SessionsOverTime: <kit.SessionsOverTime data={data} />,
  SummaryCards: <kit.SummaryCards data={data} />,
  TokenTrends: <kit.TokenTrends data={data} />,
  ToolUsage: <kit.ToolUsage data={data} />,
  TopSessionsTable: <kit.TopSessionsTable data={data} />,
  UsageDashboard: <kit.UsageDashboard data={data} query={query} />,
  UsageDashboardConnected: <kit.UsageDashboardConnected dataSource={source} />,
  WeekHeatmap: <kit.WeekHeatmap data={data} />,
};
/** Whose words are the host's. */
const hosted: Record<string, ReactNode> = {
  ProjectSelect: <kit.ProjectSelect projects={['a']} query={query} onQueryChange={nothing} />,
  Select: <kit.Select label="نطاق" options={[]} value="" onChange={nothing} />,
  StatCard: <kit.StatCard title="كلفة" value="$1" detail="" icon="cost" color="red" />,
};
const rootOf = (node: ReactNode): string => renderedStatic(node).html.match(/^<[^>]+>/)?.[0] ?? '';

describe('a page that runs from right to left', () => {
  it('knows every component of the kit', () => {
    const components = Object.keys(kit).filter((name) => /^[A-Z]/.test(name) && !name.endsWith('Context'));
    expect(components.toSorted()).toEqual([...Object.keys(own), ...Object.keys(hosted)].toSorted());
  });

  it.each(Object.entries(own))('does not turn the English words of %s', (_, node) => {
    expect(rootOf(node)).toMatch(/dir="ltr" lang="en"/);
  });

  it.each(Object.entries(hosted))('lets the words of %s, which are the host’s, say how they run', (_, node) => {
    expect(rootOf(node)).toContain('dir="auto"');
  });

  it('has names that are written so isolated wherever they stand', () => {
    const shop = exampleAnalytics({ projects: ['/srv/متجر', 'web-app'] });
    const text = renderedStatic(
      <kit.UsageDashboard data={shop} query={query} onQueryChange={nothing} title="متجر" />,
    ).html;
    const words = text.replaceAll(/<h1.*?<\/h1>/g, '').replaceAll(/<[^>]+>/g, '');
    expect(text).toContain('\u2068متجر\u2069');
    expect(words.replaceAll(/\u2068[^\u2069]*\u2069/g, '')).not.toContain('متجر');
  });
});
