/** Times that records can be of: from 1990 (UTC), before which offsets of zones are off the grid of slots, to the end of 2099. */
export const FIRST_TIME_MS = Date.UTC(1990, 0, 1);
export const END_OF_TIME_MS = Date.UTC(2100, 0, 1);
/** What records tell of is over by then: work that began in the last recorded year may end after it. */
export const END_OF_WORK_MS = Date.UTC(2105, 0, 1);

/** Whether a record can be of a time: whole milliseconds from 1990 to 2099. */
export function isRecordedTime(ms: unknown): ms is number {
  return Number.isSafeInteger(ms) && (ms as number) >= FIRST_TIME_MS && (ms as number) < END_OF_TIME_MS;
}
