import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { joined, plan, type RollupPiece, stretchOf } from './plan.ts';

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
    const others = fc.dictionary(fc.constantFrom('-8', '0', '23'), sorted(31));
    const kept = (of: Record<string, number[]>) => new Map(Object.entries(of).map(([at, days]) => [Number(at), days]));
    fc.assert(
      fc.property(
        segment,
        fc.boolean(),
        sorted(31),
        fc.option(others.map(kept)),
        fc.option(others.map(kept)),
        sorted(31 * 24),
        (of, cells, days, otherDays, slotDays, dirtyHours) => {
          const dirty = dirtyHours.map(hour);
          const own = new Map([[of.offsetSlots, days]]);
          const more = { ...(otherDays && { otherDays }), ...(slotDays && { slotDays }) };
          const pieces = plan([of], { cells, cleanDays: own, dirty, ...more });
          const isInDays = (p: RollupPiece): boolean => {
            const { keptAt = of.offsetSlots, bySlot } = p;
            const known = (bySlot ? slotDays : p.keptAt === undefined ? own : otherDays)?.get(keptAt) ?? [];
            const [from, to] = [p.startMs, p.endMs].map((ms) => (ms + keptAt * SLOT_MS) / (bySlot ? SLOT_MS : DAY_MS));
            if (!Number.isInteger(from) || !Number.isInteger(to)) return false;
            const { fromDay, toDay } = stretchOf(p);
            return Array.from({ length: toDay - fromDay }, (_, i) => fromDay + i).every((day) => known.includes(day));
          };
          const isSound = (p: RollupPiece): boolean => {
            if (p.level === 'L2') return isInDays(p);
            if (p.level === 'L0') return true;
            const isDirty = dirtyHours.some((h) => h * HOUR_MS < p.endMs && (h + 1) * HOUR_MS > p.startMs);
            return cells && p.startMs % SLOT_MS === 0 && p.endMs % SLOT_MS === 0 && !isDirty;
          };
          expect(pieces.filter((p) => !isSound(p))).toEqual([]);
          const at = pieces.reduce((ms, p) => (p.startMs === ms && p.endMs > ms ? p.endMs : Number.NaN), of.startMs);
          expect(at).toBe(of.endMs);
        },
      ),
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
    // Days of another zone answer what does not depend on the offset, and their quarters of an hour the rest.
    const away = new Map([[0, cleanDays.get(4) as number[]]]);
    const none = { cells: true, cleanDays: new Map(), dirty: [] };
    expect(plan([year], { ...none, otherDays: away }).map((p) => p.level)).toEqual(['L2', 'L1', 'L0']);
    expect(plan([year], { ...none, slotDays: away }).map((p) => p.level)).toEqual(['L2', 'L0']);
    expect(plan([year], { cells: false, cleanDays: new Map(), dirty: [] })).toEqual([{ ...year, level: 'L0' }]);
  });
});

describe('joined', () => {
  const at = (startMs: number, endMs: number, offsetSlots = 0) => ({ startMs, endMs, offsetSlots });

  it('is one segment of those that meet, whatever their offsets, and leaves a gap of a millisecond', () => {
    const segments = [at(0, 900_000), at(900_000, 1_800_000, 4), at(1_800_001, 2_700_000)];
    expect(joined(segments)).toEqual([at(0, 1_800_000), at(1_800_001, 2_700_000)]);
    expect(joined([])).toEqual([]);
  });
});
