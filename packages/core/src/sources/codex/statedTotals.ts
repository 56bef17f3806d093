import type { ParserState } from './ParserState.ts';
import { type CodexUsage, usageText } from './tokenUsage.ts';

/** Totals that are remembered: more responses than events and usage records of one thread are ever apart. */
const MAX_STATED = 16;

/** Notes that an event or a usage record stated a total; answers what had stated it before. */
export function stateTotal(
  state: ParserState,
  total: string,
  by: 'event' | 'record',
): { byEvent: boolean; byRecord: boolean } {
  const entry = state.stated.findLast(([stated]) => stated === total);
  const [, byEvent = false, byRecord = false] = entry ?? [];
  if (entry) entry[by === 'event' ? 1 : 2] = true;
  else state.stated.push([total, by === 'event', by === 'record']);
  if (state.stated.length > MAX_STATED) state.stated.shift();
  return { byEvent, byRecord };
}

/** Notes the total of an event; whether it repeats one that was counted: the last event's, or that of a usage record. */
export function repeatsTotal(state: ParserState, total: CodexUsage): boolean {
  const [text, before] = [usageText(total), state.total];
  if (state.counted === text) return true;
  const isRecorded = state.stated.some(([stated, , byRecord]) => stated === text && byRecord);
  if (!isRecorded && before && total.input + total.output < before.input + before.output) {
    state.restarts += 1;
    state.stated = [];
  }
  stateTotal(state, text, 'event');
  state.counted = text;
  if (!isRecorded) state.total = total;
  return isRecorded;
}
