import type { UsageAnalytics } from '@usagekit/core';

import { exampleAnalytics } from './exampleAnalytics.ts';

/** The example under a filter that only requests know. */
export function requestsOnly(): UsageAnalytics {
  const [data, none] = [exampleAnalytics(), exampleAnalytics({ scale: 0 })];
  const unavailable = { sessions: ['kind'], tools: ['kind'] };
  return { ...data, sessions: none.sessions, tools: none.tools, coverage: { ...data.coverage, unavailable } };
}
