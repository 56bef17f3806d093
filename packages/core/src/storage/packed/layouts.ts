import { type Code, codeOf } from '../codes.ts';
import { LEDGER_MEASURES } from '../rollupColumns.ts';

/** What the columns of packed rows mean, in order. Part of the schema: a change is a new version of the packed form. */
export interface Layout {
  keys: readonly string[];
  /** Measures. */
  sums: readonly string[];
}

/** Families of packed rows; positions are part of the schema. */
export const PACKED: Code<PackedFamily> = codeOf(['usage', 'tools', 'sessions', 'starts', 'values', 'top'] as const);

export type PackedFamily = 'usage' | 'tools' | 'sessions' | 'starts' | 'values' | 'top';

const SUMS = {
  usage: Object.keys(LEDGER_MEASURES.usage),
  tools: Object.keys(LEDGER_MEASURES.tools),
  sessions: Object.keys(LEDGER_MEASURES.sessions),
};

/** Keys of a call. */
const CALL = ['flag', 'outcome', 'approval', 'approval_source', 'tool'] as const;

/** Of an hour of cells: a slot is the quarter of the hour. Keys of few values come first: groups are found quicker so. */
export const CELLS: Readonly<Record<'usage' | 'tools', Layout>> = {
  usage: { keys: ['slot', 'flag', 'rate_class', 'request_dimset', 'dimset'], sums: SUMS.usage },
  tools: { keys: ['slot', ...CALL, 'model', 'call_dimset', 'dimset'], sums: SUMS.tools },
};

/** Of a local day by one dimension, or none. */
export const DAYS: Readonly<Record<PackedFamily, Layout>> = {
  usage: { keys: ['flag', 'rate_class', 'value'], sums: SUMS.usage },
  tools: { keys: [...CALL, 'value'], sums: SUMS.tools },
  sessions: { keys: ['flag', 'status', 'value'], sums: SUMS.sessions },
  /** When they began, by hour of the day. */
  starts: { keys: ['flag', 'status', 'hour', 'value'], sums: ['sessions'] },
  /** How many have a value in a bucket; buckets are counted from 0 = no value. */
  values: { keys: ['measure', 'flag', 'bucket'], sums: ['sessions'] },
  /** The dearest, in their order. The cost of one without a price is −1. */
  top: { keys: [], sums: ['session', 'costNano', 'costPico'] },
};

/** Number of columns. */
export function width({ keys, sums }: Layout): number {
  return keys.length + sums.length;
}

/** Place of a column. */
export function place({ keys, sums }: Layout, name: string): number {
  const key = keys.indexOf(name);
  if (key >= 0) return key;
  const sum = sums.indexOf(name);
  if (sum < 0) throw new Error(`packed rows have no column '${name}'`);
  return keys.length + sum;
}
