import { matchModel } from '../matchModel.ts';
import type { RateBucket } from '../picoRates.ts';
import type { PriceRates, PriceRow, PriceTier, PriceTimeBand } from '../PriceRow.ts';
import { BEGINNING } from '../prices/BEGINNING.ts';
import { decimalText } from './decimalText.ts';
import type { ImportedPrices, RejectedPrice } from './ImportedPrices.ts';
import type { PriceImportOptions } from './PriceImportOptions.ts';
import { isRecord } from './isRecord.ts';
import { litellmSeller } from './litellmSeller.ts';
import { litellmTimeBands } from './litellmTimeBands.ts';
import { uniqueRows } from './uniqueRows.ts';

const BUCKETS: Readonly<Record<string, RateBucket>> = {
  input_cost_per_token: 'input',
  output_cost_per_token: 'output',
  cache_read_input_token_cost: 'cacheRead',
  cache_creation_input_token_cost: 'cacheWrite5m',
  cache_creation_input_token_cost_above_1hr: 'cacheWrite1h',
};
const TIERS: Readonly<Record<string, string>> = { batches: 'batch', flex: 'flex', priority: 'priority', '': '' };
const KEY = new RegExp(
  `^(${Object.keys(BUCKETS).toSorted().toReversed().join('|')})(?:_above_(\\d+)k_tokens)?(?:_(batches|flex|priority))?$`,
);

/** Prices of one service tier: below the first threshold (0) and above each. */
type Steps = Map<number, PriceRates>;

/**
 * Rows of LiteLLM's model price map: an object by model id. Prices are per token there; a row for the standard tier and one for each of batch, flex and
 * priority that has prices of its own. A tier keeps for each bucket the price below it where it names none. xAI's thresholds are inclusive.
 * Prices of one region, Bedrock's (`us.anthropic.…`) and Azure's (`azure/eu/…`), are rows of a residency. A model whose thinking costs other than its answer is rejected: a request does not say how its output divides.
 *
 * @example
 * litellmRows({ 'xai/grok-3': { litellm_provider: 'xai', mode: 'chat', input_cost_per_token: 3e-6, output_cost_per_token: 1.5e-5 } },
 *   { knownFrom: '2026-09-23', source: 'https://docs.x.ai/docs/models' }).rows[0]?.rates // => { input: '3', output: '15' }
 */
export function litellmRows(map: unknown, options: PriceImportOptions): ImportedPrices {
  const rows: PriceRow[] = [];
  const rejected: RejectedPrice[] = [];
  if (!isRecord(map))
    return { rows, rejected: [{ model: '', part: 'model', reason: 'the list is not an object by model' }] };
  // An entry that explains the others.
  for (const [name, entry] of Object.entries(map).filter(([key]) => key !== 'sample_spec')) {
    const imported = isRecord(entry) ? rowsOfEntry(name, entry, options) : null;
    rows.push(...(imported?.rows ?? []));
    rejected.push(...(imported?.rejected ?? [{ model: name, part: 'model', reason: 'it is not an object' }]));
  }
  return uniqueRows({ rows, rejected });
}

