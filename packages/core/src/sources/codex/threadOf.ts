import { basename } from 'node:path';

import { instantOf, objectOf, textOf } from '../recordFields.ts';
import type { ThreadState } from './ParserState.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/i;

/** The thread id in a rollout's file name, `rollout-<time>-<id>.jsonl`; without one the whole name. */
export function fileThreadId(file: string): string {
  const stem = basename(file, '.jsonl');
  return /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(stem)?.[1] ?? stem;
}

/** Who the file is, from its first `session_meta`; a file without one is a thread of the file's name. */
export function threadOf(file: string, meta: Record<string, unknown> | undefined, atMs: number): ThreadState {
  const id = textOf(meta?.['id']) || fileThreadId(file);
  const spawn = objectOf(objectOf(objectOf(meta?.['source'])?.['subagent'])?.['thread_spawn']);
  const parent = textOf(meta?.['parent_thread_id']) || textOf(spawn?.['parent_thread_id']);
  const forked = textOf(meta?.['forked_from_id']);
  const ordinal =
    meta?.['subagent_history_start_ordinal'] ?? objectOf(meta?.['history_base'])?.['end_ordinal_exclusive'];
  return {
    id,
    session: parent === '' ? id : textOf(meta?.['session_id']) || parent,
    subagent: parent !== '',
    forkedFrom: parent === '' ? forked : '',
    child: parent !== '' || forked !== '',
    ownFromOrdinal: typeof ordinal === 'number' ? ordinal : null,
    project: textOf(meta?.['cwd']),
    provider: textOf(meta?.['model_provider']) || 'openai',
    startedMs: instantOf(meta?.['timestamp']) ?? atMs,
  };
}

/**
 * Whether a turn is the parent's, replayed at the start of a child's file. Ids are UUIDv7, so that a turn older than the thread sorts before it; for other ids the
 * turn's own start time decides.
 *
 * @param startedAt `started_at` of the turn, s since 1970, where it is stated
 */
export function isReplayedTurn(thread: ThreadState, turnId: string, startedAt: number | undefined): boolean {
  if (!thread.child) return false;
  if (UUID_V7.test(thread.id) && UUID_V7.test(turnId)) return turnId.toLowerCase() < thread.id.toLowerCase();
  return startedAt !== undefined && startedAt < Math.floor(thread.startedMs / 1000);
}
