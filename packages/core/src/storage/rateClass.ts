import type { PriceKey, SumPrice } from '../model/RequestCost.ts';
import type { UsageGrain, UsageQuality } from '../model/RequestRecord.ts';
import type { CostBasis } from '../model/UsageAnalytics.ts';
import { entryList, KIND } from './lostEntry.ts';

/** A price key with the closed words that go with it: what a request's cells are kept apart by, beside its dimensions. */
export interface RateClass extends PriceKey {
  grain: UsageGrain;
  quality: UsageQuality;
  basis: CostBasis;
}

/** A rate class as the text that identifies it. */
export function rateClassText(k: RateClass): string {
  return JSON.stringify([
    k.provider,
    k.model,
    k.serviceTier,
    k.speed,
    k.residency,
    k.promptBand,
    k.timeBand,
    k.grain,
    k.quality,
    k.basis,
    // What is absent at the end is left out: a text names its class for good.
    ...(k.promptFrom === undefined && k.promptBelow === undefined && k.sumPrice === undefined
      ? []
      : [k.promptFrom ?? 0, k.promptBelow ?? null]),
    ...(k.sumPrice === undefined ? [] : [k.sumPrice]),
  ]);
}

/** The list that {@link rateClassText} is the text of. */
type ClassWords = [
  ...words: [string, string, string, string, string],
  ...bands: [number, number],
  UsageGrain,
  UsageQuality,
  CostBasis,
  ...prompts: [number?, (number | null)?, SumPrice?],
];

/**
 * The rate class that a text identifies.
 *
 * @throws UsageError `store_unavailable` when it identifies none
 */
export function rateClassOf(text: string): RateClass {
  const [provider, model, serviceTier, speed, residency, promptBand, timeBand, ...words] = entryList<ClassWords>(
    KIND.rateClass,
    text,
  );
  const [grain, quality, basis, from, below, sumPrice] = words;
  const prompts = { ...(from && { promptFrom: from }), ...(below && { promptBelow: below }) };
  const bands = { promptBand, ...prompts, timeBand, ...(sumPrice && { sumPrice }) };
  return { provider, model, serviceTier, speed, residency, ...bands, grain, quality, basis };
}
