import { SLOT_MS, SLOTS_PER_DAY } from '../model/timeSlot.ts';
import { DISTRIBUTION, FLAG } from './codes.ts';
import {
  type DayMarginal,
  type DayStretch,
  type MarginalDimensions,
  NO_DIMENSION,
  packedDays,
  WHOLE,
} from './marginals.ts';
import type { FactRows } from './packed/FactRows.ts';
import { DAYS, type DayFamily } from './packed/layouts.ts';
import { picked } from './packed/groupOrder.ts';
import { packRows } from './packed/packedRows.ts';
import { sortedGroups, type SortedKey, type SortedRows } from './packed/sortedGroups.ts';
import { FACT_COLUMN, factsOf } from './sessionFacts.ts';
import type { StoreContext, Trx } from './StoreContext.ts';

const SLOTS_PER_LOCAL_HOUR = SLOTS_PER_DAY / 24;

/** Sessions of a day that are kept by name, the dearest first. */
export const TOP_PLACES = 50;

const MEASURES = DAYS.sessions.sums;

/** Sessions that began in a stretch of days. */
interface Sessions {
  rows: number;
  /** Local day. */
  day: Int32Array;
  /** Local quarter hour of the day. */
  slot: Float64Array;
  /** Local hour of the day. */
  hour: Float64Array;
  /** A column of the facts by its name. */
  column(name: string): Float64Array;
}

/** Times before 1970 are below 0. */
const slotOfDay = (slot: number): number => slot - Math.floor(slot / SLOTS_PER_DAY) * SLOTS_PER_DAY;

async function sessionsOf(ctx: StoreContext, trx: Trx, tenant: number, stretch: DayStretch): Promise<Sessions> {
  const { offsetSlots, fromDay, toDay } = stretch;
  const [from, to] = [fromDay * SLOTS_PER_DAY - offsetSlots, toDay * SLOTS_PER_DAY - offsetSlots];
  const time = { startMs: from * SLOT_MS, endMs: to * SLOT_MS };
  const parts: { facts: FactRows; rows: number[] }[] = [];
  const slots: number[] = [];
  for (const { day, facts } of await factsOf(ctx, trx, tenant, time)) {
    const column = facts.column(FACT_COLUMN['slot'] as number);
    const rows: number[] = [];
    for (let row = 0; row < facts.rows; row += 1) {
      const slot = day * SLOTS_PER_DAY + (column?.[row] ?? 0);
      if (slot < from || slot >= to) continue;
      rows.push(row);
      slots.push(slot + offsetSlots);
    }
    parts.push({ facts, rows });
  }
  return {
    rows: slots.length,
    day: Int32Array.from(slots, (slot) => Math.floor(slot / SLOTS_PER_DAY)),
    slot: Float64Array.from(slots, slotOfDay),
    hour: Float64Array.from(slots, (slot) => Math.floor(slotOfDay(slot) / SLOTS_PER_LOCAL_HOUR)),
    column: (name) => {
      const all = new Float64Array(slots.length);
      let at = 0;
      for (const { facts, rows } of parts) {
        const values = facts.column(FACT_COLUMN[name] as number);
        for (const row of rows) all[at++] = values?.[row] ?? 0;
      }
      return all;
    },
  };
}

/** Models of each set of them. */
async function modelSets(trx: Trx, tenant: number): Promise<Map<number, number[]>> {
  const rows = await trx
    .selectFrom('uk_model_set')
    .select(['model_set', 'model'])
    .where('tenant', '=', tenant)
    .execute();
  const sets = new Map<number, number[]>();
  for (const row of rows) {
    const set = sets.get(Number(row.model_set)) ?? [];
    set.push(Number(row.model));
    sets.set(Number(row.model_set), set);
  }
  return sets;
}

