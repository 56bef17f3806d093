import type { PriceWindow } from '../PriceRow.ts';
import { isRecord } from './isRecord.ts';

const MINUTES_PER_DAY = 1440;

const HOUR = '([01]\\d|2[0-3])';
const MINUTE = '([0-5]\\d)';
const TIME = new RegExp(`^${HOUR}:${MINUTE}:00(?:Z|([+-])${HOUR}:${MINUTE})$`);

const utcMinute = (text: unknown): number | null => {
  const parts = typeof text === 'string' ? TIME.exec(text) : null;
  if (!parts) return null;
  const [, hour, minute, sign, offsetHour = '0', offsetMinute = '0'] = parts;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === '-' ? -1 : 1);
  return (Number(hour) * 60 + Number(minute) - offset + MINUTES_PER_DAY) % MINUTES_PER_DAY;
};

const two = (n: number): string => String(n).padStart(2, '0');

/**
 * A genai-prices time-of-day constraint as a window, or `null` when it is none, does not begin and end on a quarter hour, or ends where it
 * begins: in the list a price that never holds.
 *
 * @example
 * genaiWindow({ start_time: '00:30:00Z', end_time: '16:30:00Z' }) // => { start: '00:30', end: '16:30' }
 */
export function genaiWindow(constraint: unknown): PriceWindow | null {
  if (!isRecord(constraint)) return null;
  const [start, end] = [utcMinute(constraint['start_time']), utcMinute(constraint['end_time'])];
  if (start === null || end === null || start % 15 !== 0 || end % 15 !== 0 || start === end) return null;
  const text = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
  return { start: text(start), end: text(end) };
}
