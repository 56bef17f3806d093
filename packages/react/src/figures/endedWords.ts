import type { UsageAnalytics } from '@usagekit/core';

import type { Formats } from '../format/useFormats.ts';

/** Below this many ended sessions the rate says little, and its interval is worth more. */
const FEW = 30;

/**
 * How the sessions of a range ended, as one sentence that names its base (S1.02): all sessions as long as none failed, else those that ended.
 * Where failed sessions are left out, nothing is said about how many there are.
 */
export function endedWords(data: Pick<UsageAnalytics, 'sessions' | 'coverage'>, formats: Formats): string {
  const { total, completed, failed, completionRate } = data.sessions;
  if (total === 0) return 'No session started in this range.';
  const ofAll = `${formats.count(completed)} of ${formats.count(total)} completed`;
  if (data.coverage.excluded.reason === 'failed') return `${ofAll}; failed ones are hidden.`;
  if (failed === 0 || !completionRate) return `${ofAll}, none failed.`;
  const { n, value } = completionRate;
  const base =
    n < FEW ? `${formats.count(completed)} of ${formats.count(n)}` : `${formats.rate(value)} of ${formats.count(n)}`;
  return `${base} that ended completed; ${formats.count(failed)} failed.`;
}
