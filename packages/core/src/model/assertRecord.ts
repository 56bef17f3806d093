import type { RequestRecord, UsageGrain, UsageQuality } from './RequestRecord.ts';
import type { RunRecord } from './RunRecord.ts';
import { SESSION_STATUSES, type SessionRecord } from './SessionRecord.ts';
import { TOKEN_COUNTS } from './TokenCounts.ts';
import { TOOL_APPROVALS, TOOL_OUTCOMES, type ToolCallRecord } from './ToolCallRecord.ts';
import type { TurnRecord } from './TurnRecord.ts';
import {
  AMOUNT,
  assertDimensions,
  assertDuration,
  assertFlag,
  assertNumber,
  assertNumbers,
  assertStated,
  assertTextOrNone,
  assertTexts,
  assertTime,
  assertWord,
  CLAIM,
  COUNT,
  DURATION,
  POSITION,
  REVISION,
  TIME_OR_NONE,
} from './assertFields.ts';

const GRAINS: ReadonlySet<UsageGrain> = new Set(['request', 'session', 'bucket', 'sessionless']);
const QUALITIES: ReadonlySet<UsageQuality> = new Set(['final', 'partial', 'estimated']);
const OUTCOMES = new Set(TOOL_OUTCOMES);
const APPROVALS = new Set(TOOL_APPROVALS);
const STATUSES = new Set(SESSION_STATUSES);
const REQUEST_TEXTS = ['key', 'session', 'provider', 'model', 'serviceTier', 'speed', 'residency', 'kind'] as const;
const REQUEST_AMOUNTS = ['webSearchRequests', ...TOKEN_COUNTS] as const;
const CALL_TEXTS = ['key', 'session', 'tool', 'model', 'approvalSource'] as const;
const TURN_TEXTS = ['key', 'session'] as const;
const SESSION_TEXTS = ['id', 'parent', 'project'] as const;
const SESSION_TIMES = ['lastAtMs', 'statusAtMs'] as const;
const RUN_TEXTS = ['id', 'workspace'] as const;

function assertRequest(request: RequestRecord): void {
  assertTexts('request', request, REQUEST_TEXTS);
  assertTime('request', request, 'atMs');
  assertNumbers('request', request, REQUEST_AMOUNTS, AMOUNT);
  assertNumber('request', request, 'requestCount', COUNT);
  assertNumber('request', request, 'claim', CLAIM);
  assertStated('request', request, 'revision', REVISION);
  assertStated('request', request, 'recordedNanoUsd', AMOUNT);
  assertWord('request', request, 'grain', GRAINS);
  assertWord('request', request, 'quality', QUALITIES);
  assertDimensions('request', request);
}

function assertToolCall(call: ToolCallRecord): void {
  assertTexts('tool call', call, CALL_TEXTS);
  assertTime('tool call', call, 'atMs');
  assertDuration('tool call', call, 'durationMs');
  assertNumber('tool call', call, 'callCount', COUNT);
  assertNumber('tool call', call, 'claim', CLAIM);
  assertWord('tool call', call, 'outcome', OUTCOMES);
  assertWord('tool call', call, 'approval', APPROVALS);
  assertDimensions('tool call', call);
}

function assertTurn(turn: TurnRecord): void {
  assertTexts('turn', turn, TURN_TEXTS);
  assertTime('turn', turn, 'atMs');
  assertDuration('turn', turn, 'engagedMs');
  assertNumber('turn', turn, 'promptCount', COUNT);
  assertNumber('turn', turn, 'claim', CLAIM);
  assertFlag('turn', turn, 'engagedIsEstimated');
}

function assertSession(session: SessionRecord): void {
  assertTexts('session', session, SESSION_TEXTS);
  assertTextOrNone('session', session, 'run');
  assertNumbers('session', session, SESSION_TIMES, TIME_OR_NONE);
  assertStated('session', session, 'apiMs', DURATION);
  assertWord('session', session, 'status', STATUSES);
  assertNumber('session', session, 'statusPosition', POSITION);
  assertNumber('session', session, 'claim', CLAIM);
  assertDimensions('session', session);
}

function assertRun(run: RunRecord): void {
  assertTexts('run', run, RUN_TEXTS);
  assertWord('run', run, 'status', STATUSES);
  assertNumber('run', run, 'statusAtMs', TIME_OR_NONE);
  assertNumber('run', run, 'totalTables', COUNT);
  assertTime('run', run, 'startedMs');
  if (run.completedMs !== null) assertTime('run', run, 'completedMs');
}

/**
 * Checks of records, by kind, for what every store takes: texts are texts, times whole milliseconds from 1990 to 2099, what took time is over before 2105, counts are whole numbers
 * from 0 on, words of lists the known ones. Each throws a {@link RecordFault} that names the record.
 */
export const assertRecord = {
  request: assertRequest,
  toolCall: assertToolCall,
  turn: assertTurn,
  session: assertSession,
  run: assertRun,
};
