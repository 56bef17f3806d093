import { UsageError } from '../errors.ts';
import { dimension } from '../metrics/dimension.ts';
import type { Dimension, DimensionGrain, DimensionValues } from '../model/Dimension.ts';
import { assertMeant } from './assertMeant.ts';
import { recordedText } from './recordedText.ts';

/** Values of dimensions by the grain whose records carry them. */
export type GrainValues = Record<DimensionGrain, DimensionValues>;

/**
 * The fields of a descriptor that are not its own, as dimensions: each with the grain it was declared with. Whole numbers, such as the id of a user, are text then;
 * `undefined`, `null` and `''` are unknown.
 *
 * @param own names of the descriptor's own fields
 * @param declared what the host declared
 * @param grain of a dimension that nobody declared
 * @param undeclared is told the names of those
 * @throws UsageError `invalid_argument` for a value that is neither text nor a whole number, a name that no dimension can have or that must be a misspelt field, and a value that is not in the order which the host
 *   declared for it (an unknown phase is a typing error)
 * @example
 * grainValues({ key: 'k', table: 'orders', phase: null }, ['key'], [], 'session').session // => { table: 'orders' }
 */
export function grainValues(
  descriptor: object,
  own: readonly string[],
  declared: readonly Dimension[],
  grain: DimensionGrain,
  undeclared: (name: string) => void = () => {},
): GrainValues {
  const values: Record<DimensionGrain, Record<string, string>> = { session: {}, request: {}, call: {} };
  for (const [name, given] of Object.entries(descriptor)) {
    const declaration = declared.find((d) => d.name === name);
    // A host may declare a dimension such as `workspace`, which is a field of the descriptor too.
    if (own.includes(name) && !(declaration && typeof given === 'string')) continue;
    if (!declaration && (given ?? '') !== '') assertMeant(name, own);
    const value = Number.isSafeInteger(given) ? String(given) : recordedText(name, given);
    if (value === '') continue;
    const known = declaration ?? dimension(name, { grain });
    if (!declaration) undeclared(name);
    if (known.order && !known.order.includes(value)) {
      throw new UsageError('invalid_argument', `${name} has no '${value}': it has ${known.order.join(', ')}`);
    }
    values[known.grain][name] = value;
  }
  return values;
}
