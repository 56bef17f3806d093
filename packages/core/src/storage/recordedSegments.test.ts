import { expect, it } from 'vitest';

import { END_OF_TIME_MS, FIRST_TIME_MS } from '../model/recordedTime.ts';
import { recordedSegments } from './recordedSegments.ts';

const of = (startMs: number, endMs: number) => ({ startMs, endMs, offsetSlots: 22 });

it('cuts segments to the time that records can be of, and keeps what lies in it as it is', () => {
  const middle = Date.UTC(2026, 0, 1);
  const within = [of(FIRST_TIME_MS, middle), of(middle, END_OF_TIME_MS)];
  expect(recordedSegments(within)).toBe(within);
  const all = [of(-Number.MAX_SAFE_INTEGER, middle), of(middle, Number.MAX_SAFE_INTEGER)];
  expect(recordedSegments(all)).toEqual(within);
});

it('leaves out those in which no record can be', () => {
  expect(recordedSegments([of(0, FIRST_TIME_MS), of(END_OF_TIME_MS, END_OF_TIME_MS + 1)])).toEqual([]);
  expect(recordedSegments([])).toEqual([]);
});
