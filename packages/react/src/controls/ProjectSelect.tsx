import type { AnalyticsQuery } from '@usagekit/core';

import { projectLabel, sharedNames } from '../charts/ProjectBreakdown.layout.ts';
import { ENGLISH } from '../parts/ENGLISH.ts';
import { Select } from './Select.tsx';

/** What {@link ProjectSelect} takes. */
export interface ProjectSelectProps {
  /** Projects to choose from. */
  projects: readonly string[];
  query: AnalyticsQuery;
  onQueryChange: (query: AnalyticsQuery) => void;
}

/**
 * A query for one project, or for all of them. Other filters of the query stay.
 *
 * @param projects `null` for all
 * @example
 * withProjects({ dateRange: '7d' }, ['web-app']) // => { dateRange: '7d', where: { project: ['web-app'] } }
 * withProjects({ dateRange: '7d', where: { project: ['web-app'] } }, null) // => { dateRange: '7d' }
 */
export function withProjects(query: AnalyticsQuery, projects: readonly string[] | null): AnalyticsQuery {
  const { where: { project: _, ...others } = {}, ...rest } = query;
  const where = projects === null ? others : { ...others, project: projects };
  return Object.keys(where).length === 0 ? rest : { ...rest, where };
}

const ALL = 'all';
const SEVERAL = 'several';

/** Narrows the page to one project. */
export function ProjectSelect({ projects, query, onQueryChange }: ProjectSelectProps) {
  const chosen = query.where?.['project'];
  const [only] = chosen ?? [];
  const known = [...new Set([...projects, ...(chosen ?? [])])].toSorted();
  // Option values carry a prefix, so that no project can be mistaken for "all".
  const value = chosen === undefined ? ALL : chosen.length === 1 ? `=${only}` : SEVERAL;
  const shared = sharedNames(known);
  return (
    <Select
      label="Project"
      lang={ENGLISH.lang}
      value={value}
      onChange={(next) => {
        if (next === ALL) onQueryChange(withProjects(query, null));
        else if (next !== SEVERAL) onQueryChange(withProjects(query, [next.slice(1)]));
      }}
      options={[
        { value: ALL, label: 'All projects' },
        ...(value === SEVERAL ? [{ value: SEVERAL, label: `${chosen?.length ?? 0} projects` }] : []),
        ...known.map((project) => ({ value: `=${project}`, label: projectLabel(project, shared) })),
      ]}
    />
  );
}
