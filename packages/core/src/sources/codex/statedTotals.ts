import type { ParserState, StatedTotal } from './ParserState.ts';
import { type CodexUsage, usageSince, usageText } from './tokenUsage.ts';

/** Totals that are remembered: more responses than events and usage records of one thread are ever apart. */
const MAX_STATED = 16;

const NOTHING = '0/0/0/0/0';

const sizeOf = ({ input, output }: CodexUsage): number => input + output;

/** A total and the one before its response, as texts; `before` is `''` where the usage of the response is not known. */
interface TotalTexts {
  text: string;
  before: string;
}

const textsOf = (total: CodexUsage, usage: CodexUsage | undefined): TotalTexts => ({
  text: usageText(total),
  before: usage ? usageText(usageSince(total, usage)) : '',
});

/** Notes that an event or a usage record stated a total. */
function stateTotal(state: ParserState, texts: TotalTexts, by: 'event' | 'record'): void {
  const entry = statedAs(state, texts);
  if (entry) entry[by === 'event' ? 1 : 2] = true;
  else state.stated.push([texts.text, by === 'event', by === 'record', texts.before, state.restarts]);
  if (state.stated.length > MAX_STATED) state.stated.shift();
}

/** The note of a total, the last one first; of one from before the counter last fell only where the response had the same usage too. */
function statedAs({ stated, restarts }: ParserState, { text, before }: TotalTexts): StatedTotal | undefined {
  return stated.findLast(
    ([total, , , of, since]) => total === text && (since === restarts || (before !== '' && of === before)),
  );
}

/** Whether a total belongs to responses that were stated since the counter last fell: it follows one of them, or one of them follows it. */
function isLate({ stated, restarts }: ParserState, { text, before }: TotalTexts): boolean {
  return stated.some(
    ([total, , , of, since]) => since === restarts && (of === text || (before !== NOTHING && before === total)),
  );
}

/** Notes that the counter fell, when a total is less than the latest. */
function noteFall(state: ParserState, total: CodexUsage): void {
  if (state.total && sizeOf(total) < sizeOf(state.total)) state.restarts += 1;
}

/**
 * Notes the total of an event; whether it repeats one that was counted: the last event's, or that of a usage record.
 *
 * @param usage that of its last response, where it is stated
 */
export function repeatsTotal(state: ParserState, total: CodexUsage, usage: CodexUsage | undefined): boolean {
  const texts = textsOf(total, usage);
  if (state.counted === texts.text) return true;
  // A total is noted once.
  const isRecorded = statedAs(state, texts)?.[2] ?? false;
  if (!isRecorded) {
    noteFall(state, total);
    state.total = total;
  }
  stateTotal(state, texts, 'event');
  state.counted = texts.text;
  return isRecorded;
}

/**
 * Notes the total of a usage record; whether an event with the same total was counted.
 *
 * @param isOwn the record is of the file's thread: of another's total nothing follows for the counter of this one
 */
export function repeatsEvent(state: ParserState, total: CodexUsage, usage: CodexUsage, isOwn: boolean): boolean {
  const texts = textsOf(total, usage);
  const known = statedAs(state, texts);
  const isCounted = known?.[1] ?? false;
  const isNext = !state.total || sizeOf(total) >= sizeOf(state.total);
  if (isOwn && (isNext || (!known && !isLate(state, texts)))) {
    noteFall(state, total);
    state.total = total;
  }
  stateTotal(state, texts, 'record');
  return isCounted;
}
