import { SLOT_MS } from '../model/timeSlot.ts';
import type { CellFamily } from './packed/layouts.ts';

/** Columns of the ledger that rows are kept apart by, beside session and time; combinations come last. */
export const ROW_KEYS: Readonly<Record<CellFamily, readonly string[]>> = {
  usage: ['rate_class', 'dimset'],
  tools: ['outcome', 'approval', 'approval_source', 'tool', 'model', 'dimset'],
};

const REQUEST_TOKENS = ['input', 'cache_read', 'cache_w5m', 'cache_w1h', 'output', 'reasoning'];

/** Columns of the ledger that measures are made from. What can be made from others is not read: each column takes its time. */
export const ROW_AMOUNTS: Readonly<Record<CellFamily, readonly string[]>> = {
  usage: ['request_count', ...REQUEST_TOKENS, 'cost_nano', 'cost_pico', 'web_search'],
  tools: ['call_count', 'duration_ms'],
};

/** Rows of the ledger in the order of their sessions and times. Neighbours with the same session, quarter of an hour and keys are one row. */
export interface LedgerRows {
  rows: number;
  session: Float64Array;
  slot: Float64Array;
  /** In the order of {@link ROW_KEYS}. */
  keys: Float64Array[];
  firstMs: Float64Array;
  /** When the last one ended. */
  lastMs: Float64Array;
  /** How many of them have a price. */
  priced: Float64Array;
  /** In the order of the measures of cells. */
  sums: Float64Array[];
}

const SESSION = 0;
const AT_MS = 1;
const FIRST_KEY = 2;

/** Drivers may give integers as text or big integers. */
const numberOf = (value: unknown): number => (typeof value === 'number' ? value : Number(value));

/** Adds the amounts of a row. @returns whether none is below 0 */
type AddAmounts = (to: LedgerRows, at: number, row: readonly unknown[]) => boolean;

const plus = (column: Float64Array | undefined, at: number, value: number): void => {
  if (column) column[at] = (column[at] as number) + value;
};

const addRequest: AddAmounts = ({ sums, priced }, at, row) => {
  const from = FIRST_KEY + ROW_KEYS.usage.length;
  let least = 0;
  // Requests, and tokens of each kind.
  for (let i = 0; i < 7; i += 1) {
    const value = numberOf(row[from + i]);
    if (value < least) least = value;
    plus(sums[i], at, value);
  }
  const nano = row[from + 7];
  if (nano === null) {
    plus(sums[9], at, numberOf(row[from]));
    let tokens = 0;
    for (let i = 1; i < 6; i += 1) tokens += numberOf(row[from + i]);
    plus(sums[10], at, tokens);
  } else {
    const value = numberOf(nano);
    if (value < least) least = value;
    plus(sums[7], at, value);
    plus(priced, at, 1);
  }
  const [pico, searches] = [numberOf(row[from + 8]), numberOf(row[from + 9])];
  plus(sums[8], at, pico);
  plus(sums[11], at, searches);
  return least >= 0 && pico >= 0 && searches >= 0;
};

const addCall: AddAmounts = ({ sums, lastMs }, at, row) => {
  const from = FIRST_KEY + ROW_KEYS.tools.length;
  const [calls, durationMs] = [numberOf(row[from]), numberOf(row[from + 1])];
  plus(sums[0], at, calls);
  plus(sums[1], at, durationMs);
  const endMs = numberOf(row[AT_MS]) + durationMs;
  if (endMs > (lastMs[at] as number)) lastMs[at] = endMs;
  return calls >= 0 && durationMs >= 0;
};

const ADD: Readonly<Record<CellFamily, { add: AddAmounts; sums: number }>> = {
  usage: { add: addRequest, sums: 12 },
  tools: { add: addCall, sums: 2 },
};

/**
 * Rows of the ledger as columns of numbers. A sum beyond 2⁵³ − 1 is not exact, but beyond that as well.
 *
 * @param found rows of session, time, {@link ROW_KEYS} and {@link ROW_AMOUNTS}, in the order of sessions and times
 * @returns `undefined` when an amount is below 0, as none is that was written: then sums on the way may be larger than the last
 */
export function ledgerRows(family: CellFamily, found: readonly (readonly unknown[])[]): LedgerRows | undefined {
  const { add, sums } = ADD[family];
  const column = (): Float64Array => new Float64Array(found.length);
  const columns = (count: number): Float64Array[] => Array.from({ length: count }, column);
  const keyCount = ROW_KEYS[family].length;
  const to: LedgerRows = {
    rows: 0,
    session: column(),
    slot: column(),
    keys: columns(keyCount),
    firstMs: column(),
    lastMs: column(),
    priced: column(),
    sums: columns(sums),
  };
  let at = -1;
  for (let i = 0; i < found.length; i += 1) {
    const row = found[i] as readonly unknown[];
    const session = numberOf(row[SESSION]);
    const atMs = numberOf(row[AT_MS]);
    const slot = Math.floor(atMs / SLOT_MS);
    let isSame = at >= 0 && to.session[at] === session && to.slot[at] === slot;
    for (let k = 0; isSame && k < keyCount; k += 1) {
      isSame = (to.keys[k] as Float64Array)[at] === numberOf(row[FIRST_KEY + k]);
    }
    if (!isSame) {
      at += 1;
      to.session[at] = session;
      to.slot[at] = slot;
      to.firstMs[at] = atMs;
      for (let k = 0; k < keyCount; k += 1) (to.keys[k] as Float64Array)[at] = numberOf(row[FIRST_KEY + k]);
    }
    if (atMs > (to.lastMs[at] as number)) to.lastMs[at] = atMs;
    if (!add(to, at, row)) return undefined;
  }
  to.rows = at + 1;
  return to;
}
