import { keptQuery } from './keyedQuery.ts';
import type { MarginalKind } from './marginalKinds.ts';
import { type DayMarginal, type DayStretch, PARTS, WHOLE } from './marginals.ts';
import { PACKED } from './packed/layouts.ts';
import { isKept, storedBytes } from './packed/packedRows.ts';
import type { Trx, Writing } from './StoreContext.ts';

/** Writes marginals of days, or of blocks at their own offsets. */
export async function writeMarginals(
  { ctx, trx, tenant }: Writing,
  offsetSlots: number,
  marginals: readonly DayMarginal[],
): Promise<void> {
  await ctx.traits.upsert(trx, {
    table: 'uk_marginal',
    columns: ['tenant', 'family', 'dimension', 'offset_slots', 'day', 'part', 'data'],
    keys: 6,
    rows: marginals.map((m) => [tenant.id, PACKED.code(m.family), m.dimension, offsetSlots, m.day, m.part, m.data]),
  });
}

interface StoredDay {
  day: number;
  part: number;
  data: Uint8Array;
}

async function storedRows(
  trx: Trx,
  tenant: number,
  of: MarginalKind,
  { offsetSlots, fromDay, toDay }: DayStretch,
  parts: readonly number[] | undefined,
): Promise<StoredDay[]> {
  const values = [tenant, PACKED.code(of.family), of.dimension, offsetSlots, fromDay, toDay] as const;
  const name = `marginals ${parts?.join() ?? 'of all parts'}`;
  const rows = await keptQuery(trx, name, values, (owner, family, dimension, offset, from, to) => {
    const query = trx.selectFrom('uk_marginal').select(['day', 'part', 'data']).where('tenant', '=', owner);
    const found = query.where('family', '=', family).where('dimension', '=', dimension);
    const days = found.where('offset_slots', '=', offset).where('day', '>=', from).where('day', '<', to);
    return (parts ? days.where('part', 'in', parts) : days).orderBy('day').orderBy('part');
  });
  return rows.map((row) => ({ day: Number(row.day), part: Number(row.part), data: storedBytes(row.data) }));
}

/** Tells of marginals of a stretch whether they are kept as they are. */
export async function storedDays(
  trx: Trx,
  tenant: number,
  of: MarginalKind,
  stretch: DayStretch,
): Promise<(expected: Pick<DayMarginal, 'day' | 'part' | 'data'>, columns: number) => boolean> {
  const rows = await storedRows(trx, tenant, of, stretch, undefined);
  const stored = new Map(rows.map(({ day, part, data }) => [`${day} ${part}`, data]));
  return ({ day, part, data }, columns) => isKept(stored.get(`${day} ${part}`), data, columns);
}

/** Days of which something says that they are kept in parts, while none is there. */
async function withoutParts(
  trx: Trx,
  tenant: number,
  of: MarginalKind,
  stretch: DayStretch,
  rows: readonly StoredDay[],
  isAll: boolean,
): Promise<Set<number>> {
  const days = new Set(rows.filter(({ part, data }) => part === WHOLE && data.byteLength === 0).map(({ day }) => day));
  for (const { day, part } of rows) if (part !== WHOLE) days.delete(day);
  if (isAll || days.size === 0) return days;
  // Parts that have nothing may be missing.
  return withoutParts(trx, tenant, of, stretch, await storedRows(trx, tenant, of, stretch, undefined), true);
}

/**
 * Marginals as they are kept, day after day; a day of many rows comes in parts. One whose parts are lost comes as no bytes, which cannot be read.
 *
 * @param parts places that are needed, {@link WHOLE} included; all when absent
 */
export async function keptDays(
  trx: Trx,
  tenant: number,
  of: MarginalKind,
  stretch: DayStretch,
  parts?: readonly number[],
): Promise<StoredDay[]> {
  const rows = await storedRows(trx, tenant, of, stretch, parts);
  const lost = await withoutParts(trx, tenant, of, stretch, rows, parts === undefined);
  let inParts: number | undefined;
  return rows.filter(({ day, part, data }) => {
    if (part !== WHOLE) return day === inParts && part <= PARTS;
    if (data.byteLength > 0 || lost.has(day)) return true;
    inParts = day;
    return false;
  });
}
