import type { UsageAnalytics } from '@usagekit/core';
import { useMemo } from 'react';

import { plural } from '../format/plural.ts';
import { type Formats, useFormats } from '../format/useFormats.ts';
import { ChartFrame } from '../parts/ChartFrame.tsx';
import { EmptyChart } from '../parts/EmptyChart.tsx';
import { RankedBars } from '../parts/RankedBars.tsx';
import { projectBreakdownLayout, type ProjectRow } from './ProjectBreakdown.layout.ts';

/** What {@link ProjectBreakdown} takes. */
export interface ProjectBreakdownProps {
  data: UsageAnalytics;
  span?: 1 | 2 | 'all';
  /** Called with the projects of a row when it is clicked or Enter is pressed on it. */
  onSelect?: ((projects: readonly string[]) => void) | undefined;
}

const HELP =
  'Projects by the sessions that were started in them, most first. The cost is that of all requests in the range, so a session that began before the range can add cost without being counted.';

function takeaway(rows: readonly ProjectRow[], formats: Formats): string {
  const [first, second] = rows.filter((row) => !row.other);
  if (!first) return 'No project was worked on in this range.';
  if (!second || second.sessions === 0)
    return first.sessions === 0 ? 'No session started in this range.' : `All sessions started in ${first.label}.`;
  if (first.sessions > second.sessions)
    return `${first.label} has ${formats.decimal(first.sessions / second.sessions, 1)} times the sessions of ${second.label}.`;
  return `${first.label} and ${second.label} have the most sessions.`;
}

/** Sessions by project with their cost (S1.04). */
export function ProjectBreakdown({ data, span = 1, onSelect }: ProjectBreakdownProps) {
  const formats = useFormats();
  const rows = useMemo(() => projectBreakdownLayout(data), [data]);
  return (
    <ChartFrame
      title="Sessions by project"
      takeaway={takeaway(rows, formats)}
      help={HELP}
      span={span}
      table={{
        caption: 'Sessions and cost by project',
        columns: ['Project', 'Sessions', 'Share of sessions', 'Cost'],
        rows: rows.map((row) => [
          row.label,
          formats.count(row.sessions),
          formats.share(row.share),
          formats.money(row.usd),
        ]),
        total: ['Total', formats.count(data.sessions.total), '', formats.money(data.cost.usd)],
      }}
    >
      {rows.length === 0 ? (
        <EmptyChart />
      ) : (
        <RankedBars
          onSelect={
            onSelect && rows.length > 1
              ? (index) => {
                  const row = rows[index];
                  if (row) onSelect(row.projects);
                }
              : undefined
          }
          rows={rows.map((row) => ({
            key: row.projects[0] ?? row.label,
            label: row.label,
            value: plural(row.sessions, 'session', formats.count(row.sessions)),
            length: row.length,
            color: row.other ? 'var(--uk-series-8)' : 'var(--uk-series-1)',
            count: formats.money(row.usd),
            share: formats.share(row.share),
          }))}
        />
      )}
    </ChartFrame>
  );
}
