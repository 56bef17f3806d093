import type { RollupFamily, UsageAnalytics } from '@usagekit/core';

import { isolatedName } from '../format/isolatedName.ts';

const WHAT: Record<RollupFamily, string> = { usage: 'Requests are', tools: 'Tool calls are', sessions: 'Sessions are' };

/**
 * Why figures are not there under the filter of the page, as one sentence; `''` when they are.
 *
 * @example
 * unavailableWords({ coverage: { unavailable: { sessions: ['kind'] } } }, 'sessions') // => 'Not available for this filter: sessions are not known by kind.'
 */
export function unavailableWords(
  { coverage }: { coverage: Pick<UsageAnalytics['coverage'], 'unavailable'> },
  family: RollupFamily,
): string {
  const names = coverage.unavailable[family];
  return names
    ? `Not available for this filter: ${WHAT[family].toLowerCase()} not known by ${names.map(isolatedName).join(' and ')}.`
    : '';
}
