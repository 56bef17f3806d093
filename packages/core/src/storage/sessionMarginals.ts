import { sql } from 'kysely';

import { SLOT_MS, SLOTS_PER_DAY } from '../model/timeSlot.ts';
import { columnOf } from './cells.ts';
import { DISTRIBUTION, FLAG } from './codes.ts';
import {
  type DayMarginal,
  type DayStretch,
  isFine,
  type MarginalDimensions,
  NO_DIMENSION,
  packedDays,
} from './marginals.ts';
import { type FoldedColumns, GroupFold, type KeyColumn } from './packed/GroupFold.ts';
import { DAYS, type PackedFamily } from './packed/layouts.ts';
import { packRows } from './packed/packedRows.ts';
import { LEDGER_MEASURES } from './rollupColumns.ts';
import type { StoreContext, Trx } from './StoreContext.ts';

const DAY_MS = SLOTS_PER_DAY * SLOT_MS;
const HOUR_MS = DAY_MS / 24;

/** Sessions of a day that are kept by name, the dearest first. */
export const TOP_PLACES = 50;

const FACTS = ['id', 'started_ms', 'dimset', 'model_set', 'status', 'flag'] as const;
const MEASURES = Object.values(LEDGER_MEASURES.sessions);

/** Sessions that began in a stretch of days, as columns. */
interface Sessions {
  rows: number;
  /** Local day, counted from the first of the stretch. */
  day: Int32Array;
  fact(name: (typeof FACTS)[number]): Float64Array;
  measure(index: number): Float64Array;
  bucket(index: number): Float64Array;
  /** Orders sessions of equal cost. */
  key(row: number): bigint;
  /** Whole nano-USD and the pico rest; −1 without a price. */
  nano: Float64Array;
}

