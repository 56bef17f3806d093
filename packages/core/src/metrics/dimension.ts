import { assertNames } from '../model/assertNames.ts';
import { UsageError } from '../errors.ts';
import type { Dimension, DimensionGrain } from '../model/Dimension.ts';
import { ROLLUP_NAMES } from './rollup.ts';

/** Names that facts have of themselves; a host's dimension must be called otherwise. */
export const BUILT_IN_NAMES: readonly string[] = [...new Set([...Object.values(ROLLUP_NAMES).flat(), 'tenant'])];

const GRAINS: readonly DimensionGrain[] = ['session', 'request', 'call'];

const isOrder = (order: unknown): boolean =>
  Array.isArray(order) &&
  order.every((value) => typeof value === 'string' && value !== '') &&
  new Set(order).size === order.length;

/**
 * A dimension of the host's own: records carry its values in `dimensions`, queries group and filter by its name.
 *
 * @param name letters, digits and `_`, beginning with a letter, at most 40; no built-in name
 * @param options.grain what it describes; a session's dimensions group its requests and calls as well
 * @param options.rollup `true` when absent
 * @param options.order texts that differ, none of them empty
 * @param options.maxValues 10,000 when absent
 * @throws UsageError `invalid_argument`
 * @example
 * dimension('table', { grain: 'session' }) // => { name: 'table', grain: 'session', rollup: true, maxValues: 10000 }
 */
export function dimension(
  name: string,
  options: { grain: DimensionGrain; rollup?: boolean; order?: readonly string[]; maxValues?: number },
): Dimension {
  assertNames('a dimension', options, ['grain', 'rollup', 'order', 'maxValues']);
  const { grain, rollup = true, order, maxValues = 10_000 } = options;
  if (!/^[a-z][a-z0-9_]{0,39}$/i.test(name)) {
    const rule = 'letters, digits and _, beginning with a letter, 40 at most';
    throw new UsageError('invalid_argument', `'${name}' cannot be the name of a dimension: ${rule}`);
  }
  if (BUILT_IN_NAMES.includes(name)) {
    const fault = `'${name}' is a name that records have of themselves`;
    throw new UsageError('invalid_argument', `${fault}: group and filter by it, or choose another`);
  }
  if (!GRAINS.includes(grain)) {
    throw new UsageError('invalid_argument', `dimension '${name}': the grain is 'session', 'request' or 'call'`);
  }
  if (typeof rollup !== 'boolean') {
    throw new UsageError('invalid_argument', `dimension '${name}': rollup is true or false`);
  }
  if (order !== undefined && !isOrder(order)) {
    throw new UsageError(
      'invalid_argument',
      `dimension '${name}': order is a list of different values, none of them ''`,
    );
  }
  if (!Number.isSafeInteger(maxValues) || maxValues < 1) {
    throw new UsageError('invalid_argument', `dimension '${name}': maxValues must be a whole number of 1 or more`);
  }
  return { name, grain, rollup, ...(order && { order }), maxValues };
}
