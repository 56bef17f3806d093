import type { RollupQuery } from '../model/Rollup.ts';
import { NO_DIMENSION } from './marginals.ts';
import { CELLS, DAYS, type DayFamily, FACT_ROWS, type Layout, SLOT_DAYS } from './packed/layouts.ts';
import type { RollupPiece } from './plan.ts';
import type { Attribute, AttributeSource, Filter } from './rollupAttributes.ts';

/** What is read of packed rows for a query. */
export interface PackedQuery {
  query: RollupQuery;
  of: AttributeSource;
  groups: readonly Attribute[];
  filter: Filter;
  flags: readonly number[] | null;
  /** Dimension whose marginals answer it. */
  dimension: number;
  /** Whether it names projects beside that dimension. */
  isPaired: boolean;
  measures: readonly string[];
}

/** Where rows for a query are: cells, days at its own offset, or days by quarters of an hour, of whatever offset. */
export type Source = 'cells' | 'days' | 'slots';

const columnsAt = ({ groups, filter }: PackedQuery): (string | undefined)[] =>
  [...groups, ...filter.ids.map(({ attribute }) => attribute)].map((a) => a.packed('L2')?.column);

/** Whether days by quarters of an hour have all that a query needs. */
export function isAnsweredBySlots(packed: PackedQuery): boolean {
  const { keys } = DAYS[SLOT_DAYS[packed.query.family]];
  const has = (column: string | undefined): boolean => column !== undefined && keys.includes(column);
  return packed.dimension === NO_DIMENSION && columnsAt(packed).every(has);
}

/** The family of packed days that answers a query: the one with the fewest rows. */
export function dayFamily(packed: PackedQuery, source: Source): DayFamily {
  const { query, dimension, isPaired } = packed;
  const { family, bucket } = query;
  if (source === 'slots') return SLOT_DAYS[family];
  if (family === 'sessions') return bucket === 'weekHour' ? 'starts' : isPaired ? 'projectSessions' : 'sessions';
  const columns = columnsAt(packed).map((column) => column ?? '');
  if (family === 'tools') return columns.every((name) => DAYS.outcomes.keys.includes(name)) ? 'outcomes' : 'tools';
  if (isPaired) return 'projectUsage';
  return dimension === NO_DIMENSION || columns.includes('rate_class') ? 'usage' : 'totals';
}

/** The column of an attribute at a level. */
export function columnName({ dimension, isPaired }: PackedQuery, attribute: Attribute, level: 'L1' | 'L2'): string {
  const isProject = attribute.dimension !== undefined && attribute.dimension !== dimension;
  return level === 'L2' && isPaired && isProject ? 'project' : (attribute.packed(level)?.column ?? '');
}

/** Where rows for a piece of a query are. */
export function sourceOf({ level, bySlot }: RollupPiece): Source {
  if (level === 'L1') return 'cells';
  return bySlot ? 'slots' : 'days';
}

/** The layout that answers a query. */
export function layoutOf(packed: PackedQuery, source: Source): Layout {
  const { query } = packed;
  if (source !== 'cells') return DAYS[dayFamily(packed, source)];
  return query.family === 'sessions' ? FACT_ROWS : CELLS[query.family];
}
