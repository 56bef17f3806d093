import type { UsageAnalytics } from '@usagekit/core';

import type { Formats } from '../format/useFormats.ts';

/**
 * The sessions that have not ended, as one sentence (B14); `''` when there is none.
 *
 * @example
 * liveWords({ running: 2, idle: 0, stalled: 1 }, formats) // => '2 running, 1 stalled.'
 */
export function liveWords(live: UsageAnalytics['sessions']['live'], formats: Formats): string {
  const states = (['running', 'idle', 'stalled'] as const).filter((state) => live[state] > 0);
  if (states.length === 0) return '';
  return `${states.map((state) => `${formats.count(live[state])} ${state}`).join(', ')}.`;
}
