import type { SessionState, UsageAnalytics } from '@usagekit/core';
import { useMemo } from 'react';

import { endedWords } from '../figures/endedWords.ts';
import { shownDuration } from '../format/shownDuration.ts';
import { useFormats } from '../format/useFormats.ts';
import { ChartFrame } from '../parts/ChartFrame.tsx';
import { EmptyChart } from '../parts/EmptyChart.tsx';
import { RankedBars } from '../parts/RankedBars.tsx';
import { STATE_LOOKS } from '../parts/StatusChip.tsx';
import { sessionOutcomesLayout } from './SessionOutcomes.layout.ts';

/** What {@link SessionOutcomes} takes. */
export interface SessionOutcomesProps {
  data: UsageAnalytics;
  span?: 1 | 2 | 'all';
}

const HELP =
  'Sessions of the range by how they stand. The completion rate is completed against completed and failed; sessions that still run or were stopped do not count for it. A running session is idle when it was silent for a while, and stalled when it was silent for so long that it may have been killed. Completed means that a session ended in an answer, not that the answer was good.';
const COLORS: Record<SessionState, string> = {
  completed: 'var(--uk-good-mark)',
  failed: 'var(--uk-bad-mark)',
  blocked: 'var(--uk-warn-mark)',
  interrupted: 'var(--uk-warn-mark)',
  incomplete: 'var(--uk-neutral-mark)',
  running: 'var(--uk-accent)',
  idle: 'var(--uk-accent)',
  stalled: 'var(--uk-warn-mark)',
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
        rows: rows.map(({ state, sessions, share }) => [
          STATE_LOOKS[state].label,
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
          rows={rows.map(({ state, sessions, share, length }) => ({
            key: state,
            label: STATE_LOOKS[state].label,
            color: COLORS[state],
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
