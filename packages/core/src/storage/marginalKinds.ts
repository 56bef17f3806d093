import type { StoredDimension } from './dimsets.ts';
import { type MarginalDimensions, NO_DIMENSION } from './marginals.ts';
import type { DayFamily } from './packed/layouts.ts';

/** What marginals of days are kept of: one family by one dimension. */
export interface MarginalKind {
  family: DayFamily;
  dimension: number;
}

interface KindsBy extends Omit<MarginalDimensions, 'rolled'> {
  rolled: readonly Pick<StoredDimension, 'id' | 'grain'>[];
}

/** The kinds of marginals that every day has; rows of any other kind were made by nothing, and tell nothing. */
export function marginalKinds({ rolled, project, model }: KindsBy): MarginalKind[] {
  const kinds: MarginalKind[] = [];
  const add = (dimension: number, ...families: DayFamily[]): void => {
    for (const family of families) kinds.push({ family, dimension });
  };
  const byProject = (dimension: number): boolean => project !== undefined && dimension !== project;
  const addSessions = (dimension: number): void => {
    add(dimension, 'sessions', 'starts');
    if (byProject(dimension)) add(dimension, 'projectSessions');
  };
  add(NO_DIMENSION, 'usage', 'usageSlots', 'tools', 'outcomes', 'toolSlots');
  add(NO_DIMENSION, 'sessions', 'starts', 'sessionSlots', 'values', 'top');
  for (const { id, grain } of rolled) {
    if (grain !== 'call') {
      add(id, 'usage', 'totals');
      if (byProject(id)) add(id, 'projectUsage');
    }
    if (grain !== 'request') add(id, 'tools', 'outcomes');
    if (grain === 'session') addSessions(id);
  }
  add(model, 'tools', 'outcomes');
  addSessions(model);
  return kinds;
}
