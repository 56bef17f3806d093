import { PRICE_KEY_TEXTS, type PriceKey } from '../model/RequestCost.ts';

/** Names of everything a price key says, which usage can be grouped and filtered by. */
export const PRICE_KEY_NAMES = [
  ...PRICE_KEY_TEXTS,
  'promptBand',
  'promptFrom',
  'promptBelow',
  'timeBand',
  'sumPrice',
] as const satisfies readonly (keyof PriceKey)[];

/**
 * A price key as the texts that usage is grouped by; `''` = not stated.
 *
 * @example
 * priceKeyValues({ provider: 'xai', model: 'm', serviceTier: '', speed: '', residency: '', promptBand: 1, promptFrom: 200000, timeBand: 0 }).promptFrom // => '200000'
 */
export function priceKeyValues(key: PriceKey): Record<(typeof PRICE_KEY_NAMES)[number], string> {
  const { provider, model, serviceTier, speed, residency, promptBand, timeBand } = key;
  return {
    provider,
    model,
    serviceTier,
    speed,
    residency,
    promptBand: String(promptBand),
    promptFrom: String(key.promptFrom || ''),
    promptBelow: String(key.promptBelow || ''),
    timeBand: String(timeBand),
    sumPrice: key.sumPrice ?? '',
  };
}
