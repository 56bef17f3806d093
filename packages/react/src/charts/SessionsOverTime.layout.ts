import type { SeriesPoint } from '@usagekit/core';

import type { Box } from '../parts/Box.ts';
import { stackLayout, type StackLayout } from '../parts/stackLayout.ts';

/** What the bars count: sessions that started, or tool calls. */
export type ActivityMeasure = 'sessions' | 'tools';

/** One part of the bars. */
export interface ActivityPart {
  label: string;
  color: string;
  valueOf: (point: SeriesPoint) => number;
}

const SESSIONS: readonly ActivityPart[] = [
  { label: 'Sessions', color: 'var(--uk-series-1)', valueOf: (point) => point.sessions },
];
const TOOLS: readonly ActivityPart[] = [
  { label: 'Other calls', color: 'var(--uk-series-1)', valueOf: (point) => point.toolCalls - point.toolFailures },
  { label: 'Failed calls', color: 'var(--uk-bad-mark)', valueOf: (point) => point.toolFailures },
];

/** What the bars are made of: sessions are one part, tool calls are those that failed and the others. */
export function activityParts(measure: ActivityMeasure): readonly ActivityPart[] {
  return measure === 'sessions' ? SESSIONS : TOOLS;
}

/** Sessions or tool calls over time as bars (S1.01, S1.11). */
export function sessionsOverTimeLayout(
  points: readonly SeriesPoint[],
  measure: ActivityMeasure,
  box: Box,
  label: (value: number) => string,
): StackLayout {
  const parts = activityParts(measure);
  const slots = points.map((point) => ({
    values: parts.map((part) => part.valueOf(point)),
    partial: point.partial,
    unpriced: false,
  }));
  return stackLayout({ parts, slots, whole: true }, box, label);
}
