import { UsageError } from '../errors.ts';
import type { UsageGrain, UsageQuality } from '../model/RequestRecord.ts';
import { END_OF_TIME_MS, isRecordedTime } from '../model/recordedTime.ts';
import { TOKEN_COUNTS } from '../model/TokenCounts.ts';
import type { SessionRecord } from '../model/SessionRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';

const GRAINS: readonly UsageGrain[] = ['request', 'session', 'bucket', 'sessionless'];
const QUALITIES: readonly UsageQuality[] = ['final', 'partial', 'estimated'];
const REQUEST_COUNTS = ['requestCount', 'webSearchRequests', ...TOKEN_COUNTS] as const;
const REQUEST_TEXTS = ['key', 'session', 'provider', 'model', 'serviceTier', 'speed', 'residency', 'kind'] as const;

/** Says what a field of a record is, and what it should be. */
function refuse(what: string, record: object, name: string, expected: string): never {
  const key = 'key' in record ? record.key : 'id' in record ? record.id : '';
  const value: unknown = Reflect.get(record, name);
  throw new UsageError('invalid_argument', `${what} '${String(key)}': ${name} is ${String(value)}, not ${expected}`);
}

function assertTexts<T extends object>(what: string, record: T, names: readonly (keyof T & string)[]): void {
  for (const name of names) if (typeof record[name] !== 'string') refuse(what, record, name, 'text');
}

function assertCounts<T extends object>(what: string, record: T, names: readonly (keyof T & string)[]): void {
  for (const name of names) {
    const value: unknown = record[name];
    if (!Number.isSafeInteger(value) || (value as number) < 0) {
      refuse(what, record, name, 'a whole number from 0 to 2^53 - 1');
    }
  }
}

function assertTime(what: string, record: { atMs: number }): void {
  if (!isRecordedTime(record.atMs)) refuse(what, record, 'atMs', 'a time from 1990 to 2099, in ms');
}

/** Of a session: nothing and less than any time stand for none. */
function assertSessionTime(session: SessionRecord, name: 'lastAtMs' | 'statusAtMs'): void {
  const ms = session[name];
  if (!Number.isSafeInteger(ms) || ms < -1 || ms >= END_OF_TIME_MS)
    refuse('session', session, name, 'a time up to 2099, in ms');
}

function assertClaim(what: string, record: { claim: number }): void {
  if (!Number.isSafeInteger(record.claim)) refuse(what, record, 'claim', 'a whole number');
}

/**
 * Records as every store takes them: texts are texts, times whole milliseconds from 1990 to 2099, counts whole numbers from 0 on, words of lists the known ones.
 *
 * @throws UsageError `invalid_argument` naming the record: nothing of the batch is written
 */
export function assertBatch({ source, requests, toolCalls, turns, sessions }: UsageBatch): void {
  if (typeof source !== 'string') throw new UsageError('invalid_argument', 'the source of a batch is text');
  for (const request of requests) {
    assertTexts('request', request, REQUEST_TEXTS);
    assertTime('request', request);
    assertCounts('request', request, REQUEST_COUNTS);
    assertClaim('request', request);
    if (!GRAINS.includes(request.grain)) refuse('request', request, 'grain', GRAINS.join(', '));
    if (!QUALITIES.includes(request.quality)) refuse('request', request, 'quality', QUALITIES.join(', '));
  }
  for (const call of toolCalls) {
    assertTexts('tool call', call, ['key', 'session', 'tool', 'model', 'approvalSource']);
    assertTime('tool call', call);
    assertCounts('tool call', call, ['durationMs', 'callCount']);
    assertClaim('tool call', call);
  }
  for (const turn of turns) {
    assertTexts('turn', turn, ['key', 'session']);
    assertTime('turn', turn);
    assertCounts('turn', turn, ['engagedMs', 'promptCount']);
    assertClaim('turn', turn);
  }
  for (const session of sessions) {
    assertTexts('session', session, ['id', 'parent', 'project']);
    assertSessionTime(session, 'lastAtMs');
    assertSessionTime(session, 'statusAtMs');
  }
}
