import type { UsageAnalytics } from '@usagekit/core';

import { addedFigures } from '../figures/addedFigures.ts';
import { centShares } from '../figures/centShares.ts';
import { isolatedName } from '../format/isolatedName.ts';

/** One row of the ranking: a project, or all the others. */
export interface ProjectRow {
  label: string;
  projects: readonly string[];
  sessions: number;
  /** Share of all sessions. */
  share: number;
  /** Against the project with the most sessions. */
  length: number;
  /** USD in whole cents; `null` = nothing of it has a price. */
  usd: number | null;
  other: boolean;
}

const MAX_ROWS = 6;

/**
 * A working directory as people call it: its last part.
 *
 * @example
 * shownProject('/home/ada/checkout-api') // => 'checkout-api'
 * shownProject('') // => 'no project'
 */
export function shownProject(project: string): string {
  const name = project.split(/[\\/]/).findLast((part) => part !== '');
  return name === undefined ? 'no project' : isolatedName(name);
}

/** The projects among these whose short name another one has too: they keep their whole paths. */
export function sharedNames(projects: readonly string[]): ReadonlySet<string> {
  const named = new Map<string, string[]>();
  for (const project of new Set(projects))
    named.set(shownProject(project), [...(named.get(shownProject(project)) ?? []), project]);
  return new Set([...named.values()].filter((own) => own.length > 1).flat());
}

/**
 * A project by its short name, or by its whole path where another one has the same name.
 *
 * @param shared of {@link sharedNames}
 * @example
 * projectLabel('/b/app', new Set(['/a/app', '/b/app'])) // => '/b/app'
 */
export function projectLabel(project: string, shared: ReadonlySet<string>): string {
  return shared.has(project) && project !== '' ? isolatedName(project) : shownProject(project);
}

/** Projects by sessions, most first, at most five and the rest as "Other" (S1.04). Two projects of one name keep their whole paths. */
export function projectBreakdownLayout(data: UsageAnalytics): ProjectRow[] {
  const { byProject } = data.sessions;
  const nano = (project: string): bigint => BigInt(byProject[project]?.cost.nanoUsd ?? 0);
  const sessionsOf = (project: string): number => byProject[project]?.sessions ?? 0;
  const byCost = (a: string, b: string): number =>
    nano(a) === nano(b) ? (a < b ? -1 : 1) : nano(a) > nano(b) ? -1 : 1;
  const projects = Object.keys(byProject).toSorted((a, b) => sessionsOf(b) - sessionsOf(a) || byCost(a, b));
  const own = projects.length > MAX_ROWS ? projects.slice(0, MAX_ROWS - 1) : projects;
  const rest = projects.slice(own.length);
  const shared = sharedNames([...projects, ...data.sessions.top.map((session) => session.project)]);
  const groups = own.map((project) => ({
    label: projectLabel(project, shared),
    projects: [project],
    other: false,
  }));
  if (rest.length > 0) groups.push({ label: `Other (${rest.length})`, projects: rest, other: true });
  const figures = groups.map((group) => ({
    sessions: group.projects.reduce((sum, project) => sum + sessionsOf(project), 0),
    cost: addedFigures(group.projects.flatMap((project) => byProject[project] ?? [])).cost,
  }));
  const cents = centShares(
    figures.map((figure) => figure.cost),
    data.cost,
  );
  const total = figures.reduce((sum, figure) => sum + figure.sessions, 0);
  const longest = Math.max(0, ...figures.map((figure) => figure.sessions));
  return groups.map((group, i) => {
    const sessions = figures[i]?.sessions ?? 0;
    return {
      ...group,
      sessions,
      share: total === 0 ? 0 : sessions / total,
      length: longest === 0 ? 0 : sessions / longest,
      usd: cents[i] ?? null,
    };
  });
}
