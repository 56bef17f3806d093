/** The value as an object, or `undefined`. */
export function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** The objects of a list; nothing when it is none. */
export function objectsOf(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) return [];
  const items = value as unknown[];
  // As a rule all of them are objects, and the list itself will do.
  if (items.every((item) => objectOf(item) !== undefined)) return items as Record<string, unknown>[];
  return items.map((item) => objectOf(item)).filter((item) => item !== undefined);
}

/** The value as text, or `''`. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** No agent uses more tokens in one request than this; more is a broken number. */
const MAX_TOKENS = 2 ** 40;

/** A count as it stands in a record: absent is 0; `undefined` when it is no count. */
export function countOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return 0;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= MAX_TOKENS
    ? value
    : undefined;
}

const FROM_MS = 631_152_000_000;
const TO_MS = 4_102_444_800_000;
const DIGITS = '0000-00-00T00:00:00.000Z';

/** The day that was asked for last, as a number of the form 20260308, and its beginning: most lines are of the same day as the one before. */
let [lastDay, lastDayMs] = [0, Number.NaN];

/** `Date.parse` for the form that agents write, `2026-03-08T06:59:00.000Z`, and only for days and times that exist; else NaN. */
function utcMs(text: string): number {
  if (text.length !== DIGITS.length) return Number.NaN;
  const digits = (from: number, count: number): number => {
    let value = 0;
    for (let i = from; i < from + count; i += 1) {
      const digit = text.charCodeAt(i) - 48;
      if (digit < 0 || digit > 9) return Number.NaN;
      value = value * 10 + digit;
    }
    return value;
  };
  for (const i of [4, 7, 10, 13, 16, 19, 23]) if (text.charCodeAt(i) !== DIGITS.charCodeAt(i)) return Number.NaN;
  const day = digits(0, 4) * 10_000 + digits(5, 2) * 100 + digits(8, 2);
  if (day !== lastDay) [lastDay, lastDayMs] = [day, Date.parse(text.slice(0, 10))];
  const [hour, minute, second] = [digits(11, 2), digits(14, 2), digits(17, 2)];
  if (!(hour < 24 && minute < 60 && second < 60)) return Number.NaN;
  return lastDayMs + ((hour * 60 + minute) * 60 + second) * 1000 + digits(20, 3);
}

/** Instant of an ISO 8601 text, ms; `undefined` when it is none, or lies outside the years 1990 to 2100. */
export function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const utc = utcMs(value);
  const ms = Number.isNaN(utc) ? Date.parse(value) : utc;
  return ms >= FROM_MS && ms < TO_MS ? ms : undefined;
}
