import type { RowFilter } from './packed/GroupFold.ts';
import { type Layout, place } from './packed/layouts.ts';
import type { Attribute, AttributeSource, Filter } from './rollupAttributes.ts';

/** A filter of packed rows, with the number of its column. */
export type PlacedFilter = Omit<RowFilter, 'values'> & { column: number };

/** For each integer of a column, how it is counted: the integer that stands for it. */
export async function mapOf(
  { ctx, trx, tenant }: Pick<AttributeSource, 'ctx' | 'trx' | 'tenant'>,
  attribute: Attribute,
  level: 'L1' | 'L2',
): Promise<Int32Array | undefined> {
  const dimension = attribute.packed(level)?.dimension;
  return dimension === undefined ? undefined : ctx.dimsetValues.of(trx, tenant, dimension);
}

/** Which rows of a layout a filter and flags keep, by number of column. */
export async function rowFilters(
  of: Pick<AttributeSource, 'ctx' | 'trx' | 'tenant'>,
  filter: Filter,
  flags: readonly number[] | null,
  layout: Layout,
  level: 'L1' | 'L2',
  nameOf = (attribute: Attribute): string => attribute.packed(level)?.column ?? '',
): Promise<PlacedFilter[]> {
  const filters: PlacedFilter[] = [];
  for (const { attribute, ids } of filter.ids) {
    const column = place(layout, nameOf(attribute));
    filters.push({ column, ...keptIds(ids, await mapOf(of, attribute, level)) });
  }
  // Last, because it keeps nearly all.
  if (flags !== null) filters.push({ column: place(layout, 'flag'), ...keptIds(flags, undefined) });
  return filters;
}

const marked = (ids: readonly number[]): Uint8Array => {
  const marks = new Uint8Array(Math.max(0, ...ids) + 1);
  for (const id of ids) marks[id] = 1;
  return marks;
};

/** Filters whose combinations are known, of each dimension. */
const MAX_FILTERS = 4;
/** Of the values of combinations, which combinations the last filters kept, by the values that they name: the questions of a dashboard have the same. */
const lastKept = new WeakMap<Int32Array, Map<string, Pick<RowFilter, 'keeps' | 'known'>>>();

/** Which integers of a column a filter keeps. */
function keptIds(ids: readonly number[], map: Int32Array | undefined): Omit<RowFilter, 'values'> {
  if (map === undefined) return { keeps: marked(ids), keepsOthers: false };
  // Combinations beyond the end of the map have no value.
  const keepsOthers = ids.includes(0);
  const last = lastKept.get(map) ?? new Map<string, Pick<RowFilter, 'keeps' | 'known'>>();
  const before = last.get(ids.join());
  if (before) return { ...before, keepsOthers };
  const wanted = marked(ids);
  // A map may have a million combinations: a plain loop is ten times as fast as a callback for each.
  const keeps = new Uint8Array(map.length);
  for (let i = 0; i < keeps.length; i += 1) keeps[i] = wanted[map[i] as number] ?? 0;
  if (last.size >= MAX_FILTERS) last.clear();
  const kept = { keeps, known: new WeakMap<object, Int32Array>() };
  lastKept.set(map, last.set(ids.join(), kept));
  return { ...kept, keepsOthers };
}
