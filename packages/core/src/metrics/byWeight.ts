import type { RollupMeasures } from '../model/Rollup.ts';
import { tokenCount } from './tokenCount.ts';

const descending = (a: bigint, b: bigint): number => (a === b ? 0 : a > b ? -1 : 1);

/**
 * The order of groups in an answer: dearest first, then most tokens, then most calls, then by name. It depends on the
 * figures alone, never on the store's order.
 *
 * @example
 * [['a', { costPico: 1n }], ['b', { costPico: 2n }]].toSorted(byWeight)[0][0] // => 'b'
 */
export function byWeight(
  [nameA, a]: readonly [string, RollupMeasures],
  [nameB, b]: readonly [string, RollupMeasures],
): number {
  return (
    descending(a.costPico ?? 0n, b.costPico ?? 0n) ||
    descending(tokenCount(a), tokenCount(b)) ||
    descending(a.calls ?? 0n, b.calls ?? 0n) ||
    (nameA < nameB ? -1 : nameA > nameB ? 1 : 0)
  );
}
