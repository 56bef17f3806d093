import type { ListedFacts } from './factsSummary.ts';
import { requestMeasures } from './requestMeasures.ts';
import { sessionMeasures } from './sessionMeasures.ts';
import type { UsageSession } from './UsageSession.ts';

/** Facts of a plain session; one without a request costs nothing. */
export function plainFacts(session: UsageSession): ListedFacts {
  const { id, source = '', project, status, apiMs, startedAtMs: startedMs, lastAtMs: lastMs } = session;
  const costByModel = new Map<string, bigint>();
  for (const request of session.requests) {
    const { costPico = 0n } = requestMeasures(request);
    costByModel.set(request.model, (costByModel.get(request.model) ?? 0n) + costPico);
  }
  const measures = sessionMeasures(session);
  const { requests = 0n, input = 0n, cacheRead = 0n, cacheWrite5m = 0n, cacheWrite1h = 0n, output = 0n } = measures;
  const { costPico = 0n, unpricedRequests = 0n } = measures;
  return {
    session: { id, source, project, status, ...(apiMs !== undefined && { apiMs }) },
    startedMs,
    lastMs,
    engagedMs: session.engagedMs ?? 0,
    requests,
    turns: BigInt(session.turns ?? 0),
    toolCalls: session.toolCalls.reduce((sum, call) => sum + BigInt(call.callCount), 0n),
    input,
    cacheRead,
    cacheWrite5m,
    cacheWrite1h,
    output,
    costPico,
    priced: session.requests.length === 0 || session.requests.some(({ cost }) => cost.nanoUsd !== null),
    unpricedRequests,
    costByModel,
  };
}
