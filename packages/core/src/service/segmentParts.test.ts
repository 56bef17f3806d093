import { expect, it } from 'vitest';

import { DAY_MS, HOUR_MS } from '../model/timeSlot.ts';
import { segmentsAround } from './segmentParts.ts';

const segments = [
  { startMs: 6 * HOUR_MS, endMs: 5 * DAY_MS, offsetSlots: 8 },
  { startMs: 5 * DAY_MS, endMs: 200 * DAY_MS, offsetSlots: 4 },
];

it('of few parts, those', () => {
  expect(segmentsAround(segments, 'day', new Set([2]))).toEqual([
    { startMs: 2 * DAY_MS - 2 * HOUR_MS, endMs: 3 * DAY_MS - 2 * HOUR_MS, offsetSlots: 8 },
  ]);
});

it('what lies all over, or in very many parts, is the whole', () => {
  expect(segmentsAround(segments, 'total', new Set([0]))).toBe(segments);
  expect(segmentsAround(segments, 'weekHour', new Set([3]))).toBe(segments);
  const everyOther = new Set(Array.from({ length: 60 }, (_, i) => 2 * i));
  expect(segmentsAround(segments, 'day', everyOther)).toBe(segments);
});
