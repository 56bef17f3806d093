import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { plan, type RollupCoverage, type RollupPiece } from './plan.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SLOT_MS = 900_000;

const segment = fc
  .record({
    startMs: fc.integer({ min: 0, max: 20 * DAY_MS }),
    length: fc.integer({ min: 0, max: 9 * DAY_MS }),
    offsetSlots: fc.integer({ min: -48, max: 56 }),
  })
  .map(({ startMs, length, offsetSlots }) => ({ startMs, endMs: startMs + length, offsetSlots }));

const hour = (n: number) => ({ startMs: n * HOUR_MS, endMs: (n + 1) * HOUR_MS });
const sorted = (max: number) => fc.uniqueArray(fc.integer({ min: 0, max })).map((ns) => ns.toSorted((a, b) => a - b));

describe('plan', () => {
  it('pieces cover a segment once, in order, each within what its level can answer', () => {
    fc.assert(
      fc.property(segment, fc.boolean(), sorted(31), sorted(31 * 24), (of, cells, days, dirtyHours) => {
        const dirty = dirtyHours.map(hour);
        const coverage: RollupCoverage = { cells, cleanDays: new Map([[of.offsetSlots, days]]), dirty };
        const pieces = plan([of], coverage);
        const local = (ms: number) => ms + of.offsetSlots * SLOT_MS;
        const daysOf = (p: RollupPiece) =>
          Array.from({ length: (p.endMs - p.startMs) / DAY_MS }, (_, i) => local(p.startMs) / DAY_MS + i);
        const isSound = (p: RollupPiece): boolean => {
          if (p.level === 'L2') return daysOf(p).length > 0 && daysOf(p).every((day) => days.includes(day));
          if (p.level === 'L0') return true;
          const isDirty = dirtyHours.some((h) => h * HOUR_MS < p.endMs && (h + 1) * HOUR_MS > p.startMs);
          return cells && p.startMs % SLOT_MS === 0 && p.endMs % SLOT_MS === 0 && !isDirty;
        };
        expect(pieces.filter((p) => !isSound(p))).toEqual([]);
        const at = pieces.reduce((ms, p) => (p.startMs === ms && p.endMs > ms ? p.endMs : Number.NaN), of.startMs);
        expect(at).toBe(of.endMs);
      }),
      { numRuns: 500 },
    );
  });

  it('takes the coarsest level that is right', () => {
    const year = { startMs: 0, endMs: 365 * DAY_MS + 10 * SLOT_MS + 7, offsetSlots: 4 };
    const cleanDays = new Map([[4, Array.from({ length: 366 }, (_, i) => i)]]);
    const levels = (dirtyHours: number[]) =>
      plan([year], { cells: true, cleanDays, dirty: dirtyHours.map(hour) }).map((p) => p.level);
    // The day before the first local midnight and the one after the last are cells; the slot that is not whole is the ledger's.
    expect(levels([])).toEqual(['L1', 'L2', 'L1', 'L0']);
    expect(levels([365 * 24 + 1])).toEqual(['L1', 'L2', 'L1', 'L0', 'L1', 'L0']);
    expect(plan([year], { cells: false, cleanDays: new Map(), dirty: [] })).toEqual([{ ...year, level: 'L0' }]);
  });
});
