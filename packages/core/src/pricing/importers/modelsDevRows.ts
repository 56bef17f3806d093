import { matchModel } from '../matchModel.ts';
import type { RateBucket } from '../picoRates.ts';
import type { PriceRates, PriceRow, PriceTier } from '../PriceRow.ts';
import { BEGINNING } from '../prices/BEGINNING.ts';
import { dayMs } from '../quarterHourMs.ts';
import { sellerNamed } from '../sellerNamed.ts';
import { decimalText } from './decimalText.ts';
import { endpointOf } from './endpointOf.ts';
import type { ImportedPrices, RejectedPrice } from './ImportedPrices.ts';
import type { PriceImportOptions } from './PriceImportOptions.ts';
import { isRecord } from './isRecord.ts';
import { jsonText } from './jsonText.ts';
import { type NamedRow, uniqueRows } from './uniqueRows.ts';

const BUCKETS: ReadonlyMap<string, RateBucket> = new Map([
  ['input', 'input'],
  ['output', 'output'],
  ['cache_read', 'cacheRead'],
  ['cache_write', 'cacheWrite5m'],
]);
/** Keys that hold other prices than a rate. */
const SHAPES = new Set(['tiers', 'tier', 'context_over_200k', 'reasoning']);
/** A charge that no request for text has: those with audio in are marked as such. */
const BESIDE = new Set(['input_audio']);

type Reject = (part: string, reason: string) => void;

/**
 * Rows of a models.dev list: an object of providers with their models, as at its `api.json`. Prices are per million tokens, thresholds exclusive, those of
 * xAI inclusive. A model whose thinking, or sound, costs other than its answer is rejected, and so is one that answers with more than text: a request does
 * not say how its output divides. A charge that is not known rejects a model, too.
 *
 * @throws `invalid_argument` for a `knownFrom` that is no day
 * @example
 * modelsDevRows({ xai: { models: { 'grok-3': { cost: { input: 3, output: 15, cache_read: 0.75 } } } } },
 *   { knownFrom: '2026-09-23', source: 'https://docs.x.ai/docs/models' }).rows[0]?.rates // => { input: '3', output: '15', cacheRead: '0.75' }
 */
export function modelsDevRows(providers: unknown, options: PriceImportOptions): ImportedPrices {
  dayMs(options.knownFrom, 'knownFrom');
  const rows: NamedRow[] = [];
  const rejected: RejectedPrice[] = [];
  if (!isRecord(providers)) {
    return { rows: [], rejected: [{ model: '', part: 'model', reason: 'the list is not an object of providers' }] };
  }
  for (const [providerId, provider] of Object.entries(providers)) {
    const models = isRecord(provider) && isRecord(provider['models']) ? provider['models'] : null;
    if (models === null) rejected.push({ model: providerId, part: 'model', reason: 'it has no object of models' });
    const source = isRecord(provider) && typeof provider['doc'] === 'string' ? provider['doc'] : options.source;
    for (const [modelId, model] of Object.entries(models ?? {})) {
      const name = `${providerId}/${modelId}`;
      const reject = (part: string, reason: string): void => void rejected.push({ model: name, part, reason });
      const price = answersInOneKind(model) ? priceOf(isRecord(model) ? model['cost'] : undefined, reject) : null;
      if (!answersInOneKind(model))
        reject('model', 'it answers with more than text, and a request does not tell what is which');
      if (price !== null) rows.push({ name, row: rowOf(providerId, modelId, price, { ...options, source }) });
      if (isRecord(model) && isRecord(model['experimental']) && isRecord(model['experimental']['modes'])) {
        for (const mode of Object.keys(model['experimental']['modes']))
          reject(`mode ${mode}`, 'its service tier is not stated as one');
      }
    }
  }
  return uniqueRows(rows, rejected);
}

