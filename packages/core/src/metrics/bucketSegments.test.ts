import fc from 'fast-check';
import { expect, it } from 'vitest';

import { bucketSegments } from './bucketSegments.ts';
import { DAY_MS, HOUR_MS, SLOT_MS } from '../model/timeSlot.ts';
import { localDays } from './localDays.ts';
import { resolveDateRange } from './resolveDateRange.ts';
import { bucketOf } from './rollup.ts';
import { zoneSegments } from './zoneSegments.ts';

it.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'])(
  'holds exactly the time of the days, through both changes of clocks: %s',
  (zone) => {
    const nowMs = Date.UTC(2026, 11, 31, 12);
    const range = resolveDateRange('365d', { timeZone: zone, nowMs, firstMs: null, lastMs: null });
    const segments = zoneSegments(range, zone);
    const numbers = localDays(range, zone).map(({ number }) => number);
    fc.assert(
      fc.property(fc.subarray(numbers), (days) => {
        const parts = bucketSegments(segments, 'day', days);
        for (let atMs = range.startMs; atMs < range.endMs; atMs += HOUR_MS / 2) {
          const segment = segments.find((s) => atMs >= s.startMs && atMs < s.endMs);
          const isOfDays = segment !== undefined && days.includes(bucketOf(atMs, segment.offsetSlots, 'day'));
          const within = parts.filter((part) => atMs >= part.startMs && atMs < part.endMs);
          expect(within.length).toBe(isOfDays ? 1 : 0);
        }
      }),
      { numRuns: 4 },
    );
  },
);

it('has nothing of no days, and neighbouring days in one', () => {
  const segments = [{ startMs: 0, endMs: 10 * 24 * HOUR_MS, offsetSlots: 0 }];
  expect(bucketSegments(segments, 'day', [])).toEqual([]);
  expect(bucketSegments(segments, 'day', [5, 1, 2, 12])).toEqual([
    { startMs: 24 * HOUR_MS, endMs: 72 * HOUR_MS, offsetSlots: 0 },
    { startMs: 120 * HOUR_MS, endMs: 144 * HOUR_MS, offsetSlots: 0 },
  ]);
});

const twoOffsets = [
  { startMs: 6 * HOUR_MS, endMs: 5 * DAY_MS, offsetSlots: 8 },
  { startMs: 5 * DAY_MS, endMs: 200 * DAY_MS, offsetSlots: 4 },
];

it('days are those of each segment’s offset, neighbours in one part', () => {
  expect(bucketSegments(twoOffsets, 'day', [0, 2, 1, 5, 7])).toEqual([
    { startMs: 6 * HOUR_MS, endMs: 3 * DAY_MS - 2 * HOUR_MS, offsetSlots: 8 },
    { startMs: 5 * DAY_MS - 2 * HOUR_MS, endMs: 5 * DAY_MS, offsetSlots: 8 },
    { startMs: 5 * DAY_MS, endMs: 6 * DAY_MS - HOUR_MS, offsetSlots: 4 },
    { startMs: 7 * DAY_MS - HOUR_MS, endMs: 8 * DAY_MS - HOUR_MS, offsetSlots: 4 },
  ]);
});

it('quarters of an hour have no offset', () => {
  const slot = (10 * DAY_MS) / SLOT_MS;
  expect(bucketSegments(twoOffsets, 'slot', [slot, 1])).toEqual([
    { startMs: 10 * DAY_MS, endMs: 10 * DAY_MS + SLOT_MS, offsetSlots: 4 },
  ]);
});
