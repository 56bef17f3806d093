import { END_OF_TIME_MS, END_OF_WORK_MS } from '../model/recordedTime.ts';

/** So long can work take that begins at any recorded time: five years. */
const MAX_MS = END_OF_WORK_MS - END_OF_TIME_MS;

/**
 * A duration as others state it, in whole ms; `undefined` when it is none, or of more than five years.
 *
 * @example
 * roundedMs(12.6) // => 13
 */
export function roundedMs(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= MAX_MS ? Math.round(value) : undefined;
}
