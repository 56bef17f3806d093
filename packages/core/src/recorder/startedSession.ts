import { UsageError } from '../errors.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { RunRecord } from '../model/RunRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { assertDescribed } from './assertDescribed.ts';
import { grainValues } from './grainValues.ts';
import { RECORDED_AS, type RecordedAs, recordedAs } from './recordedAs.ts';
import { CALL_FIELDS, type SessionUsage, WORK_FIELDS } from './RecordedUsage.ts';
import { recordedKey } from './recordedKey.ts';
import { recordedMs } from './recordedMs.ts';
import { recordedText } from './recordedText.ts';
import type { RecorderContext } from './RecorderContext.ts';
import { sessionBatch, type SessionState } from './sessionBatch.ts';
import { type NamedSession, sessionRequest } from './sessionRequest.ts';
import { statedFields } from './statedFields.ts';
import { statedRevision } from './statedRevision.ts';

/** One session (one agent run): who it is. */
export interface SessionDescriptor extends RecordedAs {
  /** The one id of this session, in all runs and processes: whatever is recorded under it again is the same session. */
  key: string | number;
  /** When it began, ms or a Date; the present when absent. */
  at?: number | Date | null | undefined;
  /** Every other field is a dimension: `table`, `schema`, `phase`, `user`, … Text, or whole numbers; absent, `null` and `undefined` are unknown. */
  [dimension: string]: unknown;
}

/** A session that goes on. Every call may be repeated, from any process: nothing is ever counted twice. */
export interface StartedSession {
  readonly key: string;
  /**
   * What was used so far, or only that it is still alive. After an end that this object stated it says nothing; after that of another process, which it does not know of, it moves the
   * session's latest time, and neither counts nor status.
   */
  update(partials?: SessionUsage): Promise<void>;
  complete(finals?: SessionUsage): Promise<void>;
  fail(partials?: SessionUsage): Promise<void>;
  block(partials?: SessionUsage): Promise<void>;
}

const USAGE_FIELDS: readonly (keyof SessionUsage)[] = [...CALL_FIELDS, 'requestCount', 'model', 'provider'];
const KNOWN_FIELDS = [...CALL_FIELDS, ...WORK_FIELDS, 'model', 'provider', 'at'];

/**
 * Revisions go by times, so that of what several processes state the latest is known. Those of updates are the ms; those of ends begin here, above those of all updates, and above 2^43 + ms,
 * which former versions gave to ends: no update may replace such a one.
 */
const FINAL_REVISION = 2 ** 45;

/**
 * Takes back the counts of a session whose calls are recorded one by one.
 *
 * @param fresh what was stated with it
 * @throws UsageError `invalid_argument` when that says that something was used
 */
function callsOnly(usage: SessionUsage, fresh: SessionUsage): void {
  for (const name of CALL_FIELDS) {
    const value = fresh[name];
    if (value !== undefined && value !== null && Number(value) !== 0) {
      throw new UsageError(
        'invalid_argument',
        `requestCount is 0, and yet ${name} is ${value}: state it with the calls`,
      );
    }
    delete usage[name];
  }
}

/**
 * Records the start of a session, and gives the means to record the rest. `running` is stated of time 0: it holds until an end is stated, however
 * late or in which order the two are written.
 *
 * Counts are revised, not added: those of an update replace those of the start and of earlier updates, those of an end replace all of them; of two ends that state
 * counts the later replaces the earlier, whichever process states them. What an end leaves out is what the same object stated before, else 0.
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
  const { source, queue, declared, undeclared, now } = context;
  const session: NamedSession = {
    id: recordedKey('key', descriptor.key),
    startedMs: recordedMs(descriptor.at) ?? now(),
    as: recordedAs(descriptor),
    values: grainValues(descriptor, [...RECORDED_AS, 'key', 'at'], declared, 'session', undeclared),
  };
  const { id, startedMs } = session;
  const owner = {};
  const ends = new Map<string, UsageBatch>();
  let stated: SessionUsage = {};
  let request: RequestRecord = sessionRequest(session, stated, false);
  let statusAtMs = 0;

  /** Takes up what is stated, or throws and changes nothing. */
  const take = ({ at, ...fresh }: SessionUsage, status: SessionState['status']): UsageBatch => {
    recordedText('model', fresh.model);
    recordedText('provider', fresh.provider);
    const isEnd = status !== 'running';
    const usage: SessionUsage = { ...stated, ...fresh };
    if (usage.requestCount === 0) callsOnly(usage, fresh);
    const isRevised = USAGE_FIELDS.some((name) => (isEnd ? name in fresh : usage[name] !== stated[name]));
    const lastAtMs = Math.max(startedMs, recordedMs(at) ?? now());
    const isFinal = status === 'completed';
    // Without counts an end confirms those that are there: of the same revision the final ones hold.
    const kept: RequestRecord = isFinal ? { ...request, quality: 'final' } : request;
    const revised = isRevised ? sessionRequest(session, usage, isFinal) : kept;
    if (isRevised) {
      const timed = isEnd ? FINAL_REVISION + statedRevision(lastAtMs, revised) : lastAtMs;
      revised.revision = Math.max((request.revision ?? 0) + 1, timed);
    }
    const endMs = isEnd ? Math.max(lastAtMs, statusAtMs + 1) : 0;
    const batch = sessionBatch(source, session, { usage, status, statusAtMs: endMs, lastAtMs }, revised, runs());
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
