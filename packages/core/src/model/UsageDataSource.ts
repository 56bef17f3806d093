import type { AnalyticsQuery } from './Rollup.ts';
import type { SessionPage, SessionQuery } from './SessionSummary.ts';
import type { UsageAnalytics } from './UsageAnalytics.ts';

/** Where a user interface gets its figures: the service in the same process, or a client of it over HTTP or IPC. */
export interface UsageDataSource {
  getAnalytics(query: AnalyticsQuery): Promise<UsageAnalytics>;
  getSessions(query: SessionQuery): Promise<SessionPage>;
}
