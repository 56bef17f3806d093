import { BEGINNING } from '../prices/BEGINNING.ts';
import type { PriceRow, PriceTimeBand } from '../PriceRow.ts';
import { genaiRates } from './genaiRates.ts';
import { genaiWindow } from './genaiWindow.ts';
import { isRecord } from './isRecord.ts';
import { jsonText } from './jsonText.ts';

type Part = Pick<PriceRow, 'rates' | 'tiers' | 'fees'>;
type Hours = { window: PriceTimeBand['windows'][number]; part: Part };
/** An entry of a model's price list: since a day, at a time of day, or always. */
type Entry = { day: string; part: Part } | Hours;
type Reject = (part: string, reason: string) => void;

/** What a model costs from a day on. */
export type GenaiPeriod = Part & Pick<PriceRow, 'validFrom' | 'timeBands'>;

/**
 * The prices of a model of a genai-prices list by the days from which they hold. Of several entries that apply at a time the last of the list counts, so one
 * that a later entry always covers never does. `reject` is told of those, of what has no place in a row, and of the whole (`model` or `constraint`) when none is left.
 *
 * @example
 * genaiPeriods({ input_mtok: 1, output_mtok: 2 }, false, () => {}) // => [{ validFrom: '2020-01-01', rates: { input: '1', output: '2' } }]
 */
export function genaiPeriods(prices: unknown, isFree: boolean, reject: Reject): GenaiPeriod[] {
  const entries: Entry[] = [];
  let isSaid = true;
  for (const entry of Array.isArray(prices) ? prices : [{ prices }]) {
    const part = genaiRates(isRecord(entry) ? entry['prices'] : undefined, isFree, reject);
    if (part === null) return [];
    const since = sinceOf(isRecord(entry) ? entry['constraint'] : undefined);
    if (since === null) {
      reject('constraint', `cannot be said in quarter hours of UTC: ${jsonText(entry['constraint'])}`);
      isSaid = false;
    } else entries.push({ ...since, part });
  }
  if (!isSaid) return [];
  if (!entries.some((entry) => 'day' in entry)) {
    reject('model', entries.length === 0 ? 'it has no prices' : 'it has prices at times of day only');
    return [];
  }
  const counts = (entry: Entry, i: number): boolean =>
    'day' in entry && !entries.slice(i + 1).some((later) => 'day' in later && later.day <= entry.day);
  const first = entries.findIndex(counts);
  return entries.flatMap((entry, i) => {
    if (!('day' in entry)) {
      if (i < first) reject('prices', `at ${entry.window.start} another entry counts, or none for the rest of the day`);
      return [];
    }
    if (!counts(entry, i)) {
      reject('prices', `of the price from ${entry.day} on a later entry takes the place`);
      return [];
    }
    const hours = entries.slice(i + 1).filter((it) => 'window' in it);
    const { fees, ...part } = entry.part;
    const isOneFee = hours.every((it) => it.part.fees?.webSearch === fees?.webSearch);
    if (!isOneFee) reject('web_searches_kcount', 'a row has no fee by time of day');
    const timeBands = bandsOf(hours);
    return [
      { validFrom: entry.day, ...part, ...(timeBands.length > 0 && { timeBands }), ...(isOneFee && fees && { fees }) },
    ];
  });
}

const sinceOf = (constraint: unknown): { day: string } | { window: Hours['window'] } | null => {
  if (constraint === undefined) return { day: BEGINNING };
  if (!isRecord(constraint)) return null;
  const keys = new Set(Object.keys(constraint));
  keys.delete('type');
  if (typeof constraint['start_date'] === 'string') return keys.size === 1 ? { day: constraint['start_date'] } : null;
  const window = keys.size === 2 ? genaiWindow(constraint) : null;
  return window && { window };
};

/** The last of the list comes first. Windows of the same rates that follow one another are one band. */
const bandsOf = (entries: readonly Hours[]): PriceTimeBand[] => {
  const bands: { windows: Hours['window'][]; part: Part }[] = [];
  const ratesOf = ({ rates, tiers }: Part): string => JSON.stringify([rates, tiers]);
  for (const { window, part } of entries.toReversed()) {
    const band = bands.at(-1);
    if (band && ratesOf(band.part) === ratesOf(part)) band.windows.unshift(window);
    else bands.push({ windows: [window], part });
  }
  return bands.map(({ windows, part: { rates, tiers } }) => ({ windows, rates, ...(tiers && { tiers }) }));
};
