import { sql } from 'kysely';

import { UsageError } from '../errors.ts';
import type { StoreContext } from './StoreContext.ts';
import { typeFault } from './wrongTypes.ts';

/** A session as a list reads it. */
export interface SessionRow {
  external_id: string;
  dimset: number;
  model_set: number;
  model: number;
  status: number;
  started_ms: number;
  last_ms: number;
  api_ms: number | null;
  request_count: number;
  turn_count: number;
  tool_count: number;
  engaged_ms: string;
  input: string;
  output: string;
  cache_read: string;
  cache_w5m: string;
  cache_w1h: string;
  cost_nano: string | null;
  cost_pico: number;
  unpriced_requests: number;
}

/** Those that are sums of its own rows. */
const SUMMED = [
  ...(['started_ms', 'last_ms', 'request_count', 'turn_count', 'tool_count', 'engaged_ms', 'input', 'output'] as const),
  ...(['cache_read', 'cache_w5m', 'cache_w1h', 'cost_nano', 'cost_pico', 'unpriced_requests'] as const),
];

/** @throws UsageError `store_unavailable` when a sum of a session is no integer */
export function assertSums(row: SessionRow): void {
  const column = SUMMED.find((name) => !Number.isInteger(Number(row[name])));
  if (column !== undefined)
    throw new UsageError('store_unavailable', typeFault({ table: 'uk_session', column, isMade: true }));
}

/** Columns of a session, those of its sums aside. */
export const COLUMNS = `s.external_id, s.dimset, s.model_set, s.model, s.status, s.started_ms, s.last_ms, s.api_ms,
  s.request_count, s.turn_count, s.tool_count, s.cost_pico, s.unpriced_requests`;
/** Sums, which may be more than a driver's numbers hold. */
const SUMS = ['engaged_ms', 'input', 'output', 'cache_read', 'cache_w5m', 'cache_w1h', 'cost_nano'];

/** Sums as text: drivers give numbers that are rounded. */
export const sumsSql = ({ traits }: StoreContext) =>
  SUMS.map((name) => sql`${traits.integerText(sql.raw(`s.${name}`))} as ${sql.raw(name)}`);