async function sessionsOf(
  { traits }: StoreContext,
  trx: Trx,
  tenant: number,
  { offsetSlots, fromDay, toDay }: DayStretch,
): Promise<Sessions> {
  const offsetMs = offsetSlots * SLOT_MS;
  const columns = [
    ...FACTS.map((name) => `s.${name}`),
    ...MEASURES,
    ...DISTRIBUTION.words.map((measure) => `s.${measure}_bucket`),
    'coalesce(s.cost_nano, -1)',
  ];
  const rows = await traits.values(
    trx,
    sql`select ${sql.raw(columns.map((column, i) => `${column} as c${i}`).join(', '))},
        ${traits.integerText(sql.raw('s.session_key'))} as session_key
      from ${sql.table('uk_session')} as s where s.tenant = ${tenant} and s.request_count > 0
        and s.started_ms >= ${fromDay * DAY_MS - offsetMs} and s.started_ms < ${toDay * DAY_MS - offsetMs}`,
  );
  const started = columnOf(rows, 1);
  const buckets = FACTS.length + MEASURES.length;
  return {
    rows: rows.length,
    day: Int32Array.from(started, (ms) => Math.floor((ms + offsetMs) / DAY_MS) - fromDay),
    fact: (name) => columnOf(rows, FACTS.indexOf(name)),
    measure: (index) => columnOf(rows, FACTS.length + index),
    bucket: (index) => columnOf(rows, buckets + index),
    key: (row) => BigInt((rows[row] as string[])[columns.length] as string),
    nano: columnOf(rows, columns.length - 1),
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
  const flag = sessions.fact('flag');
  for (let row = 0; row < sessions.rows; row += 1) {
    if ((flag[row] as number) < FLAG.reset) ofDay[sessions.day[row] as number]?.push(row);
  }
  const id = sessions.fact('id');
  const pico = sessions.measure(DAYS.sessions.sums.indexOf('costPico'));
  const { nano } = sessions;
  const dearer = (a: number, b: number): number =>
    (nano[b] as number) - (nano[a] as number) ||
    (pico[b] as number) - (pico[a] as number) ||
    (sessions.key(b) < sessions.key(a) ? -1 : 1);
  return ofDay.map((rows, i) => {
    const top = rows.toSorted(dearer).slice(0, TOP_PLACES);
    const columns = [id, nano, pico].map((column) => top.map((row) => column[row] as number));
    return { family: 'top', dimension: NO_DIMENSION, day: fromDay + i, data: packRows(columns, top.length) };
  });
}

/** How many sessions have a value in each bucket. */
function valueDays(sessions: Sessions, stretch: DayStretch, bucket: FoldedColumns['bucket']): DayMarginal[] {
  const fold = new GroupFold(DAYS.values.keys.length, DAYS.values.sums.length);
  const { rows } = sessions;
  const ones = new Uint8Array(rows).fill(1);
  const flag = sessions.fact('flag');
  for (const [i, measure] of DISTRIBUTION.words.entries()) {
    const code = new Uint8Array(rows).fill(DISTRIBUTION.code(measure));
    const keys = [{ values: code }, { values: flag }, { values: sessions.bucket(i).map((b) => b + 1) }];
    fold.add({ rows, bucket, keys, filters: [], sums: [ones] });
  }
  return packedDays(fold, 'values', NO_DIMENSION, stretch);
}

/** The marginals of sessions of a stretch of days. */
export async function sessionMarginals(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  stretch: DayStretch,
  { rolled, model }: MarginalDimensions,
): Promise<DayMarginal[]> {
  const sessions = await sessionsOf(ctx, trx, tenant, stretch);
  const days = Int32Array.from({ length: stretch.toDay - stretch.fromDay }, (_, i) => stretch.fromDay + i);
  const startedHour = sessions.fact('started_ms').map((ms) => {
    const local = ms + stretch.offsetSlots * SLOT_MS;
    return Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / HOUR_MS);
  });
  const [status, flag] = [sessions.fact('status'), sessions.fact('flag')];
  const sums = MEASURES.map((_, i) => sessions.measure(i));
  const folded = (family: PackedFamily, dimension: number, columns: Omit<FoldedColumns, 'filters'>): DayMarginal[] => {
    const fold = new GroupFold(DAYS[family].keys.length, DAYS[family].sums.length);
    fold.add({ ...columns, filters: [] });
    return packedDays(fold, family, dimension, stretch);
  };
  /** By one dimension, the rows of which may be chosen, with repetitions. */
  const by = (dimension: number, value: KeyColumn, withStarts: boolean, chosen?: Int32Array): DayMarginal[] => {
    const pick = (column: Float64Array | Int32Array) =>
      chosen === undefined ? column : Float64Array.from(chosen, (row) => column[row] as number);
    const rows = chosen?.length ?? sessions.rows;
    const bucket = { values: pick(sessions.day), buckets: days };
    const [statuses, flags] = [{ values: pick(status) }, { values: pick(flag) }];
    const marginals = folded('sessions', dimension, {
      rows,
      bucket,
      keys: [flags, statuses, value],
      sums: sums.map(pick),
    });
    if (!withStarts) return marginals;
    const keys = [flags, statuses, { values: pick(startedHour) }, value];
    return [...marginals, ...folded('starts', dimension, { rows, bucket, keys, sums: [new Uint8Array(rows).fill(1)] })];
  };

  const dimset = sessions.fact('dimset');
  const marginals = by(NO_DIMENSION, { values: undefined }, true);
  for (const dimension of rolled) {
    if (dimension.grain !== 'session') continue;
    const map = await ctx.dimsetValues.of(trx, tenant, dimension.id);
    marginals.push(...by(dimension.id, { values: dimset, map }, isFine(dimension)));
  }
  // A session counts once for each of its models.
  const sets = await modelSets(trx, tenant);
  const rowsOfModels: number[] = [];
  const models: number[] = [];
  for (const [row, set] of sessions.fact('model_set').entries()) {
    for (const of of sets.get(set) ?? []) {
      rowsOfModels.push(row);
      models.push(of);
    }
  }
  return [
    ...marginals,
    ...by(model, { values: models }, true, Int32Array.from(rowsOfModels)),
    ...valueDays(sessions, stretch, { values: sessions.day, buckets: days }),
    ...topDays(sessions, stretch),
  ];
}
