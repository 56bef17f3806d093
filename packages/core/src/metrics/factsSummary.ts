import type { DimensionValues } from '../model/Dimension.ts';
import type { SessionRecord } from '../model/SessionRecord.ts';
import type { SessionSummary } from '../model/SessionSummary.ts';
import { MINUTE_MS } from '../model/timeSlot.ts';
import { PICO_PER_NANO } from './costFigure.ts';
import { primaryModel } from './primaryModel.ts';
import { roundHalfEven } from './roundHalfEven.ts';
import { safeNumber } from './safeNumber.ts';
import type { SessionFacts } from './sessionFacts.ts';
import { usdOfNano } from './usdOfNano.ts';

/** As much of a session's facts as lists show and are ordered by. */
export interface ListedFacts extends Omit<SessionFacts, 'session' | 'reset' | 'reasoning' | 'unpricedTokens'> {
  session: Pick<SessionRecord, 'id' | 'project' | 'dimensions' | 'status' | 'apiMs'> & { source: string };
}

/** Values of a session's dimensions that are known; what it says of itself elsewhere is none of them. */
const shownDimensions = (values?: DimensionValues): { dimensions?: DimensionValues } => {
  const known = Object.entries(values ?? {}).filter(
    ([name, value]) => (value ?? '') !== '' && name !== 'project' && name !== 'source',
  );
  return known.length > 0 ? { dimensions: Object.fromEntries(known) } : {};
};

/**
 * A session's facts as lists show them; it costs `null` when nothing of it has a price.
 *
 * @throws `unsafe_integer`
 */
export function factsSummary(f: ListedFacts): SessionSummary {
  return {
    id: f.session.id,
    source: f.session.source,
    project: f.session.project,
    model: primaryModel(f.costByModel),
    models: [...f.costByModel.keys()].toSorted(),
    ...shownDimensions(f.session.dimensions),
    status: f.session.status,
    startedAt: new Date(f.startedMs).toISOString(),
    lastAt: new Date(f.lastMs).toISOString(),
    durationMinutes: Math.max(0, f.lastMs - f.startedMs) / MINUTE_MS,
    engagedMinutes: f.engagedMs / MINUTE_MS,
    apiMinutes: f.session.apiMs === undefined ? null : f.session.apiMs / MINUTE_MS,
    requests: Number(f.requests),
    turns: Number(f.turns),
    toolCalls: Number(f.toolCalls),
    inputTokens: safeNumber(f.input),
    outputTokens: safeNumber(f.output),
    cacheReadTokens: safeNumber(f.cacheRead),
    cacheWriteTokens: safeNumber(f.cacheWrite5m + f.cacheWrite1h),
    costUsd: f.priced ? usdOfNano(roundHalfEven(f.costPico, PICO_PER_NANO)) : null,
    unpricedRequests: Number(f.unpricedRequests),
  };
}
