import type { RollupMeasures } from '../model/Rollup.ts';
import { requestMeasures } from './requestMeasures.ts';
import { addMeasures } from './rollup.ts';
import type { UsageSession } from './UsageSession.ts';

/**
 * What one session adds to every sum it is part of: itself, its times, and tokens and cost of its whole life. A running
 * session has no duration yet.
 *
 * @example
 * sessionMeasures({ id: 'a', project: '', status: 'completed', startedAtMs: 0, lastAtMs: 60_000, requests: [], toolCalls: [] }).durationMs // => 60000n
 */
export function sessionMeasures(session: UsageSession): RollupMeasures {
  const running = session.status === 'running';
  const measures: RollupMeasures = {
    sessions: 1n,
    durationMs: running ? 0n : BigInt(Math.max(0, session.lastAtMs - session.startedAtMs)),
    durationN: running ? 0n : 1n,
    engagedMs: BigInt(session.engagedMs ?? 0),
  };
  for (const request of session.requests) addMeasures(measures, requestMeasures(request));
  return measures;
}
