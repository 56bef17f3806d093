import { UsageError } from '../../errors.ts';
import { DAY_MS } from '../../model/timeSlot.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    try {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone,
        calendar: 'iso8601',
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch (error) {
      throw new UsageError('invalid_time_zone', `'${timeZone}' is no time zone`, { cause: error });
    }
    formats.set(timeZone, format);
  }
  return format;
}

/** What clocks of a zone show at an instant, as if it were UTC; whole seconds. */
export function wallMs(atMs: number, timeZone: string): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/** The instants at which clocks of a zone may show a time, earlier first: both do, one or none. */
function candidates(secondMs: number, timeZone: string): { shown: number[]; before: number } {
  const offsetMs = (atMs: number): number => wallMs(atMs, timeZone) - atMs;
  const before = secondMs - offsetMs(secondMs - DAY_MS);
  const after = secondMs - offsetMs(secondMs + DAY_MS);
  const shown = [Math.min(before, after), Math.max(before, after)].filter(
    (atMs) => wallMs(atMs, timeZone) === secondMs,
  );
  return { shown, before };
}

const secondOf = (localMs: number): number => Math.floor(localMs / 1000) * 1000;

/**
 * The instant at which clocks of a zone show a time, ms: the first of two, and where clocks skip it, as much later as they skip. So the start of a day is
 * its first instant.
 *
 * @param localMs the time shown, as if it were UTC
 * @throws UsageError `invalid_time_zone`
 */
export function zonedMs(localMs: number, timeZone: string): number {
  const { shown, before } = candidates(secondOf(localMs), timeZone);
  return (shown[0] ?? before) + (localMs - secondOf(localMs));
}

/**
 * Whether clocks of a zone show a time twice, because they are set back.
 *
 * @param localMs the time shown, as if it were UTC
 * @throws UsageError `invalid_time_zone`
 */
export function isRepeated(localMs: number, timeZone: string): boolean {
  const [first, second] = candidates(secondOf(localMs), timeZone).shown;
  return second !== undefined && first !== second;
}