const rowOf = (
  providerId: string,
  modelId: string,
  price: { rates: PriceRates; tiers?: PriceTier[] },
  { idPrefix = 'models.dev/', knownFrom, source }: PriceImportOptions,
): PriceRow => {
  const named = sellerNamed(providerId);
  const { seller } = named;
  const residency = named.residency || endpointOf(modelId, seller);
  const model = matchModel('', modelId).snapshot;
  const { rates, tiers } = price;
  return {
    id: `${idPrefix}${seller}/${model}${residency && `:${residency}`}`,
    provider: seller,
    model,
    ...(residency !== '' && { residency: [residency] }),
    validFrom: BEGINNING,
    knownFrom,
    source,
    rates,
    ...(tiers && { tiers: seller === 'xai' ? tiers.map((tier) => ({ ...tier, inclusive: true })) : tiers }),
  };
};

/** Whether what a model puts out is of one kind, which one price can be for. */
const answersInOneKind = (model: unknown): boolean => {
  const modalities: unknown = isRecord(model) ? model['modalities'] : undefined;
  const output: unknown = isRecord(modalities) ? modalities['output'] : undefined;
  return !Array.isArray(output) || output.length < 2;
};

const priceOf = (cost: unknown, reject: Reject): { rates: PriceRates; tiers?: PriceTier[] } | null => {
  const rates = ratesOf(cost, reject);
  if (rates === null || !isRecord(cost)) return null;
  const over200k = cost['context_over_200k'] ?? undefined;
  const listed: unknown = cost['tiers'] ?? [];
  const stated: unknown[] = Array.isArray(listed) ? listed : [null];
  const parts =
    stated.length > 0 || over200k === undefined
      ? stated
      : [{ ...(isRecord(over200k) ? over200k : {}), tier: { size: 200_000 } }];
  const steps: { size: number; changed: PriceRates }[] = [];
  for (const part of parts) {
    const tier: unknown = isRecord(part) ? part['tier'] : undefined;
    const size: unknown = isRecord(tier) ? tier['size'] : undefined;
    const isBySize = isRecord(tier) && (tier['type'] === undefined || tier['type'] === 'context');
    const changed = ratesOf(part, reject);
    if (!isBySize || typeof size !== 'number' || !Number.isSafeInteger(size) || changed === null) {
      reject('model', `a tier is not by the size of the prompt: ${jsonText(part)}`);
      return null;
    }
    steps.push({ size, changed });
  }
  let below = rates;
  const tiers = steps
    .toSorted((a, b) => a.size - b.size)
    .map(({ size, changed }): PriceTier => ({ promptOver: size, rates: (below = { ...below, ...changed }) }));
  return { rates, ...(tiers.length > 0 && { tiers }) };
};

const ratesOf = (cost: unknown, reject: Reject): PriceRates | null => {
  if (!isRecord(cost)) {
    reject('model', 'it has no cost');
    return null;
  }
  const rates: PriceRates = {};
  for (const [key, value] of Object.entries(cost)) {
    const bucket = BUCKETS.get(key);
    if (SHAPES.has(key) || value === null) continue;
    if (BESIDE.has(key)) {
      reject(key, 'a row has no such charge');
      continue;
    }
    if (key === 'output_audio' && jsonText(value) === jsonText(cost['output'])) continue;
    if (bucket === undefined) {
      reject('model', `${key} is a charge that a row cannot tell from the others`);
      return null;
    }
    const usd = decimalText(value);
    if (usd === null) {
      reject('model', `${key} is not a price: ${jsonText(value)}`);
      return null;
    }
    rates[bucket] = usd;
  }
  const reasoning = cost['reasoning'] ?? undefined;
  if (reasoning !== undefined && decimalText(reasoning) !== rates.output) {
    reject('model', 'thinking has another price than the answer');
    return null;
  }
  if (rates.input === undefined || rates.output === undefined) {
    reject('model', 'it has no price for text in and out');
    return null;
  }
  return rates;
};
