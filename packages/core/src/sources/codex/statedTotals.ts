import type { ParserState } from './ParserState.ts';
import type { CodexUsage } from './tokenUsage.ts';

/** Totals that are remembered: more responses than events and usage records of one thread are ever apart. */
const MAX_STATED = 16;

/** Notes that an event or a usage record stated a total; answers what had stated it before. */
export function stateTotal(
  state: ParserState,
  total: string,
  by: 'event' | 'record',
): { byEvent: boolean; byRecord: boolean } {
  const entry = statedAs(state, total);
  const before = { byEvent: entry?.[1] ?? false, byRecord: entry?.[2] ?? false };
  if (entry) entry[by === 'event' ? 1 : 2] = true;
  else state.stated.push([total, by === 'event', by === 'record']);
  if (state.stated.length > MAX_STATED) state.stated.shift();
  return before;
}

/** The note of a total, the last one first. */
function statedAs({ stated }: ParserState, total: string): ParserState['stated'][number] | undefined {
  for (let i = stated.length - 1; i >= 0; i -= 1) if (stated[i]?.[0] === total) return stated[i];
  return undefined;
}

/**
 * Notes the total of an event; whether it repeats one that was counted: the last event's, or that of a usage record.
 *
 * @param text the total's `usageText`
 */
export function repeatsTotal(state: ParserState, total: CodexUsage, text: string): boolean {
  const before = state.total;
  if (state.counted === text) return true;
  // A total is noted once.
  const isRecorded = statedAs(state, text)?.[2] ?? false;
  if (!isRecorded && before && total.input + total.output < before.input + before.output) {
    state.restarts += 1;
    state.stated = [];
  }
  stateTotal(state, text, 'event');
  state.counted = text;
  if (!isRecorded) state.total = total;
  return isRecorded;
}
