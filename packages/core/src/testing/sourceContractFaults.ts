import { TOKEN_COUNTS } from '../model/TokenCounts.ts';
import { CLAIM_RANK, claimKey } from '../model/claimKey.ts';
import { SESSION_STATUSES } from '../model/SessionRecord.ts';
import { TOOL_APPROVALS, TOOL_OUTCOMES } from '../model/ToolCallRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';

/** Nothing happened before 1990 or after 2100. */
const FROM_MS = Date.UTC(1990);
const TO_MS = Date.UTC(2100);
const MAX_CLAIM = claimKey(CLAIM_RANK.unnamed, Number.MAX_SAFE_INTEGER);

/**
 * What is wrong with the records of a batch, one line of words each; empty when nothing is. A count is a whole number that is not negative, a time lies between 1990 and 2100, an enumeration has one
 * of its values, keys and ids are not empty.
 *
 * @example
 * sourceContractFaults({ source: 's', requests: [], toolCalls: [], turns: [], sessions: [], cursors: [] }) // => []
 */
export function sourceContractFaults(batch: UsageBatch): string[] {
  const faults: string[] = [];
  const check = (ok: boolean, record: string, field: string, value: unknown): void => {
    if (!ok) faults.push(`${record}.${field} = ${JSON.stringify(value) ?? 'undefined'}`);
  };
  const count = (record: string, field: string, value: unknown): void =>
    check(Number.isSafeInteger(value) && (value as number) >= 0, record, field, value);
  const time = (record: string, field: string, value: unknown, none?: number): void =>
    check(
      value === none || (Number.isSafeInteger(value) && (value as number) >= FROM_MS && (value as number) < TO_MS),
      record,
      field,
      value,
    );
  const text = (record: string, field: string, value: unknown, filled = false): void =>
    check(typeof value === 'string' && !(filled && value === ''), record, field, value);
  const oneOf = (record: string, field: string, value: unknown, known: readonly unknown[]): void =>
    check(known.includes(value), record, field, value);
  const claim = (record: string, value: unknown): void =>
    check(
      Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= MAX_CLAIM,
      record,
      'claim',
      value,
    );

  text('batch', 'source', batch.source, true);
  for (const r of batch.requests) {
    text('request', 'key', r.key, true);
    text('request', 'session', r.session, true);
    for (const field of ['provider', 'model', 'serviceTier', 'speed', 'residency', 'kind'] as const) {
      text('request', field, r[field]);
    }
    for (const field of [...TOKEN_COUNTS, 'requestCount', 'webSearchRequests'] as const)
      count('request', field, r[field]);
    check(r.reasoningTokens <= r.outputTokens, 'request', 'reasoningTokens', r.reasoningTokens);
    if (r.recordedNanoUsd !== undefined) count('request', 'recordedNanoUsd', r.recordedNanoUsd);
    time('request', 'atMs', r.atMs);
    oneOf('request', 'grain', r.grain, ['request', 'session', 'bucket']);
    oneOf('request', 'quality', r.quality, ['final', 'partial', 'estimated']);
    claim('request', r.claim);
  }
  for (const t of batch.toolCalls) {
    text('toolCall', 'key', t.key, true);
    text('toolCall', 'session', t.session, true);
    for (const field of ['model', 'tool', 'approvalSource'] as const) text('toolCall', field, t[field]);
    oneOf('toolCall', 'outcome', t.outcome, TOOL_OUTCOMES);
    oneOf('toolCall', 'approval', t.approval, TOOL_APPROVALS);
    count('toolCall', 'durationMs', t.durationMs);
    count('toolCall', 'callCount', t.callCount);
    time('toolCall', 'atMs', t.atMs);
    claim('toolCall', t.claim);
  }
  for (const t of batch.turns) {
    text('turn', 'key', t.key, true);
    text('turn', 'session', t.session, true);
    count('turn', 'engagedMs', t.engagedMs);
    oneOf('turn', 'promptCount', t.promptCount, [0, 1]);
    time('turn', 'atMs', t.atMs);
    claim('turn', t.claim);
  }
  for (const s of batch.sessions) {
    text('session', 'id', s.id, true);
    text('session', 'parent', s.parent);
    text('session', 'project', s.project);
    oneOf('session', 'status', s.status, SESSION_STATUSES);
    time('session', 'lastAtMs', s.lastAtMs, 0);
    if (s.apiMs !== undefined) count('session', 'apiMs', s.apiMs);
    check(s.statusAtMs === -1 || s.statusAtMs === 0 || s.statusAtMs >= FROM_MS, 'session', 'statusAtMs', s.statusAtMs);
    check(Number.isSafeInteger(s.statusPosition), 'session', 'statusPosition', s.statusPosition);
    claim('session', s.claim);
  }
  for (const c of batch.cursors) {
    text('cursor', 'file', c.file, true);
    count('cursor', 'offset', c.offset);
    check(c.size >= -1, 'cursor', 'size', c.size);
    check(Number.isFinite(c.mtimeMs), 'cursor', 'mtimeMs', c.mtimeMs);
    text('cursor', 'fingerprint', c.fingerprint);
    text('cursor', 'state', c.state);
  }
  return faults;
}
