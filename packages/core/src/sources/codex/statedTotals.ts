import type { ParserState } from './ParserState.ts';
import { type CodexUsage, usageText } from './tokenUsage.ts';

/** Totals that are remembered: more responses than events and usage records of one thread are ever apart. */
const MAX_STATED = 16;

/** Notes that an event or a usage record stated a total. */
function stateTotal(state: ParserState, text: string, by: 'event' | 'record'): void {
  const entry = statedAs(state, text);
  if (entry) entry[by === 'event' ? 1 : 2] = true;
  else state.stated.push([text, by === 'event', by === 'record']);
  if (state.stated.length > MAX_STATED) state.stated.shift();
}

/** The note of a total, the last one first. */
function statedAs({ stated }: ParserState, total: string): ParserState['stated'][number] | undefined {
  for (let i = stated.length - 1; i >= 0; i -= 1) if (stated[i]?.[0] === total) return stated[i];
  return undefined;
}

/** Notes that the counter fell, when a total that nothing stated before is less than the latest. */
function noteFall(state: ParserState, total: CodexUsage): void {
  const before = state.total;
  if (!before || total.input + total.output >= before.input + before.output) return;
  state.restarts += 1;
  state.stated = [];
}

/**
 * Notes the total of an event; whether it repeats one that was counted: the last event's, or that of a usage record.
 *
 * @param text the total's `usageText`
 */
export function repeatsTotal(state: ParserState, total: CodexUsage, text: string): boolean {
  if (state.counted === text) return true;
  // A total is noted once.
  const isRecorded = statedAs(state, text)?.[2] ?? false;
  if (!isRecorded) {
    noteFall(state, total);
    state.total = total;
  }
  stateTotal(state, text, 'event');
  state.counted = text;
  return isRecorded;
}

/**
 * Notes the total of a usage record; whether an event with the same total was counted.
 *
 * @param isOwn the record is of the file's thread: of another's total nothing follows for the counter of this one
 */
export function repeatsEvent(state: ParserState, total: CodexUsage, isOwn: boolean): boolean {
  const text = usageText(total);
  const known = statedAs(state, text);
  const isCounted = known?.[1] ?? false;
  if (isOwn && !known) noteFall(state, total);
  stateTotal(state, text, 'record');
  state.total = total;
  return isCounted;
}
