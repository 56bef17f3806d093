import { DAY_MS } from '../model/timeSlot.ts';
import { dayKey } from './dayKey.ts';
import { zoneSpans } from './zoneSpans.ts';

/** A local day, cut to a range. */
export interface LocalDay {
  /** `YYYY-MM-DD`. */
  day: string;
  /** Days since 1970-01-01: the bucket of a rollup by day. */
  number: number;
  /** The part of the day that lies in the range, half-open. Whole days have 23, 24 or 25 hours, or what the zone gave. */
  startMs: number;
  endMs: number;
}

/**
 * Every local day that has a part in the range, ascending. A date that the zone skipped (Apia, 2011-12-30) is absent;
 * an empty range has none. The days tile the range, unless a clock was set back across midnight after it (St. John's
 * until 2011, at 00:01): then the two days overlap by that hour.
 *
 * @throws `invalid_time_zone`
 * @example
 * localDays({ startMs: Date.UTC(2011, 11, 29, 10), endMs: Date.UTC(2011, 11, 31, 10) }, 'Pacific/Apia').map((d) => d.day) // => ['2011-12-29', '2011-12-31']
 */
export function localDays(range: { startMs: number; endMs: number }, timeZone: string): LocalDay[] {
  const days = new Map<number, LocalDay>();
  for (const span of zoneSpans(range.startMs, range.endMs, timeZone)) {
    const last = Math.floor((span.endMs - 1 + span.offsetMs) / DAY_MS);
    for (let number = Math.floor((span.startMs + span.offsetMs) / DAY_MS); number <= last; number += 1) {
      const endMs = Math.min(span.endMs, (number + 1) * DAY_MS - span.offsetMs);
      const begun = days.get(number);
      if (begun) begun.endMs = endMs;
      else {
        const startMs = Math.max(span.startMs, number * DAY_MS - span.offsetMs);
        days.set(number, { day: dayKey(number), number, startMs, endMs });
      }
    }
  }
  return [...days.values()].toSorted((a, b) => a.number - b.number);
}
