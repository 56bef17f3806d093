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
export function requestKey(
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
  const request = (tokens: TokenCounts, of: Partial<RequestRecord>): RequestRecord => ({
    key,
    session: place.session,
    atMs: place.atMs,
    provider: model.includes('claude') ? 'anthropic' : '',
    model,
    serviceTier: counted.serviceTier,
    speed: counted.speed,
    residency: counted.residency,
    grain: 'request',
    quality: textOf(message?.['stop_reason']) === '' ? 'partial' : 'final',
    requestCount: 1,
    webSearchRequests: counted.webSearchRequests,
    kind: place.main ? 'main' : 'subagent',
    ...tokens,
    claim: place.claim,
    ...of,
  });
  const cost = record['costUSD'];
  const recorded = typeof cost === 'number' && cost >= 0 && cost < 1e6 ? Math.round(cost * 1e9) : undefined;
  return [
    request(counted.tokens, recorded === undefined ? {} : { recordedNanoUsd: recorded }),
    ...counted.advisors.map((advisor, i) =>
      request(advisor.tokens, {
        key: `${key}#advisor${i}`,
        model: advisor.model,
        kind: 'advisor',
        webSearchRequests: 0,
      }),
    ),
  ];
}
