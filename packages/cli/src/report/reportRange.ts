import type { DateRange } from '@usagekit/core';

import { CommandError } from '../args/CommandError.ts';
import { localDate } from './localDate.ts';

/** What an open end of a report's range depends on. */
export interface ReportRangeContext {
  timeZone: string;
  nowMs: number;
  /** Time of the first and last record in the database, calls of tools included; `null` when it is empty. */
  earliestMs: number | null;
  latestMs: number | null;
}

/**
 * A day as it was typed.
 *
 * @throws CommandError with exit code 2 when no calendar has it
 */
export function dayOf(option: string, given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(given) ? Date.parse(`${given}T00:00:00Z`) : Number.NaN;
  // Date.parse rolls 2026-02-30 over into March.
  if (Number.isNaN(atMs) || !new Date(atMs).toISOString().startsWith(given)) {
    throw new CommandError(2, `--${option} '${given}' is not a date: write an existing day as YYYY-MM-DD`);
  }
  return given;
}

/**
 * The range of a report. Both days are inclusive. A range without a first day begins with the data; one without a last day ends
 * today, or with the data when that is later; without both it is everything.
 *
 * @throws CommandError with exit code 2 when a date is wrong or the first day comes after the last
 * @example
 * reportRange('2026-03-01', undefined, { timeZone: 'UTC', nowMs: Date.UTC(2026, 2, 8), earliestMs: null, latestMs: null }) // => { start: '2026-03-01', end: '2026-03-08' }
 */
export function reportRange(
  since: string | undefined,
  until: string | undefined,
  { timeZone, nowMs, earliestMs, latestMs }: ReportRangeContext,
): DateRange {
  if (since === undefined && until === undefined) return 'all';
  const start = since ?? localDate(Math.min(earliestMs ?? nowMs, nowMs), timeZone);
  const end = until ?? localDate(Math.max(latestMs ?? nowMs, nowMs), timeZone);
  if (start <= end) return { start, end };
  // With one end open, nothing of the data lies on the asked side: an empty report of that one day says so.
  if (since === undefined) return { start: end, end };
  if (until === undefined) throw new CommandError(2, `--since ${start} is in the future`);
  throw new CommandError(2, `--since ${start} comes after --until ${end}`);
}
