import type { OpenCall, ParserState, StatedTotal } from './ParserState.ts';

/** A call; the model is left out where it is the last one of the file, the key where it is the file's thread and the id. */
type WrittenCall = [id: string, tool: string, atMs: number, hasEnded: 0 | 1, model?: string | null, key?: string];
/** A total; who stated it is 1 for an event, 2 for a usage record, 3 for both. `before` is 0 where it is the total in front of this one. */
type WrittenTotal = [total: string, statedBy: number, before: string | 0, restarts: number];

interface WrittenState extends Omit<ParserState, 'stated' | 'calls'> {
  stated: WrittenTotal[];
  calls: WrittenCall[];
}

const usualKey = ({ thread }: Pick<ParserState, 'thread'>, id: string): string => `${thread?.id ?? ''}#${id}`;

function writtenCall(state: ParserState, [id, { key, atMs, tool, model, hasEnded }]: [string, OpenCall]): WrittenCall {
  const call: WrittenCall = [id, tool, atMs, hasEnded ? 1 : 0];
  const isUsual = key === usualKey(state, id);
  if (model !== state.model || !isUsual) call.push(model === state.model ? null : model);
  if (!isUsual) call.push(key);
  return call;
}

function readCall(state: WrittenState, [id, tool, atMs, hasEnded, model, key]: WrittenCall): [string, OpenCall] {
  const call = { key: key ?? usualKey(state, id), atMs, tool, model: model ?? state.model };
  return [id, hasEnded === 1 ? { ...call, hasEnded: true } : call];
}

const writtenTotals = (stated: readonly StatedTotal[]): WrittenTotal[] =>
  stated.map(([total, byEvent, byRecord, before, restarts], i) => [
    total,
    (byEvent ? 1 : 0) + (byRecord ? 2 : 0),
    before === stated[i - 1]?.[0] ? 0 : before,
    restarts,
  ]);

const readTotals = (written: readonly WrittenTotal[]): StatedTotal[] =>
  written.map(([total, statedBy, before, restarts], i) => [
    total,
    (statedBy & 1) > 0,
    (statedBy & 2) > 0,
    before === 0 ? (written[i - 1]?.[0] ?? '') : before,
    restarts,
  ]);

/** The state of a file as it is kept: it is written with every import that reads the file, so it says nothing twice. */
export function stateText(state: ParserState): string {
  const calls = state.calls.map((call) => writtenCall(state, call));
  return JSON.stringify({ ...state, stated: writtenTotals(state.stated), calls } satisfies WrittenState);
}

/**
 * The state that an earlier reading ended in.
 *
 * @throws SyntaxError for what is no JSON; TypeError for JSON that is no state
 */
export function stateOf(text: string): ParserState {
  const written = JSON.parse(text) as WrittenState;
  const calls = written.calls.map((call) => readCall(written, call));
  return { ...written, stated: readTotals(written.stated), calls };
}
