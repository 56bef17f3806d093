import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { SLOT_MS } from '../model/timeSlot.ts';
import { zoneSegments } from './zoneSegments.ts';

const ZONES = Intl.supportedValuesOf('timeZone');
const FROM_MS = Date.UTC(1990, 0, 1);
const TO_MS = Date.UTC(2040, 0, 1);

const formats = new Map<string, Intl.DateTimeFormat>();

/** The offset in slots by another way than the code's: what the clock shows, read as if it were UTC, minus the time. */
function shownOffsetSlots(atMs: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
    format = new Intl.DateTimeFormat('en-US', { ...parts, timeZone, second: 'numeric', hourCycle: 'h23' });
    formats.set(timeZone, format);
  }
  const shown = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = shown;
  return (Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1000) * 1000) / SLOT_MS;
}

const zone = fc.constantFrom(...ZONES);
const range = fc
  .tuple(fc.integer({ min: FROM_MS, max: TO_MS }), fc.integer({ min: 0, max: 3 * 366 * 86_400_000 }))
  .map(([startMs, length]) => ({ startMs, endMs: startMs + length }));

describe('zoneSegments', () => {
  it('tile the range, ascending, neighbours differ', () => {
    fc.assert(
      fc.property(range, zone, ({ startMs, endMs }, timeZone) => {
        const segments = zoneSegments({ startMs, endMs }, timeZone);
        let at = startMs;
        for (const [i, segment] of segments.entries()) {
          expect(segment.startMs).toBe(at);
          expect(segment.endMs).toBeGreaterThan(segment.startMs);
          expect(segment.offsetSlots).not.toBe(segments[i - 1]?.offsetSlots);
          at = segment.endMs;
        }
        expect(at).toBe(endMs);
      }),
    );
  });

  it('have the offset that clocks show, at any instant', () => {
    fc.assert(
      fc.property(range, zone, fc.double({ min: 0, max: 1, noNaN: true }), ({ startMs, endMs }, timeZone, share) => {
        const atMs = Math.floor(startMs + share * (endMs - startMs));
        const segment = zoneSegments({ startMs, endMs: endMs + 1 }, timeZone).find((s) => atMs < s.endMs);
        expect(segment?.offsetSlots).toBe(shownOffsetSlots(atMs, timeZone));
      }),
      { numRuns: 500 },
    );
  });

  it('have the offset that clocks show just before and at every transition', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1990, max: 2039 }), zone, (year, timeZone) => {
        const year3 = { startMs: Date.UTC(year, 0, 1), endMs: Date.UTC(year + 1, 0, 1) };
        for (const { startMs, endMs, offsetSlots } of zoneSegments(year3, timeZone)) {
          expect(shownOffsetSlots(startMs, timeZone)).toBe(offsetSlots);
          expect(shownOffsetSlots(endMs - 1, timeZone)).toBe(offsetSlots);
        }
      }),
    );
  });

  it('miss no transition between 1990 and 2040', () => {
    // The zones with the closest transitions, and a tenth of all. Probes every third day at a drifting hour: a missed pair of
    // transitions shows as a wrong offset between them.
    const closest = ['America/Boa_Vista', 'America/Recife', 'America/Argentina/Tucuman', 'Asia/Gaza', 'Africa/Cairo'];
    for (const timeZone of [...closest, ...ZONES.filter((_, i) => i % 10 === 0)]) {
      const segments = zoneSegments({ startMs: FROM_MS, endMs: TO_MS }, timeZone);
      const wrong: string[] = [];
      let i = 0;
      for (let atMs = FROM_MS; atMs < TO_MS; atMs += 3.1 * 86_400_000) {
        while (atMs >= (segments[i]?.endMs ?? Infinity)) i += 1;
        const shown = shownOffsetSlots(Math.floor(atMs / 1000) * 1000, timeZone);
        if (segments[i]?.offsetSlots !== shown) wrong.push(`${timeZone} ${new Date(atMs).toISOString()}`);
      }
      expect(wrong).toEqual([]);
      expect(i).toBe(segments.length - 1);
    }
  });
});
