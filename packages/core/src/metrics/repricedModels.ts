import type { RepricedModel } from '../model/Repricing.ts';
import type { RequestCost } from '../model/RequestCost.ts';

/** One request that was priced anew. */
export interface PricedAnew {
  model: string;
  requestCount: number;
  /** What it cost. */
  before: Pick<RequestCost, 'nanoUsd' | 'picoRest'>;
  /** What it costs; `null` = it stays as it is. */
  after: Pick<RequestCost, 'nanoUsd' | 'picoRest'> | null;
  /** It keeps an amount that the prices do not give. */
  isKept: boolean;
}

const pico = ({ nanoUsd, picoRest }: Pick<RequestCost, 'nanoUsd' | 'picoRest'>): bigint =>
  nanoUsd === null ? 0n : BigInt(nanoUsd) * 1000n + BigInt(picoRest);
const size = ({ oldPico, newPico }: RepricedModel): bigint =>
  newPico > oldPico ? newPico - oldPico : oldPico - newPico;

/**
 * Adds requests to the sums of their models, in place.
 *
 * @example
 * const models = new Map();
 * const before = { nanoUsd: null, picoRest: 0 };
 * addRepriced(models, [{ model: 'm', requestCount: 1, before, after: { nanoUsd: 2, picoRest: 5 }, isKept: false }]);
 * models.get('m').newPico // => 2005n
 */
export function addRepriced(models: Map<string, RepricedModel>, requests: readonly PricedAnew[]): void {
  for (const { model, requestCount, before, after, isKept } of requests) {
    const sums = models.get(model) ?? {
      model,
      requests: 0,
      changed: 0,
      filled: 0,
      unpriced: 0,
      kept: 0,
      oldPico: 0n,
      newPico: 0n,
    };
    models.set(model, sums);
    const now = after ?? before;
    sums.requests += requestCount;
    if (after !== null) sums.changed += requestCount;
    if (before.nanoUsd === null && now.nanoUsd !== null) sums.filled += requestCount;
    if (now.nanoUsd === null) sums.unpriced += requestCount;
    if (isKept) sums.kept += requestCount;
    sums.oldPico += pico(before);
    sums.newPico += pico(now);
  }
}

/**
 * Sums of models, the largest difference first, then the dearest.
 *
 * @example
 * repricedModels(new Map()) // => []
 */
export function repricedModels(models: ReadonlyMap<string, RepricedModel>): RepricedModel[] {
  const compare = (a: bigint, b: bigint): number => (a > b ? -1 : a < b ? 1 : 0);
  return [...models.values()].toSorted(
    (a, b) => compare(size(a), size(b)) || compare(a.newPico, b.newPico) || (a.model < b.model ? -1 : 1),
  );
}
