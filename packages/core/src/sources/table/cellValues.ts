import { UsageError } from '../../errors.ts';
import { MINUTE_MS } from '../../model/timeSlot.ts';
import { nanoOfUsd } from '../../pricing/nanoOfUsd.ts';
import { zonedMs } from './zonedMs.ts';
import { isRecordedTime } from '../../model/recordedTime.ts';

/** A value of a row as it was read: integers as text, so that none loses digits. */
export type Cell = ValueCell | Uint8Array;

/** One that can be a count, an amount or a time: what bytes would say depends on who wrote them. */
export type ValueCell = string | number | Date | null;

/** Why a cell cannot be used; its content is not in it. */
export class CellError extends Error {}

const DECIMAL = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/**
 * A whole number from 0 to `max`; `undefined` for `null`.
 *
 * @throws CellError
 */
export function countCell(cell: ValueCell, max: number): number | undefined {
  if (cell === null) return undefined;
  const value =
    typeof cell === 'number' ? cell : typeof cell === 'string' && DECIMAL.test(cell) ? Number(cell) : Number.NaN;
  if (Number.isNaN(value)) throw new CellError('not a number');
  if (value < 0) throw new CellError('negative');
  if (!Number.isFinite(value) || value > max) throw new CellError(`more than ${max}`);
  if (!Number.isInteger(value)) throw new CellError('not a whole number');
  return value === 0 ? 0 : value;
}

/**
 * An amount of USD, or of nano-USD, in whole nano-USD; `undefined` for `null`.
 *
 * @throws CellError
 */
export function moneyCell(cell: ValueCell, unit: 'usd' | 'nano'): number | undefined {
  if (unit === 'nano') return countCell(cell, Number.MAX_SAFE_INTEGER);
  if (cell === null) return undefined;
  // Zero may have a sign.
  if (typeof cell === 'string' && DECIMAL.test(cell) && Number(cell) === 0) return 0;
  if (typeof cell === 'string' ? /^\s*-/.test(cell) : Number(cell) < 0) throw new CellError('negative');
  let nano: bigint;
  try {
    nano = nanoOfUsd(typeof cell === 'number' ? cell : String(cell));
  } catch (error) {
    if (error instanceof UsageError) throw new CellError('not an amount of USD');
    throw error;
  }
  if (nano > BigInt(Number.MAX_SAFE_INTEGER)) throw new CellError('more than 2^53 - 1 nano-USD');
  return Number(nano);
}

/** A name; `''` for `null`, hexadecimal digits for bytes, as of ids. */
export function textCell(cell: Cell): string {
  if (cell instanceof Uint8Array)
    return Array.from(cell, (byte) => byte.toString(16).padStart(2, '0'))
      .join('')
      .toUpperCase();
  return cell === null ? '' : cell instanceof Date ? cell.toISOString() : String(cell);
}

const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:([T ])(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** A time as text, taken apart. */
export interface TimeText {
  /** What it shows, as if it were UTC, µs. */
  localUs: number;
  /** Its offset from UTC, ms; `undefined` when it states none. */
  offsetMs: number | undefined;
  /** What stands between day and time; `''` for a day alone. */
  separator: string;
}

/** A day or a time in ISO 8601, or as databases write it; `undefined` when the text is none, or no such time exists. */
export function timeText(text: string): TimeText | undefined {
  const parts = TIME.exec(text.trim());
  if (!parts) return undefined;
  const [, year, month, day, separator = '', hour = '0', minute = '0', second = '0', fraction = '', zone] = parts;
  const dayMs = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const exists = new Date(dayMs).getUTCDate() === Number(day) && Number(month) >= 1 && Number(month) <= 12;
  if (!exists || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const ms = dayMs + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  let offsetMs: number | undefined;
  if (zone !== undefined) {
    const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
    offsetMs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  }
  return { localUs: ms * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0')), offsetMs, separator };
}

/** Earlier and later times are broken ones. */

/** How times are to be understood that do not say it themselves. */
export interface TimeRules {
  /** Zone of days, and of times without an offset. */
  timeZone: string;
  /** What numbers are. */
  epoch: 's' | 'ms' | undefined;
}

/**
 * An instant, ms.
 *
 * @throws CellError
 */
export function instantCell(cell: ValueCell, { timeZone, epoch }: TimeRules): number {
  if (cell === null) throw new CellError('null');
  let ms: number | undefined;
  if (cell instanceof Date) ms = cell.getTime();
  else if (typeof cell === 'number' || DECIMAL.test(cell)) {
    if (epoch === undefined) throw new CellError("a number: say what it is by the option 'epoch'");
    ms = Math.floor(Number(cell) * (epoch === 's' ? 1000 : 1));
  } else {
    const time = timeText(cell);
    if (!time) throw new CellError('not a time');
    const localMs = Math.floor(time.localUs / 1000);
    ms = time.offsetMs === undefined ? zonedMs(localMs, timeZone) : localMs - time.offsetMs;
  }
  if (!isRecordedTime(ms)) throw new CellError('not a time from 1990 to 2099');
  return ms;
}
