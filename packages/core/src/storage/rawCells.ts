import { HOUR_MS, SLOTS_PER_HOUR } from '../model/timeSlot.ts';
import { type RawBuilder, sql } from 'kysely';

import { inTime, type TimedTable } from './ledgerHours.ts';
import { ledgerRows, type LedgerRows, ROW_AMOUNTS, ROW_KEYS } from './ledgerRows.ts';
import { SKIPPED } from './packed/GroupFold.ts';
import type { CellFamily } from './packed/layouts.ts';
import { sortedGroups } from './packed/sortedGroups.ts';
import type { StoreContext, Trx } from './StoreContext.ts';

/** A stretch of UTC hours. Half-open. */
interface HourStretch {
  fromHour: number;
  toHour: number;
}

/** The cells of a stretch of hours, and the rows they were made from. */
export interface RawCells {
  /** Keys first, slots since 1970 the first of them; in the order of the keys. */
  columns: Float64Array[];
  rows: LedgerRows;
  /** How many rows of the ledger these are. */
  read: number;
  /** Whether the hours in which sessions have rows are those of the rows. */
  arePlaced: boolean;
}

/** Table of a family's rows, and its alias in statements. */
export const CELL_TABLES: Readonly<Record<CellFamily, { table: TimedTable; alias: string }>> = {
  usage: { table: 'uk_request', alias: 'r' },
  tools: { table: 'uk_tool_call', alias: 't' },
};

/** Combination of rows as the rollups have it, with the join that tells it where some are kept as others. */
export function rolledCombination(
  combination: string,
  place: number,
  isReduced: boolean,
): { column: string; join: RawBuilder<unknown> } {
  if (!isReduced) return { column: combination, join: sql`` };
  const alias = `d${place}`;
  const [rows] = combination.split('.');
  return {
    column: `coalesce(${alias}.rollup, ${combination})`,
    join: sql`left join ${sql.table('uk_dimset_rollup')} as ${sql.raw(alias)}
      on ${sql.raw(`${alias}.tenant = ${rows}.tenant and ${alias}.dimset = ${combination}`)}`,
  };
}

/**
 * Cells of a family, added up here row by row: where no wire lies between, rows are read sooner than an engine sorts them.
 *
 * @returns `undefined` where that cannot be: there are too many rows to be read at once, or amounts that nobody wrote
 * @throws SumTooLarge when a sum is beyond 2⁵³ − 1
 */
export async function rawCells(
  { traits }: StoreContext,
  trx: Trx,
  tenant: number,
  family: CellFamily,
  { fromHour, toHour }: HourStretch,
  isReduced: boolean,
): Promise<RawCells | undefined> {
  const { table, alias } = CELL_TABLES[family];
  const keys = ROW_KEYS[family];
  const own = rolledCombination(`${alias}.dimset`, 0, isReduced);
  const columns = ['session', 'at_ms', ...keys, ...ROW_AMOUNTS[family]].map((name) =>
    name === 'dimset' ? own.column : `${alias}.${name}`,
  );
  const time = { fromMs: fromHour * HOUR_MS, toMs: toHour * HOUR_MS };
  const found = await traits.values(
    trx,
    sql`select ${sql.raw(columns.map((column, i) => `${column} as c${i}`).join(', '))}
      from ${sql.table(table)} as ${sql.raw(alias)} ${own.join}
      where ${inTime({ traits }, tenant, table, time, alias)}
      order by ${sql.raw(`${alias}.session, ${alias}.at_ms`)} limit ${traits.rowsAtOnce + 1}`,
  );
  if (found.length > traits.rowsAtOnce) return undefined;
  const rows = ledgerRows(family, found);
  if (!rows) return undefined;
  const ofSession = rolledCombination('s.dimset', 1, isReduced);
  const places = await traits.values(
    trx,
    sql`select h.session as c0, h.hour as c1, s.flag as c2, ${sql.raw(ofSession.column)} as c3
      from ${sql.table(`${table}_hour`)} as h
      left join ${sql.table('uk_session')} as s on s.tenant = h.tenant and s.id = h.session ${ofSession.join}
      where h.tenant = ${tenant} and h.hour >= ${fromHour} and h.hour < ${toHour}
      order by h.session, h.hour`,
  );
  const { isThere, flag, dimset, arePlaced } = joined(rows, places);
  const [slot, ...others] = [rows.slot, flag, ...rows.keys, dimset];
  const groups = sortedGroups({
    rows: rows.rows,
    // Rows of a session that is not there count for nothing.
    bucket: isThere,
    keys: [slot, ...others].map((values) => ({ values })),
    sums: rows.sums,
  });
  return { columns: groups.columns, rows, read: found.length, arePlaced };
}

interface JoinedSessions {
  /** 0; `SKIPPED` where the session is not there. */
  isThere: Int32Array;
  flag: Float64Array;
  dimset: Float64Array;
  arePlaced: boolean;
}

/**
 * What the sessions of rows say.
 *
 * @param places sessions by the hours in which they have rows, with flag and combination; in the order of the rows
 */
function joined({ rows, session, slot }: LedgerRows, places: readonly (readonly unknown[])[]): JoinedSessions {
  const isThere = new Int32Array(rows);
  const [flag, dimset] = [new Float64Array(rows), new Float64Array(rows)];
  let bySession: Map<number, readonly unknown[]> | undefined;
  let of: readonly unknown[] | undefined;
  let [place, lastSession, lastHour] = [-1, -1, -1];
  for (let row = 0; row < rows; row += 1) {
    const id = session[row] as number;
    const hour = Math.floor((slot[row] as number) / SLOTS_PER_HOUR);
    if (id !== lastSession || hour !== lastHour) {
      [lastSession, lastHour] = [id, hour];
      place += 1;
      of = places[place];
      if (!of || Number(of[0]) !== id || Number(of[1]) !== hour) {
        bySession ??= new Map(places.map((at) => [Number(at[0]), at]));
        of = bySession.get(id);
      }
    }
    if (!of || of[2] === null) isThere[row] = SKIPPED;
    else {
      flag[row] = Number(of[2]);
      dimset[row] = Number(of[3]);
    }
  }
  return { isThere, flag, dimset, arePlaced: bySession === undefined && place === places.length - 1 };
}
