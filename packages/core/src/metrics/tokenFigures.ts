import type { UsageAnalytics } from '../model/UsageAnalytics.ts';
import type { AnalyticsRows } from './analyticsQueries.ts';
import { byWeight } from './byWeight.ts';
import { dataRecord } from './dataRecord.ts';
import { measuresBy } from './measuresBy.ts';
import { safeNumber } from './safeNumber.ts';
import { tokenTotals } from './tokenTotals.ts';
import { totalMeasures } from './totalMeasures.ts';

/**
 * What is said of tokens (feature S1.05, S1.07, S1.08): totals of the requests in the range, and the mean over the
 * whole life of the sessions that started in it.
 *
 * @throws `unsafe_integer`
 * @example
 * tokenFigures({ usage: [{ bucket: 0, key: ['opus'], measures: { input: 10n, cacheRead: 90n } }], sessions: [] }).cacheHitRate // => 0.9
 */
export function tokenFigures(rows: Pick<AnalyticsRows, 'usage' | 'sessions'>): UsageAnalytics['tokens'] {
  const total = tokenTotals(totalMeasures(rows.usage));
  const cohort = totalMeasures(rows.sessions);
  const sessions = safeNumber(cohort.sessions ?? 0n);
  const perSession = (tokens = 0n): number => (sessions === 0 ? 0 : safeNumber(tokens) / sessions);
  const prompt = total.input + total.cacheRead + total.cacheWrite;
  const byModel = [...measuresBy(rows.usage, (row) => row.key[0] ?? '')].toSorted(byWeight);
  return {
    total,
    avgPerSession: { input: perSession(cohort.input), output: perSession(cohort.output) },
    byModel: dataRecord(byModel.map(([model, measures]) => [model, tokenTotals(measures)])),
    cacheHitRate: prompt === 0 ? 0 : total.cacheRead / prompt,
  };
}
