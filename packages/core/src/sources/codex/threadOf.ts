import { basename } from 'node:path';

import { folderPath } from '../../model/folderPath.ts';
import { instantOf, objectOf, textOf } from '../recordFields.ts';
import type { ThreadState, TurnState } from './ParserState.ts';

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const THREAD_ID = new RegExp(`^${ID}$`, 'i');
/** A thread id at the end of a file's name, or in front of the id of a rollout of its own. */
const NAMED_ID = new RegExp(String.raw`(${ID})(?:_[0-9a-f-]{36})?$`, 'i');
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/i;
/** Characters of such an id that tell its millisecond. */
const V7_TIME = 13;
/** More than a copied line of history ever was after the one before it, in files seen, and less than a prompt or an answer takes. */
const PAUSE_MS = 500;
/** Threads of a history that are kept in mind: more generations than forks have. */
const MAX_GENERATIONS = 64;

/** The millisecond of such an id. */
const v7Ms = (id: string): number => Number.parseInt(id.slice(0, V7_TIME).replace('-', ''), 16);

const isBefore = (a: string, b: string): boolean => a.toLowerCase() < b.toLowerCase();

/**
 * The thread id at the end of a file's name, as in `rollout-<time>-<id>.jsonl`, or in front of the id of a rollout of its own, as in `rollout-<time>-<id>_<rollout>.jsonl`;
 * without one the whole name.
 */
function fileThreadId(file: string): string {
  const stem = basename(file, '.jsonl');
  return NAMED_ID.exec(stem)?.[1] ?? stem;
}

/** Whether neither the file nor its name says which thread it is: its usage records do, each for itself. */
export const isUnnamed = ({ id, nameless }: ThreadState): boolean => nameless === true && !THREAD_ID.test(id);

/** The thread of a rollout whose own `session_meta` is lost, so that its parent's comes first: the parent is older than the thread that the file is named after. */
function lostChildOf(file: string, parent: string): string | undefined {
  const id = fileThreadId(file);
  const isChild = basename(file).startsWith('rollout-') && UUID_V7.test(id) && UUID_V7.test(parent);
  return isChild && isBefore(parent, id) ? id : undefined;
}

/** Who the file is, from its first `session_meta`; a file without one is a thread of the file's name. */
export function threadOf(file: string, meta: Record<string, unknown> | undefined, atMs: number): ThreadState {
  const named = textOf(meta?.['id']);
  const child = lostChildOf(file, named);
  if (meta && child !== undefined) {
    const { cwd, model_provider } = meta;
    return threadOf(file, { id: child, forked_from_id: named, cwd, model_provider }, atMs);
  }
  const id = named || fileThreadId(file);
  const spawn = objectOf(objectOf(objectOf(meta?.['source'])?.['subagent'])?.['thread_spawn']);
  const parent = textOf(meta?.['parent_thread_id']) || textOf(spawn?.['parent_thread_id']);
  const forked = textOf(meta?.['forked_from_id']);
  const ordinal =
    meta?.['subagent_history_start_ordinal'] ?? objectOf(meta?.['history_base'])?.['end_ordinal_exclusive'];
  return {
    id,
    session: parent === '' ? id : textOf(meta?.['session_id']) || parent,
    subagent: parent !== '',
    forkedFrom: forked,
    historyOf: forked,
    child: parent !== '' || forked !== '',
    nameless: named === '',
    ownFromOrdinal: typeof ordinal === 'number' ? ordinal : null,
    project: folderPath(textOf(meta?.['cwd'])),
    provider: textOf(meta?.['model_provider']) || 'openai',
    startedMs: instantOf(meta?.['timestamp']) ?? atMs,
  };
}

/** Whether a thread whose line comes next in the history is older than the one before: each fork writes its own in front of its parent's. Those of threads that were seen may stand there again. */
function isOlder(next: string, before: string, seen: readonly string[]): boolean {
  return UUID_V7.test(next) && UUID_V7.test(before) ? isBefore(next, before) : !seen.includes(next);
}

/** Notes another `session_meta` at the start of a file: forks of early 2026 and before say only so whose history they repeat. */
export function noteHistory(thread: ThreadState, meta: Record<string, unknown>): void {
  const id = textOf(meta['id']);
  if (id === '' || id === thread.id) return;
  thread.forkedFrom ||= id;
  thread.child = true;
  const seen = thread.historyIds ?? [thread.forkedFrom];
  if (!thread.historyOf || isOlder(id, thread.historyOf, seen)) thread.historyOf = id;
  thread.historyIds = [...new Set([...seen, id])].slice(-MAX_GENERATIONS);
}

/**
 * Whether a line of a fork that comes before any turn with an id repeats history. Turns had no ids before February 2026. A fork writes the history down at once, with the
 * time at which it does; between that and what it does itself a person types a prompt, or a model answers it.
 *
 * @param atMs of the line, ms since 1970; it is noted in `thread`
 */
export function repeatsHistory(thread: ThreadState, atMs: number): boolean {
  // The history has no turns, or the turns that are to come have ids.
  if (thread.historyAtMs === undefined) return true;
  if (thread.historyAtMs === null) return false;
  const goesOn = atMs - thread.historyAtMs < PAUSE_MS;
  thread.historyAtMs = goesOn ? atMs : null;
  return goesOn;
}

/**
 * Whether a turn is the parent's, replayed at the start of a child's file. Ids are UUIDv7, so that a turn older than the thread sorts before it; for other ids the
 * turn's own start time decides. A thread whose beginning is lost does not say whether it is a child: then a turn of an earlier millisecond than its own is no turn of it.
 * One that says that it is none has older turns where a clock was set back.
 *
 * @param startedAt `started_at` of the turn, s since 1970, where it is stated
 */
export function isReplayedTurn(thread: ThreadState, turnId: string, startedAt: number | undefined): boolean {
  if (!thread.child && !thread.nameless) return false;
  if (UUID_V7.test(thread.id) && UUID_V7.test(turnId)) {
    const length = thread.child ? undefined : V7_TIME;
    return isBefore(turnId.slice(0, length), thread.id.slice(0, length));
  }
  return thread.child && startedAt !== undefined && startedAt < Math.floor(thread.startedMs / 1000);
}

/**
 * Whether a line comes before those that are the thread's own, where its file says with which ordinal they begin; `undefined` where it does not. A turn that is younger than
 * the thread is its own all the same: files that Codex migrated name an ordinal behind all their lines. One that is younger than its first line is of a time before a clock
 * was set back.
 */
export function isBeforeOwn(
  { id, child, ownFromOrdinal }: ThreadState,
  turn: TurnState | null,
  ordinal: number | undefined,
): boolean | undefined {
  if (ownFromOrdinal === null || ordinal === undefined) return undefined;
  const isDated = child && turn !== null && UUID_V7.test(id) && UUID_V7.test(turn.id);
  return ordinal < ownFromOrdinal && !(isDated && !turn.replayed && v7Ms(turn.id) <= turn.startedMs);
}
