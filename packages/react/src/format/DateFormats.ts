import { plainSpaces } from './plainSpaces.ts';

/** Dates as the kit writes them in one language. Days are `YYYY-MM-DD` text and belong to no zone. */
export interface DateFormats {
  /** `Nov 3` */
  day(day: string): string;
  /** `3` */
  dayOfMonth(day: string): string;
  /** `Nov` */
  month(day: string): string;
  /** `Nov 2026` */
  monthYear(day: string): string;
  /** `Tue, Nov 3` */
  weekdayDay(day: string): string;
  /** `Oct 25 – Nov 23, 2026`; one day is `Nov 23, 2026` */
  range(firstDay: string, lastDay: string): string;
  /** `Tue` of 1 = Monday … 7 = Sunday */
  weekdayShort(weekday: number): string;
  /** `Tuesday` of 1 = Monday … 7 = Sunday */
  weekdayLong(weekday: number): string;
  /** `Nov 14, 09:28` in a zone; with the year unless it is `yearShown`, the year that is known already */
  time(instant: string, timeZone: string, yearShown?: string): string;
  /** `New York, UTC−5` at an instant */
  zone(timeZone: string, instant: string): string;
}

const made = new Map<string, DateFormats>();
const utcOf = (day: string): Date => new Date(`${day}T00:00:00Z`);

/**
 * The date formats of a language, made once. The zone of the machine never enters.
 *
 * @param locale a BCP 47 tag
 * @example
 * dateFormats('en-US').weekdayDay('2026-11-03') // => 'Tue, Nov 3'
 * dateFormats('en-US').range('2026-10-25', '2026-11-23') // => 'Oct 25 – Nov 23, 2026'
 * dateFormats('en-US').zone('America/New_York', '2026-11-24T05:00:00Z') // => 'New York, UTC−5'
 */
export function dateFormats(locale: string): DateFormats {
  const known = made.get(locale);
  if (known) return known;
  const utc = (options: Intl.DateTimeFormatOptions): ((day: string) => string) => {
    const intl = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (day) => plainSpaces(intl.format(utcOf(day)));
  };
  const day = utc({ month: 'short', day: 'numeric' });
  const dated = utc({ month: 'short', day: 'numeric', year: 'numeric' });
  const month = utc({ month: 'short' });
  const monthYear = utc({ month: 'short', year: 'numeric' });
  const short = utc({ weekday: 'short' });
  const long = utc({ weekday: 'long' });
  // 1 January 2024 was a Monday.
  const weekdayOf = (weekday: number): string => `2024-01-0${weekday}`;
  const times = new Map<string, Intl.DateTimeFormat>();
  const timeIn = (timeZone: string, year: boolean): Intl.DateTimeFormat => {
    const key = `${timeZone} ${year}`;
    const intl =
      times.get(key) ??
      new Intl.DateTimeFormat(locale, {
        ...(year ? { year: 'numeric' } : {}),
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZone,
      });
    times.set(key, intl);
    return intl;
  };
  const yearIn = (timeZone: string, at: Date): string | undefined =>
    timeIn(timeZone, true)
      .formatToParts(at)
      .find((part) => part.type === 'year')?.value;
  const formats: DateFormats = {
    day,
    dayOfMonth: utc({ day: 'numeric' }),
    monthYear,
    month,
    weekdayDay: utc({ weekday: 'short', month: 'short', day: 'numeric' }),
    range: (first, last) => {
      if (first === last) return dated(first);
      return `${first.slice(0, 4) === last.slice(0, 4) ? day(first) : dated(first)} – ${dated(last)}`;
    },
    weekdayShort: (weekday) => short(weekdayOf(weekday)),
    weekdayLong: (weekday) => long(weekdayOf(weekday)),
    time: (instant, timeZone, yearShown) => {
      const at = new Date(instant);
      const inYear = timeIn(timeZone, false);
      if (yearShown === undefined || yearIn(timeZone, at) === yearShown) return plainSpaces(inYear.format(at));
      return plainSpaces(timeIn(timeZone, true).format(at));
    },
    zone: (timeZone, instant) => {
      const city = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone;
      const offset = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'shortOffset' })
        .formatToParts(new Date(instant))
        .find((part) => part.type === 'timeZoneName')
        ?.value.replace('GMT', 'UTC')
        .replace('-', '−');
      return city === offset || offset === undefined || city === 'UTC' ? city : `${city}, ${offset}`;
    },
  };
  made.set(locale, formats);
  return formats;
}
