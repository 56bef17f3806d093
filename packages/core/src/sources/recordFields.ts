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

/** The number of two digits; negative when one is none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? -1 : tens * 10 + ones;
}

/** `Date.parse` for the form that agents write, `2026-03-08T06:59:00.000Z`, and only for days and times that exist; else NaN. */
function utcMs(text: string): number {
  if (text.length !== FORM.length) return Number.NaN;
  for (let i = 4; i < 22; i += 3) if (text.charCodeAt(i) !== FORM.charCodeAt(i)) return Number.NaN;
  if (text.charCodeAt(23) !== FORM.charCodeAt(23)) return Number.NaN;
  const century = twoDigits(text, 0);
  const year = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const date = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const centis = twoDigits(text, 20);
  const ms = text.charCodeAt(22) - 48;
  if ((century | year | month | date | hour | minute | second | centis | ms | (9 - ms)) < 0) return Number.NaN;
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
  const day = (century * 100 + year) * 10_000 + month * 100 + date;
  if (day !== lastDay) {
    lastDay = day;
    lastDayMs = Date.parse(text.slice(0, 10));
  }
  return lastDayMs + ((hour * 60 + minute) * 60 + second) * 1000 + centis * 10 + ms;
}

/** The text that was asked for last: what belongs together is often written at the same time. */
let [lastText, lastMs]: [string, number | undefined] = ['', undefined];

/** Instant of an ISO 8601 text, ms; `undefined` when it is none, or lies outside the years 1990 to 2100. */
export function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  if (value === lastText) return lastMs;
  const utc = utcMs(value);
  const ms = Number.isNaN(utc) ? Date.parse(value) : utc;
  lastText = value;
  lastMs = ms >= FROM_MS && ms < TO_MS ? ms : undefined;
  return lastMs;
}
