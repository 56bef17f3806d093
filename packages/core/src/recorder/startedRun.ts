import { MAX_COUNT } from '../model/MAX_COUNT.ts';
import type { RunRecord } from '../model/RunRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { assertDescribed } from './assertDescribed.ts';
import { recordedKey } from './recordedKey.ts';
import { recordedMs } from './recordedMs.ts';
import { recordedText } from './recordedText.ts';
import type { RecorderContext } from './RecorderContext.ts';
import { type SessionDescriptor, type StartedSession, startedSession } from './startedSession.ts';
import { statedFields } from './statedFields.ts';
import { wholeCount } from './wholeCount.ts';

/** Sessions that are launched together. */
export interface RunDescriptor {
  /** Its id in the application, to go on with a run in another process; made up when absent. */
  id?: string | number | null | undefined;
  /** What it runs for: the scope of a reset. */
  workspace?: string | null | undefined;
  /** Tables it sets out to do. */
  totalTables?: number | null | undefined;
  /** When it began, ms or a Date; the present when absent. */
  at?: number | Date | null | undefined;
}

const RUN_FIELDS: readonly (keyof RunDescriptor)[] = ['id', 'workspace', 'totalTables', 'at'];

/** A run that goes on. */
export interface StartedRun {
  readonly id: string;
  /** Records that one of its sessions starts. Its project is the run's workspace where it names none. */
  start(descriptor: SessionDescriptor): StartedSession;
  complete(): Promise<void>;
  fail(): Promise<void>;
  block(): Promise<void>;
}

/**
 * Records that a run starts, and gives the means to record the rest. A run that nobody closes stays `running`.
 *
 * @throws UsageError `invalid_argument`, for a field that a run does not have as well: it has no dimensions
 */
export function startedRun(context: RecorderContext, descriptor: RunDescriptor = {}): StartedRun {
  statedFields(descriptor, RUN_FIELDS, 'a run');
  const { source, queue, now } = context;
  const hasId = descriptor.id !== undefined && descriptor.id !== null;
  let record: RunRecord = {
    id: hasId ? recordedKey('id', descriptor.id) : globalThis.crypto.randomUUID(),
    workspace: recordedText('workspace', descriptor.workspace),
    status: 'running',
    statusAtMs: 0,
    totalTables: wholeCount('totalTables', descriptor.totalTables, MAX_COUNT) ?? 0,
    startedMs: recordedMs(descriptor.at) ?? now(),
    completedMs: null,
  };
  const { id, workspace } = record;
  const owner = {};
  const ends = new Map<string, RunRecord>();
  let isWritten = false;

  const batchOf = (run: RunRecord): UsageBatch => {
    return { source, requests: [], toolCalls: [], turns: [], sessions: [], runs: [run], cursors: [] };
  };
  const end = (status: 'completed' | 'failed' | 'blocked') => async (): Promise<void> => {
    const completedMs = Math.max(record.startedMs, now());
    const ended = ends.get(status) ?? {
      ...record,
      status,
      completedMs,
      statusAtMs: Math.max(completedMs, record.statusAtMs + 1),
    };
    if (!ends.has(status)) record = ended;
    ends.set(status, ended);
    await queue.write(batchOf(ended), owner);
    isWritten = true;
  };

  void queue.writeLater(batchOf(record), owner).then((written) => {
    isWritten ||= written;
  });
  return {
    id,
    start: (of) => {
      assertDescribed(of);
      // A session tells of its run as long as nothing else has, so that it is never one of a run that nobody knows.
      return startedSession(context, { ...of, workspace: of.workspace ?? workspace, run: id }, () =>
        isWritten ? [] : [record],
      );
    },
    complete: end('completed'),
    fail: end('failed'),
    block: end('blocked'),
  };
}
