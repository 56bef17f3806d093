import type { ParserState, StatedResponse } from './ParserState.ts';
import { type CodexUsage, NO_USAGE, usageOf, usageSince, usageText } from './tokenUsage.ts';

/** Responses that are remembered: more than an event and a usage record of one response are ever apart. */
const MAX_STATED = 16;

const sizeOf = (total: string): number => {
  const { input, output } = usageOf(total);
  return input + output;
};

const textBefore = (total: string, usage: string): string => usageText(usageSince(usageOf(total), usageOf(usage)));

function remember(state: ParserState, of: Partial<StatedResponse> & Pick<StatedResponse, 'usage'>): void {
  const { restarts } = state;
  const stated = { total: '', recorded: '', byEvent: false, byRecord: false, ofTurn: true, restarts };
  state.responses.push({ ...stated, ...of });
  if (state.responses.length > MAX_STATED) state.responses.shift();
}

/** The usage record of an event's response: the latest of the same usage that has no event yet. */
const recordOf = ({ responses }: ParserState, usage: string): StatedResponse | undefined =>
  responses.findLast((of) => of.byRecord && !of.byEvent && of.usage === usage);

/** The event of a record's response, as {@link recordOf}, of the same total before others; one of another total is of the turn that goes on, because earlier ones may be of a Codex that wrote no records. */
function eventOf({ responses }: ParserState, usage: string, total: string): StatedResponse | undefined {
  const open = responses.filter((of) => of.byEvent && !of.byRecord && of.usage === usage);
  return open.findLast((of) => total !== '' && of.total === total) ?? open.findLast((of) => of.ofTurn);
}

/** A response with a usage record and an event that is told again, though not as the last one. */
function toldBefore({ responses, restarts }: ParserState, usage: string, total: string): StatedResponse | undefined {
  return responses.find(
    (of) => of.byRecord && of.byEvent && of.usage === usage && of.total === total && of.restarts === restarts,
  );
}

/** Whether a total belongs to responses that were stated since the counter last fell: it follows one of them, or one of them follows it. */
function isLate({ responses, restarts }: ParserState, usage: string, total: string): boolean {
  const before = textBefore(total, usage);
  return responses.some((of) => {
    const after = of.total || of.recorded;
    if (of.restarts !== restarts || after === '') return false;
    return textBefore(after, of.usage) === total || (before !== NO_USAGE && before === after);
  });
}

/** Notes the total of an event; when it is less than the one before, and no late one, the counter fell. */
function noteTotal(state: ParserState, usage: string, total: string, isKnown: boolean): void {
  const isLess = state.counted !== '' && sizeOf(total) < sizeOf(state.counted);
  if (isLess && isKnown && isLate(state, usage, total)) return;
  if (isLess) state.restarts += 1;
  state.counted = total;
}

/** What an event without usage of its own has more than the largest total before it; records that have no event yet count too. */
function sinceLatest({ counted, responses }: ParserState, total: CodexUsage): CodexUsage {
  const totals = [counted, ...responses.filter((of) => !of.byEvent).map((of) => of.recorded)];
  const [latest] = totals.filter((of) => of !== '').toSorted((a, b) => sizeOf(b) - sizeOf(a));
  return latest === undefined ? total : usageSince(total, usageOf(latest));
}

/**
 * The usage of the response that an event states; `undefined` where it repeats one that was counted, is of the history, or states none.
 *
 * Records and events of one thread may count from different beginnings: a compaction is in the records' counter only, a thread that is older than records in that of the
 * events only. So an event belongs to the record of the same usage.
 *
 * @param last usage of its last response, where it is stated
 * @param isHistory whether it repeats the history that the thread was made from, which has records elsewhere
 */
export function eventUsage(
  state: ParserState,
  total: CodexUsage | undefined,
  last: CodexUsage | undefined,
  isHistory: () => boolean,
): CodexUsage | undefined {
  const text = usageText(total);
  if (text !== '' && text === state.counted) return undefined;
  const usage = last ?? (total && sinceLatest(state, total));
  if (!usage) return undefined;
  const of = usageText(usage);
  // A context that is full is told as a counter of nothing, a compaction as a response of nothing.
  const isNone = of === NO_USAGE || isHistory();
  const record = isNone ? undefined : recordOf(state, of);
  const known = record ?? (isNone ? undefined : toldBefore(state, of, text));
  if (text !== '') noteTotal(state, of, text, known !== undefined);
  if (record) Object.assign(record, { total: text, byEvent: true, restarts: state.restarts });
  if (known || isNone) return undefined;
  remember(state, { usage: of, total: text, byEvent: true });
  return usage;
}

/** Notes a usage record of the thread; whether its response was counted, by an event. */
export function repeatsEvent(state: ParserState, usage: CodexUsage, total: CodexUsage | undefined): boolean {
  const [of, recorded] = [usageText(usage), usageText(total)];
  const event = eventOf(state, of, recorded);
  if (event) Object.assign(event, { recorded, byRecord: true });
  if (event) return true;
  remember(state, { usage: of, recorded, byRecord: true });
  return false;
}

/** Notes that another turn begins. */
export function endTurn({ responses }: ParserState): void {
  for (const of of responses) of.ofTurn = false;
}
