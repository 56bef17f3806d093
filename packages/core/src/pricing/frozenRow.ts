import { checkedRow } from './checkedRow.ts';
import { deepFrozen } from './deepFrozen.ts';
import type { PriceRow } from './PriceRow.ts';

/**
 * A copy of a host's row that nobody changes.
 *
 * @throws `invalid_argument` as {@link checkedRow}
 * @example
 * const row = { id: 'own/x', provider: '', model: 'x', validFrom: '2026-01-01', knownFrom: '2026-01-01', source: '', rates: { input: '1' } };
 * Object.isFrozen(frozenRow(row).rates) // => true
 */
export function frozenRow(row: PriceRow): PriceRow {
  return deepFrozen(structuredClone(checkedRow(row)));
}
