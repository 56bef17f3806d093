/**
 * The model that a session is listed under: the one with the highest cost, of several the first by name; `''` when it used none.
 *
 * @param costByModel cost per model, in any one unit
 * @example
 * primaryModel(new Map([['b', 5n], ['a', 5n], ['c', 1n]])) // => 'a'
 */
export function primaryModel(costByModel: ReadonlyMap<string, bigint>): string {
  let best = '';
  let bestCost = -1n;
  for (const [model, cost] of costByModel) {
    if (cost > bestCost || (cost === bestCost && model < best)) [best, bestCost] = [model, cost];
  }
  return best;
}
