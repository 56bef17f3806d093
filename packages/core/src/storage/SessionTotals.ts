import { sql } from 'kysely';

import type { LedgerRows } from './ledgerRows.ts';
import { TIMED_TABLES } from './ledgerHours.ts';
import { orderOf } from './packed/groupOrder.ts';
import { PairIndex } from './packed/PairIndex.ts';
import type { RawCells } from './rawCells.ts';
import type { Writing } from './StoreContext.ts';

/** Sessions, each with each of its rate classes, that are kept at most: some 130 bytes each. */
const MOST_PAIRS = 2 ** 21;
/** Ids are kept in 32 bits. */
const MOST_ID = 2 ** 31 - 1;

/** Where the measures of requests are that sessions have, in the order in which `REQUEST_SUMS` has them after times and counts. */
const NANO = 7;
const PICO = 8;
const UNPRICED_REQUESTS = 9;
const UNPRICED_TOKENS = 10;
const TOKENS = [1, 2, 3, 4, 5, 6];
const REQUESTS = 0;

/** Columns that grow: times first, of which the least and the largest are kept, then sums. */
class Totals {
  readonly #columns: Float64Array[];
  readonly #pairs = new PairIndex();

  constructor(columns: number) {
    this.#columns = Array.from({ length: columns }, () => new Float64Array(1024));
  }

  get size(): number {
    return this.#pairs.size;
  }

  /** Adds rows to their sessions and keys; neighbours often are of one. */
  add(
    { rows, session, firstMs, lastMs }: LedgerRows,
    key: Float64Array | undefined,
    sums: readonly Float64Array[],
  ): void {
    const groups = new Int32Array(rows);
    const before = this.size;
    let [lastSession, lastKey, lastGroup] = [-1, -1, -1];
    for (let row = 0; row < rows; row += 1) {
      const of = session[row] as number;
      const by = key === undefined ? 0 : (key[row] as number);
      if (of !== lastSession || by !== lastKey) {
        lastGroup = this.#pairs.of(of, by);
        [lastSession, lastKey] = [of, by];
      }
      groups[row] = lastGroup;
    }
    this.#fit(before);
    const [first, last, ...others] = this.#columns as [Float64Array, Float64Array, ...Float64Array[]];
    for (let row = 0; row < rows; row += 1) {
      const group = groups[row] as number;
      if ((firstMs[row] as number) < (first[group] as number)) first[group] = firstMs[row] as number;
      if ((lastMs[row] as number) > (last[group] as number)) last[group] = lastMs[row] as number;
    }
    for (let i = 0; i < others.length; i += 1) {
      const [to, from] = [others[i] as Float64Array, sums[i] as Float64Array];
      for (let row = 0; row < rows; row += 1) {
        const group = groups[row] as number;
        to[group] = (to[group] as number) + (from[row] as number);
      }
    }
  }

  #fit(before: number): void {
    const { size } = this;
    for (let i = 0; i < this.#columns.length; i += 1) {
      let column = this.#columns[i] as Float64Array;
      if (size > column.length) {
        const longer = new Float64Array(Math.max(size, column.length * 2));
        longer.set(column);
        column = this.#columns[i] = longer;
      }
      if (i === 0) column.fill(Infinity, before, size);
    }
  }

  /** Rows of session, key where there is one, and totals, in their order; reads one stretch of sessions after the other. */
  rows(withKey: boolean): (after: number, last: number) => number[][] {
    const { size } = this;
    const [sessions, keys] = [new Int32Array(size), new Int32Array(size)];
    for (let i = 0; i < size; i += 1) {
      sessions[i] = this.#pairs.first(i);
      keys[i] = this.#pairs.second(i);
    }
    const order = orderOf([sessions, keys], size);
    let next = 0;
    return (after, last) => {
      const found: number[][] = [];
      for (; next < size; next += 1) {
        const at = order[next] as number;
        const session = sessions[at] as number;
        if (session > last) break;
        if (session <= after) continue;
        const row = withKey ? [session, keys[at] as number] : [session];
        for (let i = 0; i < this.#columns.length; i += 1) row.push((this.#columns[i] as Float64Array)[at] as number);
        found.push(row);
      }
      return found;
    };
  }
}

