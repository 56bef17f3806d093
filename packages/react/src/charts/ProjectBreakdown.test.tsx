// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';

import { chartContract } from '../testing/chartContract.tsx';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { projectBreakdownLayout, shownProject } from './ProjectBreakdown.layout.ts';
import { ProjectBreakdown } from './ProjectBreakdown.tsx';

chartContract({ title: 'Sessions by project', draw: (data) => <ProjectBreakdown data={data} /> });

describe('S1.04 sessions by project', () => {
  it.each(Object.entries(exampleVariants))('adds up to all sessions and to the headline in %s', (_, variant) => {
    const data = variant();
    const rows = projectBreakdownLayout(data);
    expect(rows.reduce((sum, row) => sum + row.sessions, 0)).toBe(data.sessions.total);
    expect(rows.reduce((sum, row) => sum + Math.round((row.usd ?? 0) * 100), 0)).toBe(
      Math.round((data.cost.usd ?? 0) * 100),
    );
    expect(rows.flatMap((row) => row.projects).toSorted()).toEqual(Object.keys(data.sessions.byProject).toSorted());
  });

  it('names directories by their last part, unless two have the same', () => {
    expect(['/home/ada/checkout-api', 'C:\\work\\app\\', 'web-app', ''].map(shownProject)).toEqual([
      'checkout-api',
      'app',
      'web-app',
      'no project',
    ]);
    const data = exampleVariants.usual();
    const figures = Object.values(data.sessions.byProject)[0]!;
    const sessions = { ...data.sessions, byProject: { '/a/app': figures, '/b/app': figures, '/b/site': figures } };
    expect(projectBreakdownLayout({ ...data, sessions }).map((row) => row.label)).toEqual(['/a/app', '/b/app', 'site']);
  });
});
