import { END_OF_TIME_MS, FIRST_TIME_MS } from '../model/recordedTime.ts';

export { countOf, objectOf, objectsOf, textOf } from '../model/unknownFields.ts';

const FORM = '0000-00-00T00:00:00.000Z';

/** The day that was asked for last, as a number of the form 20260308, and its beginning: most lines are of the same day as the one before. */
let [lastDay, lastDayMs] = [0, Number.NaN];

/** The number of two digits; negative when one is none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? -1 : tens * 10 + ones;
}

/** The beginning of a UTC day; NaN for one that does not exist. */
function dayMs(year: number, month: number, date: number): number {
  const ms = Date.UTC(year, month - 1, date);
  const day = new Date(ms);
  return day.getUTCMonth() === month - 1 && day.getUTCDate() === date ? ms : Number.NaN;
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
    lastDayMs = dayMs(century * 100 + year, month, date);
  }
  return lastDayMs + ((hour * 60 + minute) * 60 + second) * 1000 + centis * 10 + ms;
}

/** The text that was asked for last: what belongs together is often written at the same time. */
let [lastText, lastMs]: [string, number | undefined] = ['', undefined];

/** ISO 8601 with a time and an offset: without one it would depend on the zone of whoever reads it. */
const ISO_INSTANT = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** `Date.parse` for other forms of an instant, and only for days that exist; else NaN. */
function parsedMs(text: string): number {
  const [, year, month, date] = ISO_INSTANT.exec(text) ?? [];
  return Number.isNaN(dayMs(Number(year), Number(month), Number(date))) ? Number.NaN : Date.parse(text);
}

/** Instant of an ISO 8601 text, ms; `undefined` when it is none, or lies outside the years 1990 to 2099. */
export function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  if (value === lastText) return lastMs;
  const utc = utcMs(value);
  const ms = Number.isNaN(utc) ? parsedMs(value) : utc;
  lastText = value;
  lastMs = ms >= FIRST_TIME_MS && ms < END_OF_TIME_MS ? ms : undefined;
  return lastMs;
}
