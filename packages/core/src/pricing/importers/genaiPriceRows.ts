import { matchModel } from '../matchModel.ts';
import type { PriceRow, PriceTimeBand } from '../PriceRow.ts';
import { publisherNamed } from '../publisherNamed.ts';
import { BEGINNING } from '../prices/BEGINNING.ts';
import { quarterHourMs } from '../quarterHourMs.ts';
import { genaiNames } from './genaiNames.ts';
import { genaiRates } from './genaiRates.ts';
import { genaiWindow } from './genaiWindow.ts';
import type { ImportedPrices, RejectedPrice } from './ImportedPrices.ts';
import type { PriceImportOptions } from './PriceImportOptions.ts';
import { isRecord } from './isRecord.ts';
import { uniqueRows } from './uniqueRows.ts';

type Part = Pick<PriceRow, 'rates' | 'tiers' | 'fees'>;
/** An entry of a model's price list: since a day, at a time of day, or always. */
type Entry = { day: string; part: Part } | { window: PriceTimeBand['windows'][number]; part: Part };

/** Where the list itself has a price from when its comment says so. */
const OPENROUTER = 'https://openrouter.ai/models';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Rows of a genai-prices list: its array of providers, as in its data file. Rules kept: the last entry that applies wins, thresholds count the whole
 * prompt, times of day are UTC. Corrected: a threshold of 271,999 is OpenAI's «more than 272K», one token higher. A provider's entry without any price
 * is free if it says so, else rejected.
 *
 * @throws `invalid_argument` for a `knownFrom` that is no day
 * @example
 * genaiPriceRows([{ id: 'x-ai', models: [{ id: 'grok-3', match: { equals: 'grok-3' }, prices: { input_mtok: 3, output_mtok: 15 } }] }],
 *   { knownFrom: '2026-09-23', source: 'https://docs.x.ai/docs/models' }).rows[0]?.rates // => { input: '3', output: '15' }
 */
export function genaiPriceRows(providers: unknown, options: PriceImportOptions): ImportedPrices {
  quarterHourMs(options.knownFrom, 'knownFrom');
  const rows: PriceRow[] = [];
  const rejected: RejectedPrice[] = [];
  if (!Array.isArray(providers)) {
    return { rows, rejected: [{ model: '', part: 'model', reason: 'the list is not an array of providers' }] };
  }
  for (const provider of providers.filter(isRecord)) {
    const providerId = textOf(provider['id']);
    const models = Array.isArray(provider['models']) ? provider['models'].filter(isRecord) : [];
    for (const model of models) {
      const imported = rowsOfModel(providerId, model, options);
      rows.push(...imported.rows);
      rejected.push(...imported.rejected);
    }
  }
  return uniqueRows({ rows, rejected });
}

function rowsOfModel(providerId: string, model: Record<string, unknown>, options: PriceImportOptions): ImportedPrices {
  const rejected: RejectedPrice[] = [];
  const name = `${providerId}/${textOf(model['id'])}`;
  const reject = (part: string, reason: string): void => {
    // One line for a key, however many entries have it.
    if (!rejected.some((it) => it.part === part)) rejected.push({ model: name, part, reason });
  };
  const isFree = textOf(model['id']).endsWith(':free') || /free of charge/i.test(textOf(model['price_comments']));
  const entries: Entry[] = [];
  for (const entry of Array.isArray(model['prices']) ? model['prices'] : [{ prices: model['prices'] }]) {
    const constraint: unknown = isRecord(entry) ? entry['constraint'] : undefined;
    const part = genaiRates(isRecord(entry) ? entry['prices'] : undefined, isFree, reject);
    if (part === null) return { rows: [], rejected };
    if (constraint === undefined) entries.push({ day: BEGINNING, part });
    else if (isRecord(constraint) && typeof constraint['start_date'] === 'string') {
      entries.push({ day: constraint['start_date'], part });
    } else {
      const window = genaiWindow(constraint);
      if (window === null)
        reject('constraint', `cannot be said in quarter hours of UTC: ${JSON.stringify(constraint)}`);
      else entries.push({ window, part });
    }
  }
  if (rejected.some(({ part }) => part === 'constraint')) return { rows: [], rejected };

  const named = providerId.trim().toLowerCase();
  const publisher = publisherNamed(named) ?? { id: named, residency: '' as const };
  const { id, ...match } = genaiNames(textOf(model['id']), model['match'], reject);
  const rows = entries.flatMap((entry, i) => {
    if (!('day' in entry)) return [];
    const later = entries.slice(i + 1);
    const timeBands = bandsOf(later.flatMap((it) => ('window' in it ? [it] : [])));
    const suffix = entry.day === BEGINNING ? '' : `@${entry.day}`;
    const variant = publisher.residency === '' ? '' : `:${publisher.residency}`;
    const row: PriceRow = {
      id: `${options.idPrefix ?? 'genai-prices/'}${publisher.id}/${id}${variant}${suffix}`,
      provider: publisher.id,
      model: matchModel('', id).snapshot,
      ...((match.aliases.length > 0 || match.prefixes.length > 0) && { match: present(match) }),
      ...(publisher.residency !== '' && { residency: [publisher.residency] }),
      validFrom: entry.day,
      knownFrom: entry.day !== BEGINNING && entry.day < options.knownFrom ? entry.day : options.knownFrom,
      source: !isFree && /open ?router/i.test(textOf(model['price_comments'])) ? OPENROUTER : options.source,
      ...entry.part,
      ...(timeBands.length > 0 && { timeBands }),
    };
    return [row];
  });
  return { rows, rejected };
}

const present = (match: { aliases: string[]; prefixes: string[] }): NonNullable<PriceRow['match']> => ({
  ...(match.aliases.length > 0 && { aliases: match.aliases }),
  ...(match.prefixes.length > 0 && { prefixes: match.prefixes }),
});

/** Windows of the same rates are one band; the last of the list comes first. */
const bandsOf = (entries: readonly { window: PriceTimeBand['windows'][number]; part: Part }[]): PriceTimeBand[] => {
  const bands = new Map<string, { windows: PriceTimeBand['windows'][number][]; part: Part }>();
  for (const { window, part } of entries.toReversed()) {
    const key = JSON.stringify([part.rates, part.tiers]);
    const band = bands.get(key);
    if (band) band.windows.unshift(window);
    else bands.set(key, { windows: [window], part });
  }
  return [...bands.values()].map(({ windows, part: { rates, tiers } }) => ({
    windows,
    rates,
    ...(tiers && { tiers }),
  }));
};
