import { checkedRow } from './checkedRow.ts';
import { deepFrozen } from './deepFrozen.ts';
import type { PriceRow } from './PriceRow.ts';

/** A row that is checked consists of lists, objects and plain values. `structuredClone` refuses proxies, which reactive libraries make of all three. */
const copied = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Array.from(value, copied);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copied(part)]));
};

/**
 * A copy of a host's row that nobody changes.
 *
 * @throws `invalid_argument` as {@link checkedRow}
 * @example
 * const row = { id: 'own/x', provider: '', model: 'x', validFrom: '2026-01-01', knownFrom: '2026-01-01', source: '', rates: { input: '1' } };
 * Object.isFrozen(frozenRow(row).rates) // => true
 */
export function frozenRow(row: PriceRow): PriceRow {
  return deepFrozen(copied(checkedRow(row)) as PriceRow);
}