function rowsOfEntry(name: string, entry: Record<string, unknown>, options: PriceImportOptions): ImportedPrices {
  const rejected: RejectedPrice[] = [];
  const reject = (part: string, reason: string): void => void rejected.push({ model: name, part, reason });
  const refused = (reason: string): ImportedPrices => ({
    rows: [],
    rejected: [{ model: name, part: 'model', reason }],
  });
  const { seller, residency } = litellmSeller(name, entry['litellm_provider']);
  const byTier = new Map<string, Steps>();
  let webSearch: string | undefined;
  for (const [key, value] of Object.entries(entry)) {
    const [, base = '', above, tier = ''] = KEY.exec(key) ?? [];
    const bucket = BUCKETS[base];
    if (key === 'output_cost_per_reasoning_token') {
      const answer = decimalText(entry['output_cost_per_token'], 6);
      if (decimalText(value, 6) !== answer) return refused('thinking has another price than the answer');
    } else if (key === 'search_context_cost_per_query') webSearch = searchFee(value, reject);
    else if (bucket !== undefined && value !== null) {
      const usd = decimalText(value, 6);
      if (usd === null) return refused(`${key} is not a price: ${JSON.stringify(value)}`);
      const steps = byTier.get(TIERS[tier] ?? '') ?? new Map<number, PriceRates>();
      const threshold = above === undefined ? 0 : Number(above) * 1000;
      steps.set(threshold, { ...steps.get(threshold), [bucket]: usd });
      byTier.set(TIERS[tier] ?? '', steps);
    } else if (/cost|pric/.test(key) && !['off_peak_pricing', 'tiered_pricing'].includes(key) && value !== null) {
      reject(key, 'a row has no such charge');
    }
  }
  const ranges = entry['tiered_pricing'];
  if (ranges !== undefined) {
    const steps = rangeSteps(ranges);
    if (steps === null) return refused(`tiered_pricing is not a list of ranges from 0 on: ${JSON.stringify(ranges)}`);
    byTier.set('', new Map([...steps].map(([from, rates]) => [from, { ...byTier.get('')?.get(0), ...rates }])));
  }
  const timeBands = litellmTimeBands(entry['off_peak_pricing']);
  if (timeBands === null) return refused('off_peak_pricing cannot be said in quarter hours of UTC');

  const model = matchModel('', name).snapshot;
  const rows = [...byTier].flatMap(([tier, steps]) => {
    const row = rowOf(steps, seller === 'xai');
    if (row === null) {
      reject(tier === '' ? 'model' : `service tier ${tier}`, 'it has no price for text in and out');
      return [];
    }
    if (row.tiers && timeBands.length > 0) {
      reject('model', 'prices by time of day that also depend on the size of the prompt');
      return [];
    }
    const variant = [tier, residency]
      .filter(Boolean)
      .map((it) => `:${it}`)
      .join('');
    return [
      {
        id: `${options.idPrefix ?? 'litellm/'}${seller}/${model}${variant}`,
        provider: seller,
        model,
        ...(tier !== '' && { serviceTier: tier }),
        ...(residency !== '' && { residency: [residency] }),
        validFrom: BEGINNING,
        knownFrom: options.knownFrom,
        source: typeof entry['source'] === 'string' ? entry['source'] : options.source,
        ...row,
        ...(tier === '' && timeBands.length > 0 && { timeBands: completeBands(timeBands, row.rates) }),
        ...(webSearch !== undefined && { fees: { webSearch } }),
      },
    ];
  });
  if (byTier.size === 0) reject('model', 'it has no price per token');
  return { rows, rejected };
}

/** One fee a search, whatever the size of its context: USD per thousand. */
const searchFee = (value: unknown, reject: (part: string, reason: string) => void): string | undefined => {
  const fees = isRecord(value) ? [...new Set(Object.values(value).map((usd) => decimalText(usd, 3)))] : [];
  if (fees.length === 1 && typeof fees[0] === 'string') return fees[0];
  reject('search_context_cost_per_query', 'the fee depends on the size of the search');
  return undefined;
};

const rangeSteps = (ranges: unknown): Steps | null => {
  const steps: Steps = new Map();
  for (const part of Array.isArray(ranges) ? ranges : [null]) {
    const from: unknown = isRecord(part) && Array.isArray(part['range']) ? part['range'][0] : undefined;
    if (!isRecord(part) || typeof from !== 'number') return null;
    const rates = Object.entries(BUCKETS).flatMap(([key, bucket]) => {
      const usd = decimalText(part[key], 6);
      return usd === null ? [] : [[bucket, usd] as const];
    });
    steps.set(from, Object.fromEntries(rates));
  }
  return steps.has(0) ? steps : null;
};

const rowOf = (steps: Steps, isInclusive: boolean): { rates: PriceRates; tiers?: PriceTier[] } | null => {
  const rates = steps.get(0) ?? {};
  if (rates.input === undefined || rates.output === undefined) return null;
  let below = rates;
  const tiers = [...steps]
    .filter(([from]) => from > 0)
    .toSorted(([a], [b]) => a - b)
    .map(([promptOver, changed]) => {
      below = { ...below, ...changed };
      return { promptOver, ...(isInclusive && { inclusive: true }), rates: below };
    });
  return { rates, ...(tiers.length > 0 && { tiers }) };
};

/** A window's price keeps the standard one for the buckets that it does not name. */
const completeBands = (bands: readonly PriceTimeBand[], rates: PriceRates): PriceTimeBand[] =>
  bands.map((band) => ({ ...band, rates: { ...rates, ...band.rates } }));
