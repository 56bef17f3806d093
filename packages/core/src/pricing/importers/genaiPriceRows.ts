import { matchModel } from '../matchModel.ts';
import type { PriceRow } from '../PriceRow.ts';
import { BEGINNING } from '../prices/BEGINNING.ts';
import { dayMs } from '../quarterHourMs.ts';
import { sellerNamed } from '../sellerNamed.ts';
import { endpointOf } from './endpointOf.ts';
import { genaiNames } from './genaiNames.ts';
import { genaiPeriods } from './genaiPeriods.ts';
import type { ImportedPrices, RejectedPrice } from './ImportedPrices.ts';
import type { PriceImportOptions } from './PriceImportOptions.ts';
import { isRecord } from './isRecord.ts';
import { rowProblem } from './rowProblem.ts';
import { type NamedRow, uniqueRows } from './uniqueRows.ts';

/** Where the list itself has a price from when its comment says so. */
const OPENROUTER = 'https://openrouter.ai/models';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Rows of a genai-prices list: its array of providers, as in its data file. Rules kept: the last entry that applies wins, thresholds count the whole
 * prompt, times of day are UTC. Corrected: a threshold of 271,999 is OpenAI's «more than 272K», one token higher. A provider's entry without any price
 * is free if it says so, else rejected. Its `aws` is Bedrock; a price of one of its endpoints (`regional.anthropic.…`) is a row of a residency.
 *
 * @throws `invalid_argument` for a `knownFrom` that is no day
 * @example
 * genaiPriceRows([{ id: 'x-ai', models: [{ id: 'grok-3', match: { equals: 'grok-3' }, prices: { input_mtok: 3, output_mtok: 15 } }] }],
 *   { knownFrom: '2026-09-23', source: 'https://docs.x.ai/docs/models' }).rows[0]?.rates // => { input: '3', output: '15' }
 */
export function genaiPriceRows(providers: unknown, options: PriceImportOptions): ImportedPrices {
  dayMs(options.knownFrom, 'knownFrom');
  const rows: NamedRow[] = [];
  const rejected: RejectedPrice[] = [];
  if (!Array.isArray(providers)) {
    return { rows: [], rejected: [{ model: '', part: 'model', reason: 'the list is not an array of providers' }] };
  }
  for (const provider of providers) {
    const providerId = textOf(isRecord(provider) ? provider['id'] : undefined);
    const models: unknown = isRecord(provider) ? provider['models'] : undefined;
    if (!Array.isArray(models)) rejected.push({ model: providerId, part: 'model', reason: 'it has no list of models' });
    // Of a model that a seller has with and without a route to its publisher, the one with it is kept up to date.
    for (const model of Array.isArray(models) ? models.toSorted(byRoute) : []) {
      const entry = isRecord(model) ? model : {};
      const name = `${providerId}/${textOf(entry['id'])}`;
      const imported = rowsOfModel(providerId, entry, { ...options, name });
      rows.push(...imported.rows.map((row) => ({ name, row })));
      rejected.push(...imported.rejected);
    }
  }
  return uniqueRows(rows, rejected);
}

const hasRoute = (model: unknown): boolean => isRecord(model) && textOf(model['id']).includes('/');
const byRoute = (a: unknown, b: unknown): number => Number(hasRoute(b)) - Number(hasRoute(a));

function rowsOfModel(
  providerId: string,
  model: Record<string, unknown>,
  { name, ...options }: PriceImportOptions & { name: string },
): ImportedPrices {
  const rejected: RejectedPrice[] = [];
  const reject = (part: string, reason: string): void => {
    // One line for a key, however many entries have it.
    if (!rejected.some((it) => it.part === part && it.reason === reason)) rejected.push({ model: name, part, reason });
  };
  const isFree = textOf(model['id']).endsWith(':free') || /free of charge/i.test(textOf(model['price_comments']));
  const periods = genaiPeriods(model['prices'], isFree, reject);
  if (periods.length === 0) return { rows: [], rejected };

  const named = sellerNamed(providerId);
  const { seller } = named;
  const residency = named.residency || endpointOf(textOf(model['id']), seller);
  const { id, ...match } = genaiNames(textOf(model['id']), model['match'], reject);
  const rows = periods.map(({ validFrom, ...period }): PriceRow => {
    const suffix = validFrom === BEGINNING ? '' : `@${validFrom}`;
    const day = validFrom.slice(0, 10);
    return {
      id: `${options.idPrefix ?? 'genai-prices/'}${seller}/${id}${residency && `:${residency}`}${suffix}`,
      provider: seller,
      model: matchModel('', id).snapshot,
      ...((match.aliases.length > 0 || match.prefixes.length > 0) && { match: present(match) }),
      ...(residency !== '' && { residency: [residency] }),
      validFrom,
      knownFrom: validFrom !== BEGINNING && day < options.knownFrom ? day : options.knownFrom,
      source: !isFree && /open ?router/i.test(textOf(model['price_comments'])) ? OPENROUTER : options.source,
      ...period,
    };
  });
  // Without one of its prices another would hold in its place.
  const why = rows.map(rowProblem).find((problem) => problem !== undefined);
  if (why === undefined) return { rows, rejected };
  reject('model', why);
  return { rows: [], rejected };
}

const present = (match: { aliases: string[]; prefixes: string[] }): NonNullable<PriceRow['match']> => ({
  ...(match.aliases.length > 0 && { aliases: match.aliases }),
  ...(match.prefixes.length > 0 && { prefixes: match.prefixes }),
});
