import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { plan, type RollupCoverage } from './plan.ts';

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

const sorted = (max: number) => fc.uniqueArray(fc.integer({ min: 0, max })).map((ns) => ns.toSorted((a, b) => a - b));

describe('plan', () => {
  it('pieces cover a segment once, in order, each within what its level can answer', () => {
    fc.assert(
      fc.property(segment, fc.boolean(), sorted(31), sorted(31 * 24), (of, cells, days, dirtyHours) => {
        const coverage: RollupCoverage = { cells, cleanDays: new Map([[of.offsetSlots, days]]), dirtyHours };
        const pieces = plan([of], coverage);
        let at = of.startMs;
        for (const piece of pieces) {
          expect(piece.startMs).toBe(at);
          expect(piece.endMs).toBeGreaterThan(piece.startMs);
          at = piece.endMs;
          const local = (ms: number) => ms + of.offsetSlots * SLOT_MS;
          if (piece.level === 'L2') {
            expect(local(piece.startMs) % DAY_MS).toBe(0);
            for (let ms = piece.startMs; ms < piece.endMs; ms += DAY_MS) expect(days).toContain(local(ms) / DAY_MS);
          } else if (piece.level === 'L1') {
            expect([cells, piece.startMs % SLOT_MS, piece.endMs % SLOT_MS]).toEqual([true, 0, 0]);
            const inside = dirtyHours.filter((h) => h * HOUR_MS < piece.endMs && (h + 1) * HOUR_MS > piece.startMs);
            expect(inside).toEqual([]);
          }
        }
        expect(pieces.length === 0 ? of.startMs : at).toBe(of.endMs);
      }),
      { numRuns: 500 },
    );
  });

  it('takes the coarsest level that is right', () => {
    const year = { startMs: 0, endMs: 365 * DAY_MS + 10 * SLOT_MS + 7, offsetSlots: 4 };
    const cleanDays = new Map([[4, Array.from({ length: 366 }, (_, i) => i)]]);
    const levels = (dirtyHours: number[]) => plan([year], { cells: true, cleanDays, dirtyHours }).map((p) => p.level);
    // The day before the first local midnight and the one after the last are cells; the slot that is not whole is the ledger's.
    expect(levels([])).toEqual(['L1', 'L2', 'L1', 'L0']);
    expect(levels([365 * 24 + 1])).toEqual(['L1', 'L2', 'L1', 'L0', 'L1', 'L0']);
    expect(plan([year], { cells: false, cleanDays: new Map(), dirtyHours: [] })).toEqual([{ ...year, level: 'L0' }]);
  });
});
