import type { ZoneSegment } from '../model/Rollup.ts';
import { SLOT_MS, SLOTS_PER_DAY } from '../model/timeSlot.ts';
import { FLAG } from './codes.ts';
import { CacheStates, coverageFor } from './coverage.ts';
import { type FactRows, needsSums } from './packed/FactRows.ts';
import { type Integers, keptRows, type RowFilter } from './packed/GroupFold.ts';
import { FACT_ROWS } from './packed/layouts.ts';
import { rowFilters } from './rowFilters.ts';
import { joined, plan, type RollupPiece, utcDaysOf } from './plan.ts';
import { attributesOf, filterOf } from './rollupAttributes.ts';
import { FACT_COLUMN, readFacts } from './sessionFacts.ts';
import type { StoreContext, Trx } from './StoreContext.ts';
import type { StoredSessionQuery } from './UsageStore.ts';

export type SessionFilter = Pick<StoredSessionQuery, 'where' | 'hideFailed' | 'includeReset'>;

/** Takes sessions one by one. */
export interface FactReader {
  /** Columns of {@link FACT_ROWS} by name. */
  names: readonly string[];
  /**
   * Takes the sessions of a UTC day.
   *
   * @param rows those that count
   * @param columns as named
   */
  add(rows: Int32Array, columns: readonly Integers[]): void;
}

/** Rows of a day are few where one of so many is kept. */
const FEW = 8;

/**
 * The rows of a day that all filters keep. Where the first one keeps few they are known from then on: the questions of a dashboard look for the same, and so does the next
 * dashboard of the filter. Facts have one column of combinations, which is what lasting filters are about.
 *
 * @param filters the first one keeps the fewest, as a rule
 * @param kept takes their numbers, ascending, where not all are kept
 * @returns how many they are
 */
function rowsKept([first, ...others]: readonly RowFilter[], facts: FactRows, kept: Int32Array): number {
  if (!first) return facts.rows;
  const few = first.known?.get(facts);
  if (few) {
    kept.set(few);
    return keptRows(others, facts.rows, kept, few.length);
  }
  const count = keptRows([first], facts.rows, kept);
  if (count === facts.rows) return keptRows(others, facts.rows, kept);
  if (count * FEW <= facts.rows) first.known?.set(facts, kept.slice(0, count));
  return keptRows(others, facts.rows, kept, count);
}

/** Flags of the sessions that a filter keeps. */
export function flagsOf({ hideFailed, includeReset }: SessionFilter): number[] {
  const flags = hideFailed ? [0] : [0, FLAG.failed];
  return includeReset ? flags.flatMap((flag) => [flag, flag | FLAG.reset]) : flags;
}

/** Sessions one by one, as far as their facts are kept. */
export interface FactScan {
  /** Stretches whose sessions have to be asked themselves. */
  rest: readonly RollupPiece[];
  /** Reads the facts once, for all who want them. */
  read(readers: readonly FactReader[]): Promise<void>;
}

/**
 * Plans a question that is answered session by session.
 *
 * @param states of the snapshot, where more is asked in it
 */
export async function factScan(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  query: SessionFilter & { segments: readonly ZoneSegment[] },
  states = new CacheStates(trx, tenant),
): Promise<FactScan> {
  const { segments, where = {} } = query;
  const attributes = await attributesOf(ctx, trx, tenant, 'sessions', where);
  // A session keeps its own combination when time is sealed: what joined the rollups since is in its facts, too.
  const can = { cells: [...attributes.values()].every((a) => a.packed('L1') !== null), days: false };
  // Facts have no offset: time is cut for them where it has to be alone.
  const whole = joined(segments);
  const pieces = plan(whole, await coverageFor(trx, tenant, 'sessions', whole, can, states));
  const filters = can.cells
    ? await rowFilters({ ctx, trx, tenant }, await filterOf(where, attributes), flagsOf(query), FACT_ROWS, 'L1')
    : [];

  async function read(piece: RollupPiece, readers: readonly FactReader[]): Promise<void> {
    const wanted = readers.map((reader) => ({
      reader,
      columns: reader.names.map((name) => FACT_COLUMN[name] as number),
    }));
    const used = [...wanted.flatMap(({ columns }) => columns), ...filters.map(({ column }) => column)];
    let kept = new Int32Array(0);
    const add = (day: number, facts: FactRows): void => {
      // Readers are done with the rows of a day before the next one comes.
      if (kept.length < facts.rows) kept = new Int32Array(facts.rows * 2);
      const all = filters.map(({ column, ...filter }) => ({ ...filter, values: facts.column(column) }));
      const time = timeFilter(day, piece);
      if (time) all.push({ ...time, values: facts.column(FACT_COLUMN['slot'] as number) });
      const rows = kept.subarray(0, rowsKept(all, facts, kept));
      if (rows.length === facts.rows) for (let row = 0; row < rows.length; row += 1) rows[row] = row;
      if (rows.length === 0) return;
      for (const { reader, columns } of wanted) {
        reader.add(
          rows,
          columns.map((column) => facts.column(column)),
        );
      }
    };
    for await (const days of readFacts(trx, tenant, utcDaysOf(piece), needsSums(used))) {
      for (const { day, facts } of days) add(day, facts);
    }
  }
  return {
    rest: pieces.filter((piece) => piece.level === 'L0'),
    read: async (readers) => {
      for (const piece of pieces) if (piece.level === 'L1') await read(piece, readers);
    },
  };
}

/** Keeps the slots of a day that lie in a piece; `undefined` where all do. */
function timeFilter(day: number, { startMs, endMs }: RollupPiece): Omit<RowFilter, 'values'> | undefined {
  const first = day * SLOTS_PER_DAY;
  const [from, to] = [startMs / SLOT_MS - first, endMs / SLOT_MS - first];
  if (from <= 0 && to >= SLOTS_PER_DAY) return undefined;
  const keeps = Uint8Array.from({ length: SLOTS_PER_DAY }, (_, slot) => (slot >= from && slot < to ? 1 : 0));
  return { keeps, keepsOthers: false };
}
