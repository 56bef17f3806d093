import { expect, it } from 'vitest';

import { DAY_MS, HOUR_MS, SLOT_MS } from '../model/timeSlot.ts';
import { segmentsAround } from './segmentParts.ts';

const segments = [
  { startMs: 6 * HOUR_MS, endMs: 5 * DAY_MS, offsetSlots: 8 },
  { startMs: 5 * DAY_MS, endMs: 200 * DAY_MS, offsetSlots: 4 },
];

it('days are those of each segment’s offset, neighbours in one part', () => {
  expect(segmentsAround(segments, 'day', new Set([0, 2, 1, 5, 7]))).toEqual([
    { startMs: 6 * HOUR_MS, endMs: 3 * DAY_MS - 2 * HOUR_MS, offsetSlots: 8 },
    { startMs: 5 * DAY_MS - 2 * HOUR_MS, endMs: 5 * DAY_MS, offsetSlots: 8 },
    { startMs: 5 * DAY_MS, endMs: 6 * DAY_MS - HOUR_MS, offsetSlots: 4 },
    { startMs: 7 * DAY_MS - HOUR_MS, endMs: 8 * DAY_MS - HOUR_MS, offsetSlots: 4 },
  ]);
});

it('quarters of an hour have no offset', () => {
  const slot = (10 * DAY_MS) / SLOT_MS;
  expect(segmentsAround(segments, 'slot', new Set([slot, 1]))).toEqual([
    { startMs: 10 * DAY_MS, endMs: 10 * DAY_MS + SLOT_MS, offsetSlots: 4 },
  ]);
});

it('what lies all over, or in very many parts, is the whole', () => {
  expect(segmentsAround(segments, 'total', new Set([0]))).toBe(segments);
  expect(segmentsAround(segments, 'weekHour', new Set([3]))).toBe(segments);
  const everyOther = new Set(Array.from({ length: 60 }, (_, i) => 2 * i));
  expect(segmentsAround(segments, 'day', everyOther)).toBe(segments);
});
