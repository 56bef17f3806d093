import type { RequestRecord } from '../model/RequestRecord.ts';
import type { RunRecord } from '../model/RunRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { assertDescribed } from './assertDescribed.ts';
import { grainValues } from './grainValues.ts';
import { RECORDED_AS, type RecordedAs, recordedAs } from './recordedAs.ts';
import type { SessionUsage } from './RecordedUsage.ts';
import { recordedKey } from './recordedKey.ts';
import { recordedMs } from './recordedMs.ts';
import { recordedText } from './recordedText.ts';
import type { RecorderContext } from './RecorderContext.ts';
import { sessionBatch, type SessionState } from './sessionBatch.ts';
import { type NamedSession, sessionRequest } from './sessionRequest.ts';
import { statedFields } from './statedFields.ts';

/** One session (one agent run): who it is. */
export interface SessionDescriptor extends RecordedAs {
  /** The one id of this session, in all runs and processes: whatever is recorded under it again is the same session. */
  key: string | number;
  /** When it began, ms or a Date; the present when absent. */
  at?: number | Date | null | undefined;
  /** Every other field is a dimension: `table`, `schema`, `phase`, `user`, … Text only; absent, `null` and `undefined` are unknown. */
  [dimension: string]: unknown;
}

/** A session that goes on. Every call may be repeated, from any process: nothing is ever counted twice. */
export interface StartedSession {
  readonly key: string;
  /** What was used so far, or only that it is still alive. After its end it says nothing. */
  update(partials?: SessionUsage): Promise<void>;
  complete(finals?: SessionUsage): Promise<void>;
  fail(partials?: SessionUsage): Promise<void>;
  block(partials?: SessionUsage): Promise<void>;
}

const USAGE_FIELDS: readonly (keyof SessionUsage)[] = [
  'inputTokens',
  'outputTokens',
  'reasoningTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'cacheWrite1hTokens',
  'webSearchRequests',
  'totalCostUsd',
  'requestCount',
  'model',
  'provider',
];
const KNOWN_FIELDS = [...USAGE_FIELDS, 'numTurns', 'toolUseCount', 'engagedMs', 'apiMs', 'at'];

/** Revisions of final counts begin here, above those of any number of updates. */
const FINAL_REVISION = 2 ** 32;

/**
 * Records the start of a session, and gives the means to record the rest. `running` is stated of time 0: it holds until an end is stated, however
 * late or in which order the two are written.
 *
 * Counts are revised, not added: those of an update replace those of the start, those of an end replace both; of two ends that state different counts in one process
 * the later replaces the earlier, in two processes the greater counts hold.
 *
 * @param runs the run's record, while it is not in the store
 * @throws UsageError `invalid_argument`
 */
export function startedSession(
  context: RecorderContext,
  descriptor: SessionDescriptor,
  runs: () => readonly RunRecord[] = () => [],
): StartedSession {
  assertDescribed(descriptor);
  const { source, queue, declared, now } = context;
  const session: NamedSession = {
    id: recordedKey('key', descriptor.key),
    startedMs: recordedMs(descriptor.at) ?? now(),
    as: recordedAs(descriptor),
    values: grainValues(descriptor, [...RECORDED_AS, 'key', 'at'], declared, 'session'),
  };
  const { id, startedMs } = session;
  const owner = {};
  const ends = new Map<string, UsageBatch>();
  let stated: SessionUsage = {};
  let request: RequestRecord = sessionRequest(session, stated, 0, false);
  let updates = 0;
  let finals = 0;
  let statusAtMs = 0;

  /** Takes up what is stated, or throws and changes nothing. */
  const take = ({ at, ...fresh }: SessionUsage, status: SessionState['status']): UsageBatch => {
    recordedText('model', fresh.model);
    recordedText('provider', fresh.provider);
    const isEnd = status !== 'running';
    const usage: SessionUsage = { ...stated, ...fresh };
    const isRevised = USAGE_FIELDS.some((name) => (isEnd ? name in fresh : usage[name] !== stated[name]));
    const revision = isEnd ? FINAL_REVISION + finals : updates + 1;
    const revised = isRevised ? sessionRequest(session, usage, revision, status === 'completed') : request;
    const lastAtMs = Math.max(startedMs, recordedMs(at) ?? now());
    const endMs = isEnd ? Math.max(lastAtMs, statusAtMs + 1) : 0;
    const batch = sessionBatch(source, session, { usage, status, statusAtMs: endMs, lastAtMs }, revised, runs());
    if (isRevised && isEnd) finals += 1;
    else if (isRevised) updates += 1;
    [stated, request, statusAtMs] = [usage, revised, endMs];
    return batch;
  };
  const end =
    (status: 'completed' | 'failed' | 'blocked') =>
    async (given: SessionUsage = {}): Promise<void> => {
      const fresh = statedFields(given, KNOWN_FIELDS);
      // The same call again is the same statement, of the same time, and not a later one.
      const call = JSON.stringify([status, fresh], (_, value: unknown) =>
        typeof value === 'number' || typeof value === 'bigint' ? String(value) : value,
      );
      const batch = ends.get(call) ?? take(fresh, status);
      ends.set(call, batch);
      await queue.write(batch, owner);
    };

  // The start is no time of its own: a late one must not move the end of a session that has ended.
  const start: SessionState = { usage: stated, status: 'running', statusAtMs: 0, lastAtMs: 0 };
  void queue.writeLater(sessionBatch(source, session, start, request, runs()), owner);
  return {
    key: id,
    update: async (partials = {}) => {
      const fresh = statedFields(partials, KNOWN_FIELDS);
      if (ends.size === 0) await queue.write(take(fresh, 'running'), owner);
    },
    complete: end('completed'),
    fail: end('failed'),
    block: end('blocked'),
  };
}