/** Totals of a stretch of sessions, as the engine would give them; stretches are asked for in order. */
export interface TotalRows {
  /** Rows of session, rate class and `REQUEST_SUMS`. */
  requests(after: number, last: number): number[][];
  /** Rows of session and `CALL_SUMS`. */
  calls(after: number, last: number): number[][];
}

/**
 * What sessions' requests and calls add up to, from rows that were read for something else. Good only as long as nobody has written since the first of them, and
 * once all hours were read.
 */
export class SessionTotals {
  /** Minimum and maximum of times, and 12 sums; as `REQUEST_SUMS`. */
  #requests = new Totals(14);
  #calls = new Totals(3);
  readonly #hours = new Set<number>();
  /** Rows that were read, of each table. */
  readonly #read = new Map(TIMED_TABLES.map((table) => [table, 0]));
  #revision: number | undefined;
  #isGood = true;

  /** Told the tenant's revision under its lock, before rows of that transaction are added. */
  begin(revision: number): void {
    this.#revision ??= revision;
    if (revision !== this.#revision) this.#giveUp();
  }

  #giveUp(): void {
    this.#isGood = false;
    [this.#requests, this.#calls] = [new Totals(14), new Totals(3)];
  }

  /** Adds all rows of some hours. */
  add(usage: RawCells, tools: RawCells, hours: readonly number[]): void {
    if (!this.#isGood) return;
    const [requests, calls] = [usage.rows, tools.rows];
    const isLarge = [requests, calls].some(({ rows, session }) => rows > 0 && (session[rows - 1] as number) > MOST_ID);
    const isTwice = hours.some((hour) => this.#hours.has(hour));
    const arePlaced = usage.arePlaced && tools.arePlaced;
    if (isLarge || isTwice || !arePlaced || this.#requests.size > MOST_PAIRS) {
      this.#giveUp();
      return;
    }
    for (const [table, { read }] of [
      ['uk_request', usage],
      ['uk_tool_call', tools],
    ] as const) {
      this.#read.set(table, (this.#read.get(table) ?? 0) + read);
    }
    for (const hour of hours) this.#hours.add(hour);
    const { priced, sums, keys } = requests;
    const of = (i: number): Float64Array => sums[i] as Float64Array;
    const ordered = [of(REQUESTS), priced, of(NANO), of(PICO), of(UNPRICED_REQUESTS), of(UNPRICED_TOKENS)];
    this.#requests.add(requests, keys[0], [...ordered, ...TOKENS.map(of)]);
    this.#calls.add(calls, undefined, calls.sums);
  }

  /**
   * The totals of all sessions; `undefined` when they do not tell of all rows as they are now. When they do, the hours in which sessions have rows are right as
   * well: each was compared with the rows that it led to, and no row is left.
   */
  async rows({ trx, tenant }: Writing): Promise<TotalRows | undefined> {
    this.begin(tenant.revision);
    for (const table of TIMED_TABLES) {
      if (!this.#isGood) return undefined;
      const places = trx.selectFrom(`${table}_hour`).select('hour').distinct().where('tenant', '=', tenant.id);
      const hours = await places.execute();
      if (!hours.every(({ hour }) => this.#hours.has(Number(hour)))) {
        this.#giveUp();
        return undefined;
      }
      const all = trx
        .selectFrom(table)
        .select(sql<number>`count(*)`.as('n'))
        .where('tenant', '=', tenant.id);
      if (Number((await all.executeTakeFirstOrThrow()).n) !== this.#read.get(table)) this.#giveUp();
    }
    if (!this.#isGood) return undefined;
    return { requests: this.#requests.rows(true), calls: this.#calls.rows(false) };
  }

  /** Whether nobody has written since. */
  isOf({ tenant }: Writing): boolean {
    return this.#isGood && this.#revision === tenant.revision;
  }
}
