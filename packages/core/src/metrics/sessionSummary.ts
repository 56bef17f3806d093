import type { SessionSummary } from '../model/SessionSummary.ts';
import { byWeight } from './byWeight.ts';
import { costFigure } from './costFigure.ts';
import { groupedBy } from './groupedBy.ts';
import { isPriced } from './isPriced.ts';
import { requestMeasures } from './requestMeasures.ts';
import { addMeasures } from './rollup.ts';
import { sessionMeasures } from './sessionMeasures.ts';
import { tokenTotals } from './tokenTotals.ts';
import type { UsageSession } from './UsageSession.ts';

/**
 * A plain session as lists show it.
 *
 * @throws `unsafe_integer`
 * @example
 * sessionSummary({ id: 'a', project: 'web', status: 'completed', startedAtMs: 0, lastAtMs: 90_000, requests: [], toolCalls: [] }).durationMinutes // => 1.5
 */
export function sessionSummary(session: UsageSession): SessionSummary {
  const byModel = [...groupedBy(session.requests, (r) => r.model)].map(([model, requests]) => {
    const cost = { costPico: 0n };
    for (const request of requests) addMeasures(cost, { costPico: requestMeasures(request).costPico ?? 0n });
    return [model, cost] as const;
  });
  const measures = sessionMeasures(session);
  const { requests = 0n, unpricedRequests = 0n, unpricedTokens = 0n, costPico = 0n } = measures;
  const tokens = tokenTotals(measures);
  const cost = costFigure(costPico, isPriced(session) ? 1n : 0n, unpricedRequests, unpricedTokens);
  return {
    id: session.id,
    source: session.source ?? '',
    project: session.project,
    model: byModel.toSorted(byWeight)[0]?.[0] ?? '',
    models: byModel.map(([model]) => model).toSorted(),
    status: session.status,
    startedAt: new Date(session.startedAtMs).toISOString(),
    lastAt: new Date(session.lastAtMs).toISOString(),
    durationMinutes: Math.max(0, session.lastAtMs - session.startedAtMs) / 60_000,
    engagedMinutes: (session.engagedMs ?? 0) / 60_000,
    apiMinutes: session.apiMs === undefined ? null : session.apiMs / 60_000,
    requests: Number(requests),
    turns: session.turns ?? 0,
    toolCalls: session.toolCalls.reduce((sum, call) => sum + call.callCount, 0),
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    cacheReadTokens: tokens.cacheRead,
    cacheWriteTokens: tokens.cacheWrite,
    costUsd: cost.usd,
    unpricedRequests: cost.unpricedRequests,
  };
}
