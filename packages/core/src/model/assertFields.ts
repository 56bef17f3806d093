import { CLAIM_RANK, claimKey } from './claimKey.ts';
import type { DimensionValues } from './Dimension.ts';
import { MAX_COUNT } from './MAX_COUNT.ts';
import { RecordFault } from './RecordFault.ts';
import { END_OF_TIME_MS, END_OF_WORK_MS, FIRST_TIME_MS, isRecordedTime } from './recordedTime.ts';

type NameIn<T> = keyof T & string;

/** Whole numbers from one to another, both among them. */
interface WholeNumbers {
  from: number;
  to: number;
  text: string;
}

export const AMOUNT: WholeNumbers = {
  from: 0,
  to: Number.MAX_SAFE_INTEGER,
  text: 'a whole number from 0 to 2^53 - 1',
};
/** Places among the copies of a record, of either sign. */
export const REVISION: WholeNumbers = {
  from: Number.MIN_SAFE_INTEGER,
  to: Number.MAX_SAFE_INTEGER,
  text: 'a whole number from -(2^53 - 1) to 2^53 - 1',
};
export const COUNT: WholeNumbers = { from: 0, to: MAX_COUNT, text: 'a whole number from 0 to 2^31 - 1' };
/** Positions in a file; -1 stands for none. */
export const POSITION: WholeNumbers = {
  from: -1,
  to: Number.MAX_SAFE_INTEGER,
  text: 'a whole number from -1 to 2^53 - 1',
};
/** A claim and 18 bits more have to fit 64 bits, and beyond what `claimKey` gives comes {@link UNDESCRIBED_CLAIM}. */
export const CLAIM: WholeNumbers = {
  from: -(2 ** 45),
  to: claimKey(CLAIM_RANK.unnamed, Infinity),
  text: 'a whole number from -2^45 to 5 * 2^42 - 1, as claimKey makes them',
};
/** The claim of a session that no record describes: any description of it comes first in the order of copies. */
export const UNDESCRIBED_CLAIM = CLAIM.to + 1;
/** Times of what may not have happened: nothing and less than any time stand for none. */
export const TIME_OR_NONE: WholeNumbers = { from: -1, to: END_OF_TIME_MS - 1, text: 'a time up to 2099, in ms' };
/** Durations whose beginning is not known. */
export const DURATION: WholeNumbers = {
  from: 0,
  to: END_OF_WORK_MS - FIRST_TIME_MS,
  text: 'a whole number of ms, 115 years of them at most',
};

function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** Says what a field of a record is, and what it should be. */
function refuse(what: string, record: object, name: string, value: unknown, expected: string): never {
  const key = 'key' in record ? record.key : 'id' in record ? record.id : '';
  throw new RecordFault(`${what} '${shown(key)}': ${name} is ${shown(value)}, not ${expected}`);
}

export function assertTexts<T extends object>(what: string, record: T, names: readonly NameIn<T>[]): void {
  for (const name of names) if (typeof record[name] !== 'string') refuse(what, record, name, record[name], 'text');
}

export function assertWord<T extends object>(
  what: string,
  record: T,
  name: NameIn<T>,
  words: ReadonlySet<unknown>,
): void {
  if (!words.has(record[name])) refuse(what, record, name, record[name], `one of ${[...words].join(', ')}`);
}

export function assertNumber<T extends object>(what: string, record: T, name: NameIn<T>, kind: WholeNumbers): void {
  const value: unknown = record[name];
  if (!Number.isSafeInteger(value) || (value as number) < kind.from || (value as number) > kind.to) {
    refuse(what, record, name, value, kind.text);
  }
}

export function assertNumbers<T extends object>(
  what: string,
  record: T,
  names: readonly NameIn<T>[],
  kind: WholeNumbers,
): void {
  for (const name of names) assertNumber(what, record, name, kind);
}

/** One that may be absent. */
export function assertStated<T extends object>(what: string, record: T, name: NameIn<T>, kind: WholeNumbers): void {
  if (record[name] !== undefined) assertNumber(what, record, name, kind);
}

export function assertTime<T extends object>(what: string, record: T, name: NameIn<T>): void {
  if (!isRecordedTime(record[name])) {
    refuse(what, record, name, record[name], 'a time from 1990 to 2099, in ms');
  }
}

/** @param name how long it took from the record's own time on, ms */
export function assertDuration<T extends { atMs: number }>(what: string, record: T, name: NameIn<T>): void {
  const value: unknown = record[name];
  if (!Number.isSafeInteger(value) || (value as number) < 0 || record.atMs + (value as number) >= END_OF_WORK_MS) {
    refuse(what, record, name, value, 'a whole number of ms, over before 2105');
  }
}

/** `true` or `false`; may be absent. */
export function assertFlag<T extends object>(what: string, record: T, name: NameIn<T>): void {
  const value: unknown = record[name];
  if (value !== undefined && typeof value !== 'boolean') refuse(what, record, name, value, 'true or false');
}

const isTextOrNone = (value: unknown): boolean => typeof value === 'string' || value === undefined || value === null;

/** Text that may be absent; `null` and `undefined` say so, too. */
export function assertTextOrNone<T extends object>(what: string, record: T, name: NameIn<T>): void {
  if (!isTextOrNone(record[name])) refuse(what, record, name, record[name], 'text');
}

/** Values of dimensions; `null` and `undefined` are unknown ones. */
export function assertDimensions(what: string, record: { dimensions?: DimensionValues }): void {
  const dimensions: DimensionValues | null | undefined = record.dimensions;
  if (dimensions === undefined || dimensions === null) return;
  if (typeof dimensions !== 'object' || Array.isArray(dimensions)) {
    refuse(what, record, 'dimensions', dimensions, 'an object of texts');
  }
  for (const name in dimensions) {
    const value: unknown = dimensions[name];
    if (!isTextOrNone(value) && Object.hasOwn(dimensions, name)) {
      refuse(what, record, `dimension '${name}'`, value, 'text');
    }
  }
}
