import { sql } from 'kysely';

import type { RollupFamily, ZoneSegment } from '../model/Rollup.ts';
import { DAY_MS, HOUR_MS, SLOT_MS } from '../model/timeSlot.ts';
import { BLOCK_DAYS, blocksAt, FACT_DAYS } from './dayKinds.ts';
import { cleanDaysByOffset } from './dayStates.ts';
import { ROLLUP_STATE } from './dirtyHours.ts';
import { keptQuery } from './keyedQuery.ts';
import type { DayStretch } from './marginals.ts';
import { type RollupCoverage, type Stretch, utcDaysOf } from './plan.ts';
import { once, onceMade } from './remembered.ts';
import type { Trx } from './StoreContext.ts';

/** Stretches of time whose days are known. */
const MAX_WHOLES = 32;

/** Consecutive numbers as stretches of time, each so many ms long. */
function stretchesOf(numbers: readonly number[], lengthMs: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (const n of numbers) {
    const last = stretches.at(-1);
    if (last?.endMs === n * lengthMs) last.endMs += lengthMs;
    else stretches.push({ startMs: n * lengthMs, endMs: (n + 1) * lengthMs });
  }
  return stretches;
}

/** What is right of the caches in one snapshot: read once for all questions of the same time. */
export class CacheStates {
  readonly #trx: Trx;
  readonly #tenant: number;
  /** Stretches that were read, in this snapshot or another of the same state. */
  readonly #wholes: Stretch[];
  readonly #found = new Map<string, Promise<unknown>>();

  constructor(trx: Trx, tenant: number) {
    this.#trx = trx;
    this.#tenant = tenant;
    this.#wholes = onceMade(trx, `stretches ${tenant}`, () => []);
  }

  #once<T>(what: string, { startMs, endMs }: Stretch, read: () => Promise<T>): Promise<T> {
    const key = `${what} ${startMs} ${endMs}`;
    const found = (this.#found.get(key) as Promise<T> | undefined) ?? read();
    this.#found.set(key, found);
    return found;
  }

  /** Days that are right, by offset, ascending: all that have a part in a stretch of time and perhaps others, whatever their offset; those of facts, and blocks, among them. */
  days(stretch: Stretch): Promise<ReadonlyMap<number, readonly number[]>> {
    const whole = this.#around(stretch);
    if (whole === stretch) this.#wholes.push(whole);
    if (this.#wholes.length > MAX_WHOLES) this.#wholes.shift();
    // An offset is less than a day.
    const days = { fromDay: Math.floor(whole.startMs / DAY_MS) - 1, toDay: Math.ceil(whole.endMs / DAY_MS) + 1 };
    const what = `clean days ${this.#tenant} ${days.fromDay} ${days.toDay}`;
    return this.#once('days', whole, () =>
      once(this.#trx, what, () => cleanDaysByOffset(this.#trx, this.#tenant, days)),
    );
  }

  /** Blocks that are right and lie in a stretch of days, ascending. */
  async blocks({ offsetSlots, fromDay, toDay }: DayStretch): Promise<number[]> {
    const [first, after] = [Math.ceil(fromDay / BLOCK_DAYS), Math.floor(toDay / BLOCK_DAYS)];
    if (first >= after) return [];
    const startMs = fromDay * DAY_MS - offsetSlots * SLOT_MS;
    const known = await this.days({ startMs, endMs: startMs + (toDay - fromDay) * DAY_MS });
    return (known.get(blocksAt(offsetSlots)) ?? []).filter((block) => block >= first && block < after);
  }

  /** A stretch of time that was read and in which another lies, else that one. */
  #around(stretch: Stretch): Stretch {
    return this.#wholes.find((of) => of.startMs <= stretch.startMs && of.endMs >= stretch.endMs) ?? stretch;
  }

  /** Time of hours whose cells are not right. */
  dirtyHours(whole: Stretch): Promise<Stretch[]> {
    const hours = { from: Math.floor(whole.startMs / HOUR_MS), to: Math.floor(whole.endMs / HOUR_MS) };
    const what = `unclean hours ${this.#tenant} ${hours.from} ${hours.to}`;
    const read = async (): Promise<Stretch[]> => {
      const rows = await keptQuery(this.#trx, 'unclean hours', [this.#tenant, hours.from, hours.to], (of, from, to) => {
        const query = this.#trx.selectFrom('uk_hour').select('hour').where('tenant', '=', of);
        const within = query.where('hour', '>=', from).where('hour', '<=', to);
        return within.where('state', '<>', sql.lit(ROLLUP_STATE.clean)).orderBy('hour');
      });
      return stretchesOf(
        rows.map((row) => Number(row.hour)),
        HOUR_MS,
      );
    };
    return this.#once('hours', whole, () => once(this.#trx, what, read));
  }

  /** Time of days whose session facts are not known to be right. */
  async timeWithoutFacts(whole: Stretch): Promise<Stretch[]> {
    const { fromDay, toDay } = utcDaysOf(whole);
    const clean = ((await this.days(whole)).get(FACT_DAYS) ?? []).filter((day) => day >= fromDay && day < toDay);
    const dirty: Stretch[] = [];
    let from = fromDay * DAY_MS;
    for (const stretch of stretchesOf(clean, DAY_MS)) {
      if (stretch.startMs > from) dirty.push({ startMs: from, endMs: stretch.startMs });
      from = stretch.endMs;
    }
    return [...dirty, { startMs: from, endMs: Math.max(from, toDay * DAY_MS) }];
  }
}

/** Which caches have all columns that a query needs. */
export interface CachesOf {
  cells: boolean;
  /** Days at the offset of the query. */
  days: boolean;
  /** Days at any offset. */
  otherDays?: boolean;
  /** Quarters of an hour of days at any offset. */
  slotDays?: boolean;
}

/**
 * What may be used of the caches for a query: the days that are right, and the time that is not, in its segments.
 *
 * @param states of the snapshot, where several questions are asked in it
 */
export async function coverageFor(
  trx: Trx,
  tenant: number,
  family: RollupFamily,
  segments: readonly ZoneSegment[],
  can: CachesOf,
  states = new CacheStates(trx, tenant),
): Promise<RollupCoverage> {
  const [first, last] = [segments[0], segments.at(-1)];
  if (!first || !last) return { cells: false, cleanDays: new Map(), dirty: [] };
  const whole = { startMs: first.startMs, endMs: last.endMs };
  const known =
    can.days || can.otherDays || can.slotDays ? await states.days(whole) : new Map<number, readonly number[]>();
  const cleanDays = can.days ? known : new Map<number, readonly number[]>();
  const kept = new Map([...known].filter(([offsetSlots]) => offsetSlots < FACT_DAYS));
  const days = { cleanDays, ...(can.otherDays && { otherDays: kept }), ...(can.slotDays && { slotDays: kept }) };
  if (!can.cells) return { cells: false, ...days, dirty: [] };
  const dirty = await (family === 'sessions' ? states.timeWithoutFacts(whole) : states.dirtyHours(whole));
  return { cells: true, ...days, dirty };
}
