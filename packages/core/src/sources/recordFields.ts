export { objectOf, objectsOf, textOf } from '../model/unknownFields.ts';

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
const FORM = '0000-00-00T00:00:00.000Z';

/** The day that was asked for last, as a number of the form 20260308, and its beginning: most lines are of the same day as the one before. */
let [lastDay, lastDayMs] = [0, Number.NaN];

/** `Date.parse` for the form that agents write, `2026-03-08T06:59:00.000Z`, and only for days and times that exist; else NaN. */
function utcMs(text: string): number {
  if (text.length !== FORM.length) return Number.NaN;
  // Negative as soon as one character is no digit where one should stand.
  let digits = 0;
  const digit = (i: number): number => {
    const value = text.charCodeAt(i) - 48;
    digits |= value | (9 - value);
    return value;
  };
  for (let i = 4; i < 23; i += 3) if (text.charCodeAt(i) !== FORM.charCodeAt(i)) return Number.NaN;
  if (text.charCodeAt(23) !== FORM.charCodeAt(23)) return Number.NaN;
  const two = (i: number): number => digit(i) * 10 + digit(i + 1);
  const day = (two(0) * 100 + two(2)) * 10_000 + two(5) * 100 + two(8);
  const [hour, minute, second, ms] = [two(11), two(14), two(17), two(20) * 10 + digit(22)];
  if (digits < 0 || hour > 23 || minute > 59 || second > 59) return Number.NaN;
  if (day !== lastDay) [lastDay, lastDayMs] = [day, Date.parse(text.slice(0, 10))];
  return lastDayMs + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
}

/** The text that was asked for last: what belongs together is often written at the same time. */
let [lastText, lastMs]: [string, number | undefined] = ['', undefined];

/** Instant of an ISO 8601 text, ms; `undefined` when it is none, or lies outside the years 1990 to 2100. */
export function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  if (value === lastText) return lastMs;
  const utc = utcMs(value);
  const ms = Number.isNaN(utc) ? Date.parse(value) : utc;
  [lastText, lastMs] = [value, ms >= FROM_MS && ms < TO_MS ? ms : undefined];
  return lastMs;
}
