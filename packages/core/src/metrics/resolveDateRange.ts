import { UsageError } from '../errors.ts';
import { DATE_RANGE_PRESETS, type DateRange, type DateRangePreset } from '../model/DateRange.ts';
import { FIRST_TIME_MS } from '../model/recordedTime.ts';
import { DAY_MS } from '../model/timeSlot.ts';
import { dayKey } from './dayKey.ts';
import { dayNumber } from './dayNumber.ts';
import { dayStartMs } from './dayStartMs.ts';
import { instantMs } from './instantMs.ts';
import { localDay } from './localDay.ts';
import { recordedDayStartMs } from './recordedDayStartMs.ts';

/** A range of time as instants, half-open, with the local days it begins and ends on. */
export interface ResolvedRange {
  startMs: number;
  endMs: number;
  /** `YYYY-MM-DD`. */
  firstDay: string;
  /** `YYYY-MM-DD`, the day of its last ms. */
  lastDay: string;
}

/** What the answer to "which time is meant" depends on. */
export interface DateRangeContext {
  /** IANA name. */
  timeZone: string;
  /** Now, ms, fractions of which are dropped; nothing here reads a clock. */
  nowMs: number;
  /** Earliest and latest time in the data, for `all`; absent or `null` when there is none. */
  firstMs?: number | null;
  lastMs?: number | null;
}

const PRESET_DAYS: Record<Exclude<DateRangePreset, 'all'>, number> = {
  today: 1,
  '7d': 7,
  '14d': 14,
  '30d': 30,
  '90d': 90,
  '365d': 365,
};

/** The longest range: a century of days is more than any ledger holds, and less than what exhausts memory. */
const MAX_DAYS = 36_525;

/** The last instant of a `Date`: https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LAST_DATE_MS = 8.64e15;

const invalid = (message: string): UsageError => new UsageError('invalid_date_range', message);

function presetRange(preset: DateRangePreset, context: DateRangeContext): [startMs: number, endMs: number] {
  const { timeZone, nowMs, firstMs, lastMs } = context;
  const today = localDay(nowMs, timeZone);
  // At the very stroke of midnight the day has begun, so that today is never an empty range.
  const nowEndMs = Math.max(nowMs, dayStartMs(today, timeZone) + 1);
  if (preset !== 'all') return [dayStartMs(today - PRESET_DAYS[preset] + 1, timeZone), nowEndMs];
  // A source of other data may have a broken clock: it must not make `all` fail.
  const fromMs = Math.max(Math.min(firstMs ?? nowMs, nowMs), FIRST_TIME_MS);
  const dataEndMs = typeof lastMs === 'number' ? lastMs + 1 : nowEndMs;
  return [recordedDayStartMs(localDay(fromMs, timeZone), timeZone), Math.max(nowEndMs, dataEndMs)];
}

const isDate = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);

function explicitRange(range: Exclude<DateRange, DateRangePreset>, timeZone: string): [startMs: number, endMs: number] {
  const { start, end } = range;
  const startMs = isDate(start) ? recordedDayStartMs(dayNumber(start), timeZone) : instantMs(start, 'start');
  const endMs = isDate(end) ? dayStartMs(dayNumber(end) + 1, timeZone) : instantMs(end, 'end');
  if (endMs <= startMs) throw invalid('The range holds no time: its end must come after its start');
  if (endMs - startMs > MAX_DAYS * DAY_MS) throw invalid('The range is longer than a hundred years');
  return [startMs, endMs];
}

/**
 * The instants that a date range means in a zone. Presets are whole local days up to now: `7d` begins at the start of
 * the local day six days ago. `all` runs from the first local day of the data to now, or to the last record when that
 * is later; without data it is today. An explicit range of dates is inclusive at both ends, one of instants half-open;
 * one end of each kind is fine. The local day in which 1990 begins (UTC) starts at that instant: no record is older.
 *
 * @throws `invalid_date_range` for an unknown preset, a date no calendar has, text that is no instant, an end that does
 *   not come after the start, more than a century
 * @throws `invalid_time_zone`; `invalid_argument` for a present that is no time
 * @example
 * resolveDateRange('7d', { timeZone: 'UTC', nowMs: Date.UTC(2026, 0, 10, 12) }).firstDay // => '2026-01-04'
 * resolveDateRange({ start: '2026-03-08', end: '2026-03-08' }, { timeZone: 'America/New_York', nowMs: 0 }) // => { startMs: Date.UTC(2026, 2, 8, 5), endMs: Date.UTC(2026, 2, 9, 4), firstDay: '2026-03-08', lastDay: '2026-03-08' }
 */
export function resolveDateRange(range: DateRange, context: DateRangeContext): ResolvedRange {
  const { timeZone } = context;
  const nowMs = Math.floor(context.nowMs);
  if (typeof context.nowMs !== 'number' || !(Math.abs(nowMs) <= LAST_DATE_MS))
    throw new UsageError('invalid_argument', 'nowMs must be the current time in ms');
  let instants: [startMs: number, endMs: number];
  if (typeof range === 'string') {
    if (!DATE_RANGE_PRESETS.includes(range)) {
      throw invalid(`'${String(range)}' is not a date range: use ${DATE_RANGE_PRESETS.join(', ')} or { start, end }`);
    }
    instants = presetRange(range, { ...context, nowMs });
  } else if (typeof range === 'object' && range !== null && 'start' in range && 'end' in range) {
    instants = explicitRange(range, timeZone);
  } else {
    throw invalid(`A date range is one of ${DATE_RANGE_PRESETS.join(', ')} or { start, end }`);
  }
  const [startMs, endMs] = instants;
  return {
    startMs,
    endMs,
    firstDay: dayKey(localDay(startMs, timeZone)),
    lastDay: dayKey(localDay(endMs - 1, timeZone)),
  };
}
