// @vitest-environment jsdom
import type { AnalyticsQuery } from '@usagekit/core';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';

import { UsageDashboard } from '../dashboard/UsageDashboard.tsx';
import { exampleVariants } from '../testing/exampleVariants.ts';
import { ProjectSelect, withProjects } from './ProjectSelect.tsx';

const where = { source: ['codex'] };

it('narrows a query to a project and widens it again, and leaves other filters alone', () => {
  expect(withProjects({ dateRange: '7d' }, ['web-app'])).toEqual({ dateRange: '7d', where: { project: ['web-app'] } });
  expect(withProjects({ dateRange: '7d', where }, ['a'])).toEqual({
    dateRange: '7d',
    where: { ...where, project: ['a'] },
  });
  expect(withProjects({ dateRange: '7d', where: { ...where, project: ['a'] } }, null)).toEqual({
    dateRange: '7d',
    where,
  });
  expect(withProjects({ dateRange: '7d', where: { project: ['a'] } }, null)).toEqual({ dateRange: '7d' });
});

it('offers projects by their short names, also one that is called all', async () => {
  const onQueryChange = vi.fn<(query: AnalyticsQuery) => void>();
  render(
    <ProjectSelect projects={['/srv/web-app', 'all']} query={{ dateRange: '7d' }} onQueryChange={onQueryChange} />,
  );
  const select = screen.getByRole('combobox', { name: 'Project' });
  await userEvent.setup().selectOptions(select, 'web-app');
  expect(onQueryChange).toHaveBeenLastCalledWith({ dateRange: '7d', where: { project: ['/srv/web-app'] } });
  await userEvent.setup().selectOptions(select, '=all');
  expect(onQueryChange).toHaveBeenLastCalledWith({ dateRange: '7d', where: { project: ['all'] } });
});

it('S1.04 keeps all projects on offer while one of them is shown', () => {
  const data = exampleVariants.usual();
  const page = (shown: typeof data, query: AnalyticsQuery) => (
    <UsageDashboard data={shown} query={query} onQueryChange={() => {}} />
  );
  const { rerender } = render(page(data, { dateRange: '30d' }));
  const { mobile } = data.sessions.byProject;
  const narrowed = { ...data, sessions: { ...data.sessions, byProject: { mobile: mobile! } } };
  rerender(page(narrowed, { dateRange: '30d', where: { project: ['mobile'] } }));
  const select = screen.getByRole('combobox', { name: 'Project' });
  expect(select).toHaveProperty('value', '=mobile');
  expect(select.querySelectorAll('option')).toHaveLength(1 + Object.keys(data.sessions.byProject).length);
});
