import { UsageError } from '../errors.ts';
import { makesSession } from '../model/usageGrain.ts';
import { CELL_FAMILIES, keptCells } from './cells.ts';
import { SLOTS_PER_HOUR } from '../model/timeSlot.ts';
import { hourOf } from './dirtyHours.ts';
import { FIRST_MS } from './ledgerHours.ts';
import { isLostEntry } from './lostEntry.ts';
import { ExactSums } from './packed/ExactSums.ts';
import { type CellFamily, CELLS, place, width } from './packed/layouts.ts';
import { PackedRows } from './packed/packedRows.ts';
import { rateClassOf } from './rateClass.ts';
import type { Writing } from './StoreContext.ts';

/** Cells that are in memory at the same time. */
const CELLS_AT_ONCE = 24 * 7;

/** Columns of cells that refer to the dictionary, or are codes of words. */
export const CELL_REFERENCES = {
  usage: ['rate_class', 'request_dimset', 'dimset'],
  tools: ['outcome', 'approval', 'approval_source', 'tool', 'model', 'call_dimset', 'dimset'],
} as const satisfies Record<CellFamily, readonly string[]>;
export type CellReference = (typeof CELL_REFERENCES)[CellFamily][number];

/** An hour whose cells are not what was written. */
export interface UnreadableCells {
  family: CellFamily;
  hour: number;
}

/** What the cells of sealed time say; nothing else tells it. */
export interface SealedCells {
  unreadable: UnreadableCells[];
  /** Integers in the columns of {@link CELL_REFERENCES}, by name. */
  references: ReadonlyMap<CellReference, ReadonlySet<number>>;
  /** Sums of the usage that makes sessions, in the order of the measures of cells. */
  ofSessions: bigint[];
  /** Sums of other usage, by slot, in the same order. */
  ofOthers: ReadonlyMap<number, bigint[]>;
  calls: bigint;
}

/** Exact sums of columns, by group. */
class GroupSums {
  readonly #sums: ExactSums[];
  readonly #groups = new Map<number, number>();

  constructor(columns: number) {
    this.#sums = Array.from({ length: columns }, () => new ExactSums());
  }

  /** The place of a group. */
  of(key: number): number {
    const known = this.#groups.get(key) ?? this.#groups.size;
    this.#groups.set(key, known);
    return known;
  }

  add(groups: Int32Array, packed: PackedRows, from: number): void {
    for (const [i, sums] of this.#sums.entries()) {
      const values = packed.column(from + i);
      if (values) sums.add(groups, packed.rows, values, this.#groups.size);
    }
  }

  all(): Map<number, bigint[]> {
    const columns = this.#sums.map((sums) => sums.exactColumn(this.#groups.size));
    return new Map([...this.#groups].map(([key, at]) => [key, columns.map((column) => column[at] ?? 0n)]));
  }
}

/** Stands for usage that makes sessions, whenever it was. */
const SESSIONS = -Infinity;

/** Reads all cells of sealed time; those that cannot be read are named. */
export async function sealedCells(writing: Writing): Promise<SealedCells> {
  const { ctx, trx, tenant } = writing;
  const [firstHour, toHour] = [hourOf(FIRST_MS), hourOf(tenant.sealedBeforeMs)];
  const unreadable: UnreadableCells[] = [];
  const references = new Map<CellReference, Set<number>>();
  const sums = { usage: new GroupSums(CELLS.usage.sums.length), tools: new GroupSums(CELLS.tools.sums.length) };
  const classes = await ctx.dictionaries.rateClasses.all(trx, tenant.id);
  const known = new Map<number, boolean>();
  const isOfSessions = (rateClass: number): boolean => {
    const found = known.get(rateClass) ?? makesSessions(classes.get(rateClass));
    known.set(rateClass, found);
    return found;
  };
  const groupsOf = (family: CellFamily, hour: number, packed: PackedRows): Int32Array => {
    const [slots, of] = [packed.column(0), packed.column(place(CELLS.usage, 'rate_class'))];
    return Int32Array.from({ length: packed.rows }, (_, row) => {
      const isWhole = family === 'tools' || isOfSessions(of?.[row] ?? 0);
      return sums[family].of(isWhole ? SESSIONS : hour * SLOTS_PER_HOUR + (slots?.[row] ?? 0));
    });
  };
  const add = (family: CellFamily, hour: number, packed: PackedRows): void => {
    for (const name of CELL_REFERENCES[family]) {
      const ids = references.get(name) ?? new Set();
      references.set(name, ids);
      const column = packed.column(place(CELLS[family], name));
      if (column) for (const id of column) ids.add(id);
      else if (packed.rows > 0) ids.add(0);
    }
    sums[family].add(groupsOf(family, hour, packed), packed, CELLS[family].keys.length);
  };
  for (const family of CELL_FAMILIES) {
    const columns = width(CELLS[family]);
    for (let fromHour = firstHour, isMore = fromHour < toHour; isMore;) {
      const cells = await keptCells(trx, tenant.id, family, { fromHour, toHour }, CELLS_AT_ONCE);
      for (const { hour, data } of cells) {
        const packed = readable(data, columns);
        if (packed) add(family, hour, packed);
        else unreadable.push({ family, hour });
      }
      isMore = cells.length === CELLS_AT_ONCE;
      fromHour = (cells.at(-1)?.hour ?? 0) + 1;
    }
  }
  const ofOthers = sums.usage.all();
  const none = CELLS.usage.sums.map(() => 0n);
  const ofSessions = ofOthers.get(SESSIONS) ?? none;
  ofOthers.delete(SESSIONS);
  return { unreadable, references, ofSessions, ofOthers, calls: sums.tools.all().get(SESSIONS)?.[0] ?? 0n };
}

/** Whether usage of a rate class makes sessions; one that is lost is told by what looks for names. */
export function makesSessions(rateClass: string | undefined): boolean {
  try {
    return rateClass !== undefined && makesSession(rateClassOf(rateClass).grain);
  } catch (error) {
    if (isLostEntry(error)) return false;
    throw error;
  }
}

/** Packed rows; `undefined` when they are not what was written. */
export function readable(data: Uint8Array | ArrayBuffer, columns: number): PackedRows | undefined {
  try {
    const packed = new PackedRows(data, columns);
    const all = Array.from({ length: columns }, (_, i) => packed.column(i));
    const areIntegers = all.every((of) => !(of instanceof Float64Array) || of.every(Number.isSafeInteger));
    return areIntegers ? packed : undefined;
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
