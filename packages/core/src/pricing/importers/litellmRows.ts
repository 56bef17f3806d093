import { matchModel } from '../matchModel.ts';
import { RATE_BUCKETS } from '../picoRates.ts';
import type { PriceRates, PriceTier, PriceTimeBand } from '../PriceRow.ts';
import { BEGINNING } from '../prices/BEGINNING.ts';
import { dayMs } from '../quarterHourMs.ts';
import type { ImportedPrices, RejectedPrice } from './ImportedPrices.ts';
import type { PriceImportOptions } from './PriceImportOptions.ts';
import { isRecord } from './isRecord.ts';
import { type LitellmSteps, litellmRates } from './litellmRates.ts';
import { litellmSeller } from './litellmSeller.ts';
import { litellmTimeBands } from './litellmTimeBands.ts';
import { type NamedRow, uniqueRows } from './uniqueRows.ts';

/**
 * Rows of LiteLLM's model price map: an object by model id. Prices are per token there; a row for the standard tier and one for each of batch, flex and
 * priority that has prices of its own. A tier keeps for each bucket the price below it where neither it nor the standard names one. xAI's thresholds are inclusive.
 * Prices of one region, Bedrock's (`us.anthropic.…`, `bedrock/sa-east-1/…`) and Azure's (`azure/eu/…`), are rows of the residency that a request of this name has. A model whose thinking costs other than its answer is rejected: a request does not say how its output divides.
 *
 * @throws `invalid_argument` for a `knownFrom` that is no day
 * @example
 * litellmRows({ 'xai/grok-3': { litellm_provider: 'xai', mode: 'chat', input_cost_per_token: 3e-6, output_cost_per_token: 1.5e-5 } },
 *   { knownFrom: '2026-09-23', source: 'https://docs.x.ai/docs/models' }).rows[0]?.rates // => { input: '3', output: '15' }
 */
export function litellmRows(map: unknown, options: PriceImportOptions): ImportedPrices {
  dayMs(options.knownFrom, 'knownFrom');
  const rows: NamedRow[] = [];
  const rejected: RejectedPrice[] = [];
  if (!isRecord(map))
    return { rows: [], rejected: [{ model: '', part: 'model', reason: 'the list is not an object by model' }] };
  // An entry that explains the others.
  for (const [name, entry] of Object.entries(map).filter(([key]) => key !== 'sample_spec')) {
    const imported = isRecord(entry) ? rowsOfEntry(name, entry, options) : null;
    rows.push(...(imported?.rows ?? []).map((row) => ({ name, row })));
    rejected.push(...(imported?.rejected ?? [{ model: name, part: 'model', reason: 'it is not an object' }]));
  }
  return uniqueRows(rows, rejected);
}

function rowsOfEntry(name: string, entry: Record<string, unknown>, options: PriceImportOptions): ImportedPrices {
  const rejected: RejectedPrice[] = [];
  const reject = (part: string, reason: string): void => {
    // One line for a key, however many ranges have it.
    if (!rejected.some((it) => it.part === part)) rejected.push({ model: name, part, reason });
  };
  const { seller, residency, unsaid } = litellmSeller(name, entry['litellm_provider']);
  if (unsaid !== undefined) {
    reject('model', `no request of '${seller}' says that it is of the region '${unsaid}'`);
    return { rows: [], rejected };
  }
  const prices = litellmRates(entry, reject);
  if (prices === null) return { rows: [], rejected };
  const { byTier, webSearch } = prices;
  const timeBands = litellmTimeBands(entry['off_peak_pricing']);
  if (timeBands === null) {
    reject('model', 'off_peak_pricing cannot be said in quarter hours of UTC');
    return { rows: [], rejected };
  }

  const model = matchModel('', name).snapshot;
  const standard = byTier.get('') ?? new Map<number, PriceRates>();
  const rows = [...byTier].flatMap(([tier, steps]) => {
    const row = rowOf(steps, standard, seller === 'xai');
    if (row === null || (row.rates.output === undefined && entry['mode'] !== 'embedding')) {
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
        // What a search costs by another tier, nobody says.
        ...(tier === '' && webSearch !== undefined && { fees: { webSearch } }),
      },
    ];
  });
  if (byTier.size === 0) reject('model', 'it has no price per token');
  return { rows, rejected };
}

/** Rates of a tier, above each size at which its own or the standard prices change: what changes there and is not stated has no price. */
const rowOf = (
  steps: LitellmSteps,
  standard: LitellmSteps,
  isInclusive: boolean,
): { rates: PriceRates; tiers?: PriceTier[] } | null => {
  const rates = steps.get(0) ?? {};
  if (rates.input === undefined) return null;
  let below = rates;
  const tiers = [...new Set([...steps.keys(), ...standard.keys()])]
    .filter((from) => from > 0)
    .toSorted((a, b) => a - b)
    .map((promptOver) => {
      const [kept, changed] = [{ ...below }, steps.get(promptOver)];
      for (const bucket of RATE_BUCKETS) if (standard.get(promptOver)?.[bucket] !== undefined) delete kept[bucket];
      below = changed ? { ...kept, ...changed } : {};
      return { promptOver, ...(isInclusive && { inclusive: true }), rates: below };
    });
  return { rates, ...(tiers.length > 0 && { tiers }) };
};

/** A window's price keeps the standard one for the buckets that it does not name. */
const completeBands = (bands: readonly PriceTimeBand[], rates: PriceRates): PriceTimeBand[] =>
  bands.map((band) => ({ ...band, rates: { ...rates, ...band.rates } }));