/** The dearest sessions of each day. */
function topDays(sessions: Sessions, { fromDay, toDay }: DayStretch): DayMarginal[] {
  const ofDay = Array.from({ length: toDay - fromDay }, (): number[] => []);
  const [flag, id, pico, priced, keyHigh, keyLow] = [
    sessions.column('flag'),
    sessions.column('session'),
    sessions.column('costPico'),
    sessions.column('priced'),
    sessions.column('keyHigh'),
    sessions.column('keyLow'),
  ];
  for (let row = 0; row < sessions.rows; row += 1) {
    if ((flag[row] as number) < FLAG.reset) ofDay[(sessions.day[row] as number) - fromDay]?.push(row);
  }
  const nano = sessions.column('costNano').map((value, row) => (priced[row] === 0 ? -1 : value));
  const order = [nano, pico, keyHigh, keyLow];
  const dearer = (a: number, b: number): number => {
    for (const column of order) {
      const difference = (column[b] as number) - (column[a] as number);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  return ofDay.map((rows, i) => {
    const top = rows.toSorted(dearer).slice(0, TOP_PLACES);
    const columns = [id, nano, pico].map((column) => Float64Array.from(top, (row) => column[row] as number));
    return {
      family: 'top',
      dimension: NO_DIMENSION,
      day: fromDay + i,
      part: WHOLE,
      data: packRows(columns, top.length),
    };
  });
}

/** How many sessions have a value in each bucket. */
function valueDays(sessions: Sessions, stretch: DayStretch): DayMarginal[] {
  const { words } = DISTRIBUTION;
  // Once for each of the measures, one after the other.
  const rows = sessions.rows * words.length;
  const [code, flag, bucket] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  const day = new Int32Array(rows);
  const flags = sessions.column('flag');
  for (const [i, measure] of words.entries()) {
    const from = i * sessions.rows;
    code.fill(DISTRIBUTION.code(measure), from, from + sessions.rows);
    flag.set(flags, from);
    bucket.set(sessions.column(`${measure}Bucket`), from);
    day.set(sessions.day, from);
  }
  const keys = [code, flag, bucket].map((values) => ({ values }));
  const groups = sortedGroups({ rows, bucket: day, keys, sums: [new Float64Array(rows).fill(1)] });
  return packedDays(groups, 'values', NO_DIMENSION, stretch);
}

/** The marginals of sessions of a stretch of days. */
export async function sessionMarginals(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  stretch: DayStretch,
  { rolled, project, model }: MarginalDimensions,
): Promise<DayMarginal[]> {
  const sessions = await sessionsOf(ctx, trx, tenant, stretch);
  const [status, flag] = [sessions.column('status'), sessions.column('flag')];
  const sums = MEASURES.map(sessions.column);
  const folded = (family: DayFamily, dimension: number, rows: SortedRows): DayMarginal[] =>
    packedDays(sortedGroups(rows), family, dimension, stretch);
  const dimset = sessions.column('dimset');
  const projects = project === undefined ? undefined : await ctx.dimsetValues.of(trx, tenant, project);
  /** By one dimension, the rows of which may be chosen, with repetitions. */
  const by = (dimension: number, value: SortedKey, chosen?: Int32Array): DayMarginal[] => {
    const pick = (column: Float64Array) => (chosen === undefined ? column : picked(column, chosen));
    const rows = chosen?.length ?? sessions.rows;
    const bucket = chosen === undefined ? sessions.day : Int32Array.from(picked(sessions.day, chosen));
    const [statuses, flags] = [{ values: pick(status) }, { values: pick(flag) }];
    const marginals = folded('sessions', dimension, {
      rows,
      bucket,
      keys: [flags, statuses, value],
      sums: sums.map(pick),
    });
    const counted = { rows, bucket, sums: [new Float64Array(rows).fill(1)] };
    const hours = [flags, statuses, { values: pick(sessions.hour) }, value];
    marginals.push(...folded('starts', dimension, { ...counted, keys: hours }));
    if (projects && dimension !== NO_DIMENSION && dimension !== project) {
      const keys = [flags, statuses, { values: pick(dimset), map: projects }, value];
      marginals.push(...folded('projectSessions', dimension, { ...counted, keys }));
    }
    return marginals;
  };

  const marginals = by(NO_DIMENSION, { values: undefined });
  for (const dimension of rolled) {
    if (dimension.grain !== 'session') continue;
    const map = await ctx.dimsetValues.of(trx, tenant, dimension.id);
    marginals.push(...by(dimension.id, { values: dimset, map }));
  }
  // A session counts once for each of its models.
  const sets = await modelSets(trx, tenant);
  const rowsOfModels: number[] = [];
  const models: number[] = [];
  for (const [row, set] of sessions.column('model_set').entries()) {
    for (const of of sets.get(set) ?? []) {
      rowsOfModels.push(row);
      models.push(of);
    }
  }
  const bySlot = folded('sessionSlots', NO_DIMENSION, {
    rows: sessions.rows,
    bucket: sessions.day,
    keys: [{ values: sessions.slot }, { values: flag }, { values: status }],
    sums,
  });
  return [
    ...marginals,
    ...bySlot,
    ...by(model, { values: Float64Array.from(models) }, Int32Array.from(rowsOfModels)),
    ...valueDays(sessions, stretch),
    ...topDays(sessions, stretch),
  ];
}
