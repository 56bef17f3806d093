import { HOUR_MS, MINUTE_MS } from '../../model/timeSlot.ts';
import { type Cell, timeText } from './cellValues.ts';
import { isRepeated } from './zonedMs.ts';

/** A value that rows are ordered by, with the type that the database gives it: enough to name it again exactly. */
export interface PositionValue {
  value: string | number;
  type: string;
}

/** PostgreSQL writes large and small ones of its floating types with an exponent. */
const NUMBER = /^\d+(\.\d+)?(e[+-]?\d+)?$/i;
/**
 * How finely numbers are told apart: seconds of an epoch to the millionth, milliseconds to the thousandth, larger ones as whole numbers. Together they have room
 * between −(2^53 − 1) and 2^53 − 1, each number after all smaller ones.
 */
const NUMBER_STEPS: readonly { below: number; parts: number }[] = [
  { below: 4e9, parts: 1_000_000 },
  { below: 4e12, parts: 1000 },
  { below: Number.MAX_SAFE_INTEGER + 1, parts: 1 },
];

/** A cursor value as a number; `undefined` when it is none. */
const numberOf = (value: Cell): number | undefined =>
  typeof value === 'number' ? value : typeof value === 'string' && NUMBER.test(value) ? Number(value) : undefined;

/** The place of a number from 0 to 2^53 − 1, from −(2^53 − 1) on. */
function numberRevision(number: number): number | undefined {
  let [from, place] = [0, -Number.MAX_SAFE_INTEGER];
  for (const { below, parts } of NUMBER_STEPS) {
    if (number < below) return place + Math.round((number - from) * parts);
    place += (below - from) * parts;
    from = below;
  }
  return undefined;
}

/**
 * The place of a cursor value among those of the same row, a whole number: times in µs, numbers by {@link NUMBER_STEPS}. `undefined` when it cannot be ordered so.
 *
 * @example
 * cursorRevision('1970-01-01T00:00:01Z') // => 1000000
 */
export function cursorRevision(cell: Cell): number | undefined {
  const number = numberOf(cell);
  if (number !== undefined) return number >= 0 ? numberRevision(number) : undefined;
  let us: number | undefined;
  if (cell instanceof Date) us = cell.getTime() * 1000;
  else if (typeof cell === 'string') {
    const time = timeText(cell);
    if (time) us = time.localUs - (time.offsetMs ?? 0) * 1000;
  }
  return us !== undefined && Number.isSafeInteger(us) && us >= 0 ? us : undefined;
}

/** Default overlap of times, ms: for transactions that were open while others, begun later, were already read. */
const TIME_OVERLAP_MS = MINUTE_MS;

/** How far back before the last cursor value rows are read again: µs for times, of which the overlap is in ms; in the cursor's own unit for numbers. */
function overlapBack({ value }: PositionValue, overlap: number | undefined, repeatMs: number): number {
  if (numberOf(value) !== undefined) return overlap ?? 0;
  return timeText(String(value)) ? ((overlap ?? TIME_OVERLAP_MS) + repeatMs) * 1000 : 0;
}

const padded = (number: bigint, length: number): string => String(number < 0n ? 0n : number).padStart(length, '0');

/** Whether clocks of a zone show the time of a cursor value twice. Values that state their offset are never so. */
export function isShownTwice({ value }: PositionValue, timeZone: string): boolean {
  const time = numberOf(value) === undefined ? timeText(String(value)) : undefined;
  return (
    time?.offsetMs === undefined &&
    time !== undefined &&
    time.separator !== '' &&
    isRepeated(time.localUs / 1000, timeZone)
  );
}

/** How much further back rows are read again because clocks were set back before or at the last cursor value, ms. */
export function repeatMs(last: PositionValue, overlap: number | undefined, timeZone: string): number {
  const lowered = loweredCursor(last, overlap, false);
  return isShownTwice(last, timeZone) || isShownTwice(lowered, timeZone) ? HOUR_MS : 0;
}

/**
 * The cursor value from which the next read begins: the last one, less the overlap. It never lies after rows that are to be read again.
 *
 * @param withZone whether text of a time keeps its offset; text that is compared as text must not, because it would sort after times with fractions
 * @param repeat how much further back times begin, ms
 */
export function loweredCursor(
  last: PositionValue,
  overlap: number | undefined,
  withZone: boolean,
  repeat = 0,
): PositionValue {
  const { value, type } = last;
  const back = overlapBack(last, overlap, repeat);
  if (back === 0) return last;
  if (typeof value === 'number') return { value: value - (overlap ?? 0), type };
  if (/^\d+$/.test(value)) {
    const lowered = BigInt(value) - BigInt(Math.ceil(overlap ?? 0));
    // Digits that are compared as text stay as long as they are.
    return { value: withZone || type === 'integer' ? String(lowered) : padded(lowered, value.length), type };
  }
  if (NUMBER.test(value)) return { value: String(Number(value) - (overlap ?? 0)), type };
  const time = timeText(value);
  if (!time) return last;
  const iso = new Date(Math.floor((time.localUs - back) / 1_000_000) * 1000).toISOString();
  if (time.separator === '') return { value: iso.slice(0, 10), type };
  const zone = /\s?(?:Z|[+-]\d\d(?::?\d\d)?)$/i.exec(value.slice(11))?.[0] ?? '';
  // Not longer than the value: `10:00` comes before `10:00:00`.
  const text = (iso.slice(0, 10) + time.separator + iso.slice(11, 19)).slice(0, value.length - zone.length);
  return { value: withZone ? text + zone : text, type };
}
