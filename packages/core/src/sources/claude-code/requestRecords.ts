import type { RequestRecord } from '../../model/RequestRecord.ts';
import type { TokenCounts } from '../../model/TokenCounts.ts';
import { objectOf, textOf } from '../recordFields.ts';
import { responseUsage } from './responseUsage.ts';

/** Where a record belongs, and which claim its copy has. */
export interface Place {
  session: string;
  atMs: number;
  claim: number;
  main: boolean;
  position: number;
}

/**
 * Identity of a response. A message id with a request id was given out by the provider and is unique; one without may come from a gateway that uses ids
 * again, and counts within its session only. A marked copy names the session it was copied from.
 */
function requestKey(
  record: Record<string, unknown>,
  message: Record<string, unknown> | undefined,
  place: Place,
): string {
  const id = textOf(message?.['id']);
  const origin = textOf(objectOf(record['forkedFrom'])?.['sessionId']) || place.session;
  if (id === '') return `${textOf(record['uuid']) || `line ${place.position}`}@${origin}`;
  return textOf(record['requestId']) === '' ? `${id}@${origin}` : id;
}

/** Requests of an assistant record: its own, and those hidden in it; `undefined` when a token count is none. */
export function requestRecords(
  record: Record<string, unknown>,
  message: Record<string, unknown> | undefined,
  place: Place,
): RequestRecord[] | undefined {
  const usage = objectOf(message?.['usage']);
  if (!usage) return [];
  const model = textOf(message?.['model']);
  const counted = responseUsage(usage, model);
  if (!counted) return undefined;
  const key = requestKey(record, message, place);
  // Written out field by field, here and in the parser: there is one for each line.
  const request = (tokens: TokenCounts, requestOf: string, modelOf: string, kind: string): RequestRecord => ({
    key: requestOf,
    session: place.session,
    atMs: place.atMs,
    provider: model.includes('claude') ? 'anthropic' : '',
    model: modelOf,
    serviceTier: counted.serviceTier,
    speed: counted.speed,
    residency: counted.residency,
    grain: 'request',
    quality: textOf(message?.['stop_reason']) === '' ? 'partial' : 'final',
    requestCount: 1,
    webSearchRequests: kind === 'advisor' ? 0 : counted.webSearchRequests,
    kind,
    inputTokens: tokens.inputTokens,
    outputTokens: tokens.outputTokens,
    cacheReadTokens: tokens.cacheReadTokens,
    cacheWrite5mTokens: tokens.cacheWrite5mTokens,
    cacheWrite1hTokens: tokens.cacheWrite1hTokens,
    reasoningTokens: tokens.reasoningTokens,
    claim: place.claim,
  });
  const own = request(counted.tokens, key, model, place.main ? 'main' : 'subagent');
  const cost = record['costUSD'];
  if (typeof cost === 'number' && cost >= 0 && cost < 1e6) own.recordedNanoUsd = Math.round(cost * 1e9);
  if (counted.advisors.length === 0) return [own];
  const advisors = counted.advisors.map((advisor, i) =>
    request(advisor.tokens, `${key}#advisor${i}`, advisor.model, 'advisor'),
  );
  return [own, ...advisors];
}
