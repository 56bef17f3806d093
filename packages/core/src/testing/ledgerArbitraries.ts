import fc from 'fast-check';

import { CLAIM_RANK, claimKey } from '../model/claimKey.ts';
import { dimension } from '../metrics/dimension.ts';
import type { Dimension, DimensionValues } from '../model/Dimension.ts';
import type { RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { RunRecord } from '../model/RunRecord.ts';
import { SESSION_STATUSES, type SessionRecord } from '../model/SessionRecord.ts';
import { TOOL_APPROVALS, TOOL_OUTCOMES, type ToolCallRecord } from '../model/ToolCallRecord.ts';
import type { TurnRecord } from '../model/TurnRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { isOneRequest } from '../model/usageGrain.ts';

/** Names that have broken stores before: padding, collation, prototype keys, NUL, lone surrogates, SQL. */
const HOSTILE = [
  '',
  'a',
  'a ',
  'A',
  '__proto__',
  'constructor',
  'é',
  'e\u0301',
  '\u0000x',
  '\ud800',
  '\ufeffx',
  "'; drop table uk_request; --",
  '"q"',
  '100%_',
  '🚀',
];

/** Few ids, so that copies of the same record are common. */
const id = (prefix: string, n: number) => fc.integer({ min: 0, max: n }).map((i) => `${prefix}${i}`);

const name = fc.constantFrom(...HOSTILE);

/** Two days around the change to daylight saving time in New York, 2026-03-08. */
export const FROM_MS = Date.UTC(2026, 2, 7, 12);
/** End of that time, ms. */
export const TO_MS = Date.UTC(2026, 2, 9, 12);

const atMs = fc.integer({ min: FROM_MS, max: TO_MS });
const tokens = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.constantFrom(0, 2 ** 38 - 1));
const claim = fc
  .tuple(fc.constantFrom(...Object.values(CLAIM_RANK)), fc.integer({ min: FROM_MS, max: FROM_MS + 5 }))
  .map(([rank, first]) => claimKey(rank, first));

const session = fc.oneof(id('s', 3), fc.constantFrom('__proto__', '\u0000'));

/** Values of some of the named dimensions. */
const dims = (...names: string[]): fc.Arbitrary<DimensionValues> =>
  fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.constantFrom('a', 'b', ''), name), {
    maxKeys: names.length,
    noNullPrototype: true,
  });

/** A session and what rows of it stand for: usage outside of sessions names records that no session shares. */
const grained: fc.Arbitrary<Pick<RequestRecord, 'session' | 'grain'>> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ session, grain: fc.constantFrom('request' as const, 'session' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      session: id('outside', 1),
      grain: fc.constantFrom('bucket' as const, 'sessionless' as const),
    }),
  },
);

const usage: fc.Arbitrary<Omit<RequestRecord, 'session' | 'grain'>> = fc.record({
  key: id('r', 12),
  atMs,
  provider: fc.constantFrom('anthropic', ''),
  model: fc.oneof(fc.constantFrom('m1', 'm2', 'unpriced'), name),
  serviceTier: fc.constantFrom('', 'batch'),
  speed: fc.constantFrom('', '', 'fast'),
  residency: fc.constantFrom('', '', 'us'),
  quality: fc.constantFrom('final' as const, 'partial' as const),
  requestCount: fc.constant(1),
  webSearchRequests: fc.constantFrom(0, 0, 1, 3),
  kind: fc.constantFrom('main', 'subagent'),
  dimensions: dims('endpoint', 'team'),
  revision: fc.constantFrom(0, 0, 0, 1),
  inputTokens: tokens,
  cacheReadTokens: tokens,
  cacheWrite5mTokens: tokens,
  cacheWrite1hTokens: tokens,
  outputTokens: tokens,
  reasoningTokens: tokens,
  claim,
});

const request: fc.Arbitrary<RequestRecord> = fc.tuple(usage, grained).map(([own, of]) => ({ ...own, ...of }));

