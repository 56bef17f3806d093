import fc from 'fast-check';
import { expect, it } from 'vitest';

import { localDays } from './localDays.ts';
import { resolveDateRange } from './resolveDateRange.ts';
import { bucketOf } from './rollup.ts';
import { segmentsOfDays } from './segmentsOfDays.ts';
import { zoneSegments } from './zoneSegments.ts';

const HOUR_MS = 3_600_000;

it.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'])(
  'holds exactly the time of the days, through both changes of clocks: %s',
  (zone) => {
    const nowMs = Date.UTC(2026, 11, 31, 12);
    const range = resolveDateRange('365d', { timeZone: zone, nowMs, firstMs: null, lastMs: null });
    const segments = zoneSegments(range, zone);
    const numbers = localDays(range, zone).map(({ number }) => number);
    fc.assert(
      fc.property(fc.subarray(numbers), (days) => {
        const parts = segmentsOfDays(segments, days);
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
  expect(segmentsOfDays(segments, [])).toEqual([]);
  expect(segmentsOfDays(segments, [5, 1, 2, 12])).toEqual([
    { startMs: 24 * HOUR_MS, endMs: 72 * HOUR_MS, offsetSlots: 0 },
    { startMs: 120 * HOUR_MS, endMs: 144 * HOUR_MS, offsetSlots: 0 },
  ]);
});
