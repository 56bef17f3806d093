import { anthropicUsage } from '../../model/anthropicUsage.ts';
import { claudeOrigin } from '../../model/claudeOrigin.ts';
import type { RequestRecord } from '../../model/RequestRecord.ts';
import type { TokenCounts } from '../../model/TokenCounts.ts';
import { objectOf, objectsOf, textOf } from '../recordFields.ts';

/** Where a record belongs, and which claim its copy has. */
export interface Place {
  session: string;
  atMs: number;
  claim: number;
  main: boolean;
  position: number;
}

/** A call of the model. */
interface Call {
  place: Place;
  model: string;
  quality: 'partial' | 'final';
  key(tokens: TokenCounts): string;
}

/** The cost that a line states, whole nano-USD. */
function costOf(record: Record<string, unknown>): number | undefined {
  const cost = record['costUSD'];
  return typeof cost === 'number' && cost >= 0 && cost < 1e6 ? Math.round(cost * 1e9) : undefined;
}

/**
 * Identity of a response. A message id with a request id was given out by the provider and is unique; one without may come from a gateway that uses ids
 * again, and counts within the session it was made in only, as one does that has no id at all and is known by what it says.
 */
function requestKey(
  record: Record<string, unknown>,
  message: Record<string, unknown> | undefined,
  place: Place,
  tokens: TokenCounts,
): string {
  const id = textOf(message?.['id']);
  if (id !== '' && textOf(record['requestId']) !== '') return id;
  const content = (): string =>
    [place.atMs, textOf(message?.['model']), ...Object.values(tokens), costOf(record) ?? ''].join('/');
  return `${id || textOf(record['uuid']) || content()}@${claudeOrigin(record, place.session)}`;
}

/** Requests of one call: its own, and those hidden in it; `undefined` when a token count is none. */
function requestsOfCall(usage: Record<string, unknown>, of: Call): RequestRecord[] | undefined {
  const { place, model, quality } = of;
  const counted = anthropicUsage(usage, model);
  if (!counted) return undefined;
  const key = of.key(counted.tokens);
  // Written out field by field, here and in the parser: there is one for each line.
  const request = (tokens: TokenCounts, part: string, modelOf: string, kind: string, speed: string): RequestRecord => ({
    key: key + part,
    session: place.session,
    atMs: place.atMs,
    provider: model.includes('claude') ? 'anthropic' : '',
    model: modelOf,
    serviceTier: counted.serviceTier,
    speed,
    residency: counted.residency,
    grain: 'request',
    quality,
    requestCount: 1,
    webSearchRequests: part !== '' ? 0 : counted.webSearchRequests,
    kind,
    inputTokens: tokens.inputTokens,
    outputTokens: tokens.outputTokens,
    cacheReadTokens: tokens.cacheReadTokens,
    cacheWrite5mTokens: tokens.cacheWrite5mTokens,
    cacheWrite1hTokens: tokens.cacheWrite1hTokens,
    reasoningTokens: tokens.reasoningTokens,
    claim: place.claim,
  });
  const { compactions, advisors, speed } = counted;
  const kind = place.main ? 'main' : 'subagent';
  const own = request(counted.tokens, '', model, kind, speed);
  if (compactions.length + advisors.length === 0) return [own];
  return [
    own,
    ...compactions.map((tokens, i) => request(tokens, `#compaction${i}`, model, kind, speed)),
    ...advisors.map((advisor, i) => request(advisor.tokens, `#advisor${i}`, advisor.model, 'advisor', advisor.speed)),
  ];
}

/** Requests of an assistant record: its own, those of its response that were paused before it, and what is hidden in them; `undefined` when a token count is none. */
export function requestRecords(
  record: Record<string, unknown>,
  message: Record<string, unknown> | undefined,
  place: Place,
): RequestRecord[] | undefined {
  const usage = objectOf(message?.['usage']);
  if (!usage) return [];
  const isUnmetered = record['isUnmetered'] === true;
  const model = textOf(message?.['model']);
  const quality = textOf(message?.['stop_reason']) === '' ? 'partial' : 'final';
  const key = (tokens: TokenCounts): string => requestKey(record, message, place, tokens);
  const requests = requestsOfCall(usage, { place, model, quality, key });
  const [own] = requests ?? [];
  if (!requests || !own) return undefined;
  const cost = costOf(record);
  if (cost !== undefined) own.recordedNanoUsd = cost;
  for (const [i, paused] of objectsOf(message?.['pausedResponses']).entries()) {
    const pausedUsage = objectOf(paused['usage']);
    if (!pausedUsage) continue;
    const before = requestsOfCall(pausedUsage, { place, model, quality: 'final', key: () => `${own.key}#paused${i}` });
    if (!before) return undefined;
    requests.push(...before);
  }
  return isUnmetered ? requests.filter(({ key: of }) => of.startsWith(`${own.key}#paused`)) : requests;
}
