import { type Code, codeOf, DISTRIBUTION } from '../codes.ts';
import { LEDGER_MEASURES } from '../rollupColumns.ts';

/** What the columns of packed rows mean, in order. Part of the schema: a change is a new version of the packed form. */
export interface Layout {
  keys: readonly string[];
  /** Measures. */
  sums: readonly string[];
}

/** Families of packed rows; positions are part of the schema. */
export const PACKED: Code<PackedFamily> = codeOf([
  'usage',
  'tools',
  'sessions',
  'starts',
  'values',
  'top',
  'facts',
  'factSums',
  'totals',
  'outcomes',
  'projectUsage',
  'projectSessions',
  'usageSlots',
  'toolSlots',
  'sessionSlots',
] as const);

/** Families that have cells. */
export type CellFamily = 'usage' | 'tools';
export type PackedFamily = DayFamily | FactFamily;
export type DayFamily =
  | 'usage'
  | 'totals'
  | 'projectUsage'
  | 'tools'
  | 'outcomes'
  | 'sessions'
  | 'projectSessions'
  | 'starts'
  | 'values'
  | 'top'
  | SlotFamily;
/** Days by quarters of an hour, from which days of other offsets are made. */
export type SlotFamily = 'usageSlots' | 'toolSlots' | 'sessionSlots';
/** Two halves of the same rows: what nearly every question of sessions needs, and the rest. */
export type FactFamily = 'facts' | 'factSums';

const SUMS = {
  usage: Object.keys(LEDGER_MEASURES.usage),
  tools: Object.keys(LEDGER_MEASURES.tools),
  sessions: Object.keys(LEDGER_MEASURES.sessions),
};

/** Keys of a call. */
export const CALL = ['flag', 'outcome', 'approval', 'approval_source', 'tool'] as const;

/** Of an hour of cells: a slot is the quarter of the hour. Keys of few values come first: groups are found quicker so. */
export const CELLS: Readonly<Record<CellFamily, Layout>> = {
  usage: { keys: ['slot', 'flag', 'rate_class', 'request_dimset', 'dimset'], sums: SUMS.usage },
  tools: { keys: ['slot', ...CALL, 'model', 'call_dimset', 'dimset'], sums: SUMS.tools },
};

const NARROW_SUMS = ['costNano', 'costPico'];

/** Of the sessions that began in a UTC day, a row for each: a slot is the quarter hour of the day. */
export const FACTS: Readonly<Record<FactFamily, Layout>> = {
  /** `priced` is 0 for a session of which no request has a price. */
  facts: { keys: ['slot', 'flag', 'status', 'model_set', 'dimset', 'session'], sums: [...NARROW_SUMS, 'priced'] },
  /** The key of a session in halves of 32 bits; buckets are counted from 0 = no value. */
  factSums: {
    keys: ['keyHigh', 'keyLow', ...DISTRIBUTION.words.map((word) => `${word}Bucket`)],
    sums: SUMS.sessions.filter((name) => name !== 'sessions' && !NARROW_SUMS.includes(name)),
  },
};

/** Both halves as one. */
export const FACT_ROWS: Layout = {
  keys: [...FACTS.facts.keys, ...FACTS.factSums.keys],
  sums: ['sessions', ...FACTS.facts.sums, ...FACTS.factSums.sums],
};

/** Of a local day by one dimension, or none. */
export const DAYS: Readonly<Record<DayFamily, Layout>> = {
  usage: { keys: ['flag', 'rate_class', 'value'], sums: SUMS.usage },
  /** Usage by a dimension alone. */
  totals: { keys: ['flag', 'value'], sums: SUMS.usage },
  /** Usage by a dimension and by project. */
  projectUsage: { keys: ['flag', 'project', 'value'], sums: SUMS.usage },
  tools: { keys: [...CALL, 'value'], sums: SUMS.tools },
  /** Calls by outcome alone. */
  outcomes: { keys: ['flag', 'outcome', 'value'], sums: SUMS.tools },
  sessions: { keys: ['flag', 'status', 'value'], sums: SUMS.sessions },
  /** How many by a dimension and by project. */
  projectSessions: { keys: ['flag', 'status', 'project', 'value'], sums: ['sessions'] },
  /** When they began, by hour of the day. */
  starts: { keys: ['flag', 'status', 'hour', 'value'], sums: ['sessions'] },
  /** How many have a value in a bucket; buckets are counted from 0 = no value. */
  values: { keys: ['measure', 'flag', 'bucket'], sums: ['sessions'] },
  /** The dearest, in their order. The cost of one without a price is −1. */
  top: { keys: [], sums: ['session', 'costNano', 'costPico'] },
  /** A slot is the quarter hour of the local day. */
  usageSlots: { keys: ['slot', 'flag', 'rate_class'], sums: SUMS.usage },
  toolSlots: { keys: ['slot', 'flag', 'outcome'], sums: SUMS.tools },
  sessionSlots: { keys: ['slot', 'flag', 'status'], sums: SUMS.sessions },
};

/** Days of each family of facts by quarters of an hour. */
export const SLOT_DAYS: Readonly<Record<CellFamily | 'sessions', SlotFamily>> = {
  usage: 'usageSlots',
  tools: 'toolSlots',
  sessions: 'sessionSlots',
};

/** How the days of a block are kept once more: each row with its day, or their sums over all of its days. */
export type BlockForm = 'days' | 'sums';

/** What blocks are kept of. What is asked of each day, and what is asked of a whole range. */
export const BLOCK_FORMS: Readonly<Record<DayFamily, readonly BlockForm[]>> = {
  usage: ['days', 'sums'],
  totals: ['days', 'sums'],
  projectUsage: ['sums'],
  tools: ['sums'],
  outcomes: ['days'],
  sessions: ['days', 'sums'],
  projectSessions: ['sums'],
  /** By hour of the week, counted from Monday's first. */
  starts: ['sums'],
  values: ['sums'],
  top: ['days'],
  /** Of too many bytes to be kept twice. */
  usageSlots: [],
  toolSlots: [],
  sessionSlots: [],
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
