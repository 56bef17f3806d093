import type { ZoneSegment } from '../model/Rollup.ts';
import { SLOT_MS, SLOTS_PER_DAY } from '../model/timeSlot.ts';

/** L0 = the ledger itself, the truth. L1 = 15-minute cells, L2 = local days: caches of it that give the same answer. */
export type RollupLevel = 'L0' | 'L1' | 'L2';

/**
 * One piece of a planned query: a stretch of constant offset, and the level that answers it. For L1 its ends lie on slots, for L2 on local days.
 */
export interface RollupPiece extends ZoneSegment {
  level: RollupLevel;
}

/** What may be used of the caches. */
export interface RollupCoverage {
  /** Whether cells can answer the query at all. */
  cells: boolean;
  /** Local days whose marginals are right, by offset, ascending; absent when marginals cannot answer the query. */
  cleanDays: ReadonlyMap<number, readonly number[]>;
  /** Stretches of time, ascending and apart, whose cells are not right. Their ends lie on slots. */
  dirty: readonly Stretch[];
}

const DAY_MS = SLOTS_PER_DAY * SLOT_MS;

/** A stretch of time in ms since 1970. Half-open. */
export interface Stretch {
  startMs: number;
  endMs: number;
}

const nonEmpty = ({ startMs, endMs }: Stretch): boolean => endMs > startMs;

/** The local days of a piece that L2 answers. */
export function stretchOf({ offsetSlots, startMs, endMs }: RollupPiece): {
  offsetSlots: number;
  fromDay: number;
  toDay: number;
} {
  const day = (ms: number): number => (ms / SLOT_MS + offsetSlots) / SLOTS_PER_DAY;
  return { offsetSlots, fromDay: day(startMs), toDay: day(endMs) };
}

/** The UTC days that a piece reaches into. */
export function utcDaysOf({ startMs, endMs }: Stretch): { fromDay: number; toDay: number } {
  return { fromDay: Math.floor(startMs / DAY_MS), toDay: Math.ceil(endMs / DAY_MS) };
}

/** Stretches of whole clean days inside a segment, and what is left of it around them. */
function days(segment: ZoneSegment, clean: readonly number[]): { marginals: Stretch[]; rest: Stretch[] } {
  const offsetMs = segment.offsetSlots * SLOT_MS;
  const first = Math.ceil((segment.startMs + offsetMs) / DAY_MS);
  const after = Math.floor((segment.endMs + offsetMs) / DAY_MS);
  const marginals: Stretch[] = [];
  for (const day of clean) {
    if (day < first || day >= after) continue;
    const startMs = day * DAY_MS - offsetMs;
    const last = marginals.at(-1);
    if (last?.endMs === startMs) last.endMs += DAY_MS;
    else marginals.push({ startMs, endMs: startMs + DAY_MS });
  }
  return { marginals, rest: without(segment, marginals) };
}

/** What is left of a stretch without others that lie in it, ascending. */
function without({ startMs, endMs }: Stretch, others: readonly Stretch[]): Stretch[] {
  const rest: Stretch[] = [];
  let from = startMs;
  for (const other of others) {
    rest.push({ startMs: from, endMs: other.startMs });
    from = other.endMs;
  }
  rest.push({ startMs: from, endMs });
  return rest.filter(nonEmpty);
}

/** Whole slots of a stretch outside what is dirty, and what is left of it. */
function cells(stretch: Stretch, dirty: readonly Stretch[]): { cells: Stretch[]; rest: Stretch[] } {
  const startMs = Math.ceil(stretch.startMs / SLOT_MS) * SLOT_MS;
  const endMs = Math.floor(stretch.endMs / SLOT_MS) * SLOT_MS;
  if (endMs <= startMs) return { cells: [], rest: [stretch] };
  const within = dirty.map((d) => ({ startMs: Math.max(d.startMs, startMs), endMs: Math.min(d.endMs, endMs) }));
  const clean = without({ startMs, endMs }, within.filter(nonEmpty));
  return { cells: clean, rest: without(stretch, clean) };
}

/**
 * Which level answers which part of a query: the one place where that is decided. Pure. Whole local days whose marginals are right come from
 * L2, whole slots outside dirty time from L1, everything else from L0. Pieces are disjoint, ascending, and together cover the segments.
 *
 * @example
 * plan([{ startMs: 0, endMs: 900_001, offsetSlots: 0 }], { cells: true, cleanDays: new Map(), dirty: [] }).map((p) => p.level) // => ['L1', 'L0']
 */
export function plan(segments: readonly ZoneSegment[], coverage: RollupCoverage): RollupPiece[] {
  return segments.filter(nonEmpty).flatMap((segment) => {
    const { offsetSlots } = segment;
    const { marginals, rest } = days(segment, coverage.cleanDays.get(offsetSlots) ?? []);
    const pieces = (level: RollupLevel, stretches: readonly Stretch[]): RollupPiece[] =>
      stretches.map(({ startMs, endMs }) => ({ level, startMs, endMs, offsetSlots }));
    const finer = rest.flatMap((stretch) => {
      if (!coverage.cells) return pieces('L0', [stretch]);
      const split = cells(stretch, coverage.dirty);
      return [...pieces('L1', split.cells), ...pieces('L0', split.rest)];
    });
    return [...pieces('L2', marginals), ...finer].toSorted((a, b) => a.startMs - b.startMs);
  });
}
