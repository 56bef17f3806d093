import type { SessionStatus, UsageAnalytics } from '@usagekit/core';
import { useMemo } from 'react';

import { endedWords } from '../figures/endedWords.ts';
import { shownDuration } from '../format/shownDuration.ts';
import { useFormats } from '../format/useFormats.ts';
import { ChartFrame } from '../parts/ChartFrame.tsx';
import { EmptyChart } from '../parts/EmptyChart.tsx';
import { RankedBars } from '../parts/RankedBars.tsx';
import { sessionOutcomesLayout } from './SessionOutcomes.layout.ts';

/** What {@link SessionOutcomes} takes. */
export interface SessionOutcomesProps {
  data: UsageAnalytics;
  span?: 1 | 2 | 'all';
}

const HELP =
  'Sessions of the range by how they stand. The completion rate is completed against completed and failed; sessions that still run or were stopped do not count for it. Completed means that a session ended in an answer, not that the answer was good.';
const LOOKS: Record<SessionStatus, { label: string; color: string }> = {
  completed: { label: 'Completed', color: 'var(--uk-good-mark)' },
  failed: { label: 'Failed', color: 'var(--uk-bad-mark)' },
  blocked: { label: 'Blocked', color: 'var(--uk-warn-mark)' },
  interrupted: { label: 'Interrupted', color: 'var(--uk-warn-mark)' },
  incomplete: { label: 'Incomplete', color: 'var(--uk-neutral-mark)' },
  running: { label: 'Running', color: 'var(--uk-accent)' },
};

/** How sessions ended (S1.02), and how long they took (S1.03). */
export function SessionOutcomes({ data, span = 1 }: SessionOutcomesProps) {
  const formats = useFormats();
  const rows = useMemo(() => sessionOutcomesLayout(data), [data]);
  const { durationN, avgDurationMinutes, avgEngagedMinutes } = data.sessions;
  return (
    <ChartFrame
      title="How sessions ended"
      takeaway={endedWords(data, formats)}
      help={HELP}
      span={span}
      table={{
        caption: 'Sessions by status',
        columns: ['Status', 'Sessions', 'Share'],
        rows: rows.map(({ status, sessions, share }) => [
          LOOKS[status].label,
          formats.count(sessions),
          formats.share(share),
        ]),
        total: ['Total', formats.count(data.sessions.total), ''],
      }}
      footer={
        durationN > 0 && (
          <div className="uk-foot">
            <p>
              A session takes {shownDuration(avgDurationMinutes)} on average, {shownDuration(avgEngagedMinutes)} of it
              engaged.
            </p>
          </div>
        )
      }
    >
      {rows.length === 0 ? (
        <EmptyChart>No session started in this range.</EmptyChart>
      ) : (
        <RankedBars
          rows={rows.map(({ status, sessions, share, length }) => ({
            key: status,
            label: LOOKS[status].label,
            color: LOOKS[status].color,
            value: formats.count(sessions),
            length,
            count: '',
            share: formats.share(share),
          }))}
        />
      )}
    </ChartFrame>
  );
}
