import type { SessionSummary } from '../model/SessionSummary.ts';
import { factsSummary } from './factsSummary.ts';
import { plainFacts } from './plainFacts.ts';
import type { UsageSession } from './UsageSession.ts';

/**
 * A plain session as lists show it.
 *
 * @throws `unsafe_integer`
 * @example
 * sessionSummary({ id: 'a', project: 'web', status: 'completed', startedAtMs: 0, lastAtMs: 90_000, requests: [], toolCalls: [] }).durationMinutes // => 1.5
 * sessionSummary({ id: 'a', project: 'web', status: 'completed', startedAtMs: 0, lastAtMs: 90_000, requests: [], toolCalls: [] }).costUsd // => 0
 */
export function sessionSummary(session: UsageSession): SessionSummary {
  return factsSummary(plainFacts(session));
}