const toolCall: fc.Arbitrary<ToolCallRecord> = fc.record({
  key: id('t', 8),
  session,
  model: fc.oneof(fc.constantFrom('m1', 'm2', ''), name),
  dimensions: dims('step'),
  atMs,
  tool: name,
  outcome: fc.constantFrom(...TOOL_OUTCOMES),
  approval: fc.constantFrom(...TOOL_APPROVALS),
  approvalSource: fc.constantFrom('', 'transcript', 'otel', 'decision', 'of-a-host'),
  durationMs: fc.integer({ min: 0, max: 10 ** 7 }),
  callCount: fc.constant(1),
  claim,
});

const turn: fc.Arbitrary<TurnRecord> = fc.record({
  key: id('u', 5),
  session,
  atMs,
  engagedMs: fc.integer({ min: 0, max: 10 ** 6 }),
  engagedIsEstimated: fc.boolean(),
  promptCount: fc.constantFrom(0, 1),
  claim,
});

const plainSession: fc.Arbitrary<SessionRecord> = fc.record({
  id: fc.oneof({ weight: 4, arbitrary: session }, { weight: 1, arbitrary: id('outside', 1) }),
  parent: fc.constantFrom('', 's0'),
  project: name,
  dimensions: dims('user', 'team'),
  run: fc.constantFrom('', 'run0', 'run1'),
  lastAtMs: atMs,
  status: fc.constantFrom(...SESSION_STATUSES),
  statusAtMs: atMs,
  statusPosition: fc.integer({ min: 0, max: 3 }),
  claim,
});

/** Half of the copies say nothing of the time that model calls took; one that says 0 ms says something. */
const sessionRecord: fc.Arbitrary<SessionRecord> = fc
  .tuple(plainSession, fc.option(fc.constantFrom(0, 1, 90_000, 10 ** 9), { nil: undefined }))
  .map(([record, apiMs]) => (apiMs === undefined ? record : { ...record, apiMs }));

const runRecord: fc.Arbitrary<RunRecord> = fc.record({
  id: id('run', 1),
  workspace: fc.oneof(fc.constant('w'), name),
  status: fc.constantFrom(...SESSION_STATUSES),
  statusAtMs: atMs,
  totalTables: fc.integer({ min: 0, max: 20 }),
  startedMs: atMs,
  completedMs: fc.oneof(fc.constant(null), atMs),
});

/** What the host of the generated batches declares: `team` has values of two grains, of which the session's count. */
export const exampleDimensions: readonly Dimension[] = [
  dimension('user', { grain: 'session' }),
  dimension('team', { grain: 'session', maxValues: 3 }),
  dimension('endpoint', { grain: 'request' }),
  dimension('step', { grain: 'call', rollup: false }),
];

/** A batch of one of two sources, small, full of copies. */
export const usageBatch: fc.Arbitrary<UsageBatch> = fc.record({
  source: fc.constantFrom('claude-code', 'codex'),
  requests: fc.array(request, { maxLength: 8 }),
  toolCalls: fc.array(toolCall, { maxLength: 5 }),
  turns: fc.array(turn, { maxLength: 3 }),
  sessions: fc.array(sessionRecord, { maxLength: 3 }),
  runs: fc.array(runRecord, { maxLength: 2 }),
  cursors: fc.constant([]),
});

/** A price that is linear in tokens and unknown for the model `unpriced`. */
export function examplePrice(request: RequestRecord): RequestCost {
  const { provider, model, serviceTier, speed, residency } = request;
  const prompt =
    request.inputTokens + request.cacheReadTokens + request.cacheWrite5mTokens + request.cacheWrite1hTokens;
  const pico =
    model === 'unpriced' ? null : BigInt(request.inputTokens) * 1234567n + BigInt(request.outputTokens) * 15000001n;
  return {
    nanoUsd: pico === null ? null : Number(pico / 1000n),
    picoRest: pico === null ? 0 : Number(pico % 1000n),
    basis: pico === null ? 'unpriced' : 'list-price',
    priceKey: {
      provider,
      model,
      serviceTier,
      speed,
      residency,
      ...(prompt > 2500 ? { promptBand: 1, promptFrom: 2501 } : { promptBand: 0, promptBelow: 2501 }),
      timeBand: 0,
      ...(pico !== null && prompt > 2500 && !isOneRequest(request.grain) && { sumPrice: 'assumed' }),
    },
    bookId: 'example',
  };
}
