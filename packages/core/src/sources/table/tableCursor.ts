import { type Cell, timeText } from './cellValues.ts';
import { isRepeated } from './zonedMs.ts';

/** A value that rows are ordered by, with the type that the database gives it: enough to name it again exactly. */
export interface PositionValue {
  value: string | number;
  type: string;
}

const NUMBER = /^\d+(\.\d+)?$/;
/** Numbers from here on are whole ones (µs, ids): there is no room for thousandths of them. */
const WHOLE_FROM = 9e12;

/** A cursor value as a number; `undefined` when it is none. */
const numberOf = (value: Cell): number | undefined =>
  typeof value === 'number' ? value : typeof value === 'string' && NUMBER.test(value) ? Number(value) : undefined;

/**
 * The place of a cursor value among those of the same row: numbers in thousandths, from 9·10¹² on as they are, times in µs. `undefined` when it cannot be
 * ordered so.
 *
 * @example
 * cursorRevision('12') // => 12000
 */
export function cursorRevision(cell: Cell): number | undefined {
  const number = numberOf(cell);
  let revision: number | undefined;
  if (number !== undefined) revision = number < WHOLE_FROM ? Math.round(number * 1000) : number;
  else if (cell instanceof Date) revision = cell.getTime() * 1000;
  else if (typeof cell === 'string') {
    const time = timeText(cell);
    if (time) revision = time.localUs - (time.offsetMs ?? 0) * 1000;
  }
  return revision !== undefined && Number.isSafeInteger(revision) && revision >= 0 ? revision : undefined;
}

/** Default overlap of times, ms: for transactions that were open while others, begun later, were already read. */
const TIME_OVERLAP_MS = 60_000;

/** How far back before the last cursor value rows are read again, in revisions. The overlap is in ms for times, in the cursor's own unit for numbers. */
function overlapRevisions({ value }: PositionValue, overlap: number | undefined, repeatMs: number): number {
  const number = numberOf(value);
  if (number !== undefined) return (overlap ?? 0) * (number < WHOLE_FROM ? 1000 : 1);
  return timeText(String(value)) ? ((overlap ?? TIME_OVERLAP_MS) + repeatMs) * 1000 : 0;
}

const HOUR_MS = 3_600_000;

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
  const back = overlapRevisions(last, overlap, repeat);
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
