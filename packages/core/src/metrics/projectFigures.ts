import type { RollupRow } from '../model/Rollup.ts';
import type { UsageAnalytics } from '../model/UsageAnalytics.ts';
import { dataRecord } from './dataRecord.ts';
import { measuresBy } from './measuresBy.ts';
import { safeNumber } from './safeNumber.ts';
import { usageFigures } from './usageFigures.ts';

const projectOf = (row: RollupRow): string => row.key[0] ?? '';

/**
 * Usage in the range and sessions started in it, by project, dearest first. A project is present when it has either.
 *
 * @param usage requests by project
 * @param sessions sessions by project
 * @example
 * projectFigures([], [{ bucket: 0, key: ['web'], measures: { sessions: 2n } }]).web.sessions // => 2
 */
export function projectFigures(
  usage: readonly RollupRow[],
  sessions: readonly RollupRow[],
): UsageAnalytics['sessions']['byProject'] {
  const flows = measuresBy(usage, projectOf);
  const starts = measuresBy(sessions, projectOf);
  for (const project of starts.keys()) if (!flows.has(project)) flows.set(project, {});
  return dataRecord(
    Object.entries(usageFigures(flows)).map(([project, figures]) => [
      project,
      { ...figures, sessions: safeNumber(starts.get(project)?.sessions ?? 0n) },
    ]),
  );
}
