import type { ZoneSegment } from '../model/Rollup.ts';
import { DAY_MS, SLOT_MS, SLOTS_PER_DAY } from '../model/timeSlot.ts';

/** L0 = the ledger itself, the truth. L1 = 15-minute cells, L2 = local days: caches of it that give the same answer. */
export type RollupLevel = 'L0' | 'L1' | 'L2';

/**
 * One piece of a planned query: a stretch of constant offset, and the level that answers it. For L1 its ends lie on slots, for L2 on local days.
 */
export interface RollupPiece extends ZoneSegment {
  level: RollupLevel;
  /** Offset at which its days are kept, where that need not be its own. */
  keptAt?: number;
  /** L2 answers by quarters of an hour: its ends lie on slots, within days that are kept. */
  bySlot?: true;
}

/** What may be used of the caches. */
export interface RollupCoverage {
  /** Whether cells can answer the query at all. */
  cells: boolean;
  /** Local days whose marginals are right, by offset, ascending; absent when marginals cannot answer the query. */
  cleanDays: ReadonlyMap<number, readonly number[]>;
  /** The same of days that answer whatever the offset of the query. */
  otherDays?: ReadonlyMap<number, readonly number[]>;
  /** The same of days whose quarters of an hour answer. */
  slotDays?: ReadonlyMap<number, readonly number[]>;
  /** Stretches of time, ascending and apart, whose cells are not right. Their ends lie on slots. */
  dirty: readonly Stretch[];
}

/** A stretch of time in ms since 1970. Half-open. */
export interface Stretch {
  startMs: number;
  endMs: number;
}

const nonEmpty = ({ startMs, endMs }: Stretch): boolean => endMs > startMs;

/** The local days that a piece reaches into which L2 answers. */
export function stretchOf(piece: RollupPiece): { offsetSlots: number; fromDay: number; toDay: number } {
  const { startMs, endMs, keptAt: offsetSlots = piece.offsetSlots } = piece;
  const day = (ms: number): number => (ms / SLOT_MS + offsetSlots) / SLOTS_PER_DAY;
  return { offsetSlots, fromDay: Math.floor(day(startMs)), toDay: Math.ceil(day(endMs)) };
}

/** The UTC days that a piece reaches into. */
export function utcDaysOf({ startMs, endMs }: Stretch): { fromDay: number; toDay: number } {
  return { fromDay: Math.floor(startMs / DAY_MS), toDay: Math.ceil(endMs / DAY_MS) };
}

/** Stretches of whole clean days at an offset inside a stretch of time, and what is left of it around them. */
function days(
  segment: Stretch,
  offsetSlots: number,
  clean: readonly number[],
): { marginals: Stretch[]; rest: Stretch[] } {
  const offsetMs = offsetSlots * SLOT_MS;
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

/** Whole slots of a stretch; none where it ends no later than it begins. */
export const slotsOf = ({ startMs, endMs }: Stretch): Stretch => ({
  startMs: Math.ceil(startMs / SLOT_MS) * SLOT_MS,
  endMs: Math.floor(endMs / SLOT_MS) * SLOT_MS,
});

/** Whole slots of a stretch of time that lie in clean days at an offset, and what is left of it around them. */
function slots(
  stretch: Stretch,
  offsetSlots: number,
  clean: readonly number[],
): { marginals: Stretch[]; rest: Stretch[] } {
  const whole = slotsOf(stretch);
  const marginals: Stretch[] = [];
  for (const day of clean) {
    const dayMs = day * DAY_MS - offsetSlots * SLOT_MS;
    const part = { startMs: Math.max(dayMs, whole.startMs), endMs: Math.min(dayMs + DAY_MS, whole.endMs) };
    const last = marginals.at(-1);
    if (!nonEmpty(part)) continue;
    if (last?.endMs === part.startMs) last.endMs = part.endMs;
    else marginals.push(part);
  }
  return { marginals, rest: without(stretch, marginals) };
}

/** Whole slots of a stretch outside what is dirty, and what is left of it. */
function cells(stretch: Stretch, dirty: readonly Stretch[]): { cells: Stretch[]; rest: Stretch[] } {
  const { startMs, endMs } = slotsOf(stretch);
  if (endMs <= startMs) return { cells: [], rest: [stretch] };
  const within = dirty.map((d) => ({ startMs: Math.max(d.startMs, startMs), endMs: Math.min(d.endMs, endMs) }));
  const clean = without({ startMs, endMs }, within.filter(nonEmpty));
  return { cells: clean, rest: without(stretch, clean) };
}

/**
 * Which level answers which part of a query: the one place where that is decided. Pure. Whole local days whose marginals are right come from
 * L2, also those at other offsets, or their quarters of an hour, where these can answer; whole slots outside dirty time from L1, everything else from L0.
 * Pieces are disjoint, ascending, and together cover the segments.
 *
 * @example
 * plan([{ startMs: 0, endMs: 900_001, offsetSlots: 0 }], { cells: true, cleanDays: new Map(), dirty: [] }).map((p) => p.level) // => ['L1', 'L0']
 */
export function plan(segments: readonly ZoneSegment[], coverage: RollupCoverage): RollupPiece[] {
  return segments.filter(nonEmpty).flatMap((segment) => {
    const { offsetSlots, startMs, endMs } = segment;
    const found: RollupPiece[] = [];
    const add = (stretches: readonly Stretch[], of: Omit<RollupPiece, 'startMs' | 'endMs' | 'offsetSlots'>): void => {
      for (const stretch of stretches) found.push({ ...of, ...stretch, offsetSlots });
    };
    let rest: Stretch[] = [{ startMs, endMs }];
    const take = (
      split: (stretch: Stretch) => { marginals: Stretch[]; rest: Stretch[] },
      of: { keptAt?: number; bySlot?: true },
    ) => {
      const parts = rest.map(split);
      for (const { marginals } of parts) add(marginals, { level: 'L2', ...of });
      rest = parts.flatMap((part) => part.rest);
    };
    take((stretch) => days(stretch, offsetSlots, coverage.cleanDays.get(offsetSlots) ?? []), {});
    for (const [keptAt, clean] of coverage.otherDays ?? []) take((stretch) => days(stretch, keptAt, clean), { keptAt });
    for (const [keptAt, clean] of coverage.slotDays ?? []) {
      take((stretch) => slots(stretch, keptAt, clean), { keptAt, bySlot: true });
    }
    for (const stretch of rest) {
      const split = coverage.cells ? cells(stretch, coverage.dirty) : { cells: [], rest: [stretch] };
      add(split.cells, { level: 'L1' });
      add(split.rest, { level: 'L0' });
    }
    return found.toSorted((a, b) => a.startMs - b.startMs);
  });
}

/** The same time in as few segments as can be, for questions whose answer does not depend on the offset. */
export function joined(segments: readonly ZoneSegment[]): ZoneSegment[] {
  const all: ZoneSegment[] = [];
  for (const segment of segments) {
    const last = all.at(-1);
    if (last?.endMs === segment.startMs) last.endMs = segment.endMs;
    else all.push({ ...segment });
  }
  return all;
}
