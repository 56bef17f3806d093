import type { UsageAnalytics } from '@usagekit/core';

/** Version of the JSON report's shape; a field that goes or changes its meaning raises it, a new one does not. */
export const SCHEMA_VERSION = 1;

/** The figures of a report with what a program needs to read them. */
export type JsonReport = UsageAnalytics & {
  schemaVersion: typeof SCHEMA_VERSION;
  /** ISO 8601, UTC. */
  generatedAt: string;
  /** IANA zone of its days, weeks and hours. */
  timeZone: string;
};

/** The JSON report of a range. */
export function jsonReport(analytics: UsageAnalytics, generatedAtMs: number): JsonReport {
  return {
    schemaVersion: SCHEMA_VERSION,
    generatedAt: new Date(generatedAtMs).toISOString(),
    timeZone: analytics.period.timeZone,
    ...analytics,
  };
}
