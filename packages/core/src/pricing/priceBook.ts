import { UsageError } from '../errors.ts';
import { type CompiledRow, compiledRow } from './compiledRow.ts';
import { contentHash } from './contentHash.ts';
import { matchModel, type ModelName } from './matchModel.ts';
import type { RoundedRate } from './picoRates.ts';
import type { PriceMatch, PriceQuery } from './PriceMatch.ts';
import type { PriceRow } from './PriceRow.ts';
import { shippedRows } from './prices/shippedRows.ts';

/** An immutable set of dated prices. */
export interface PriceBook {
  /** Hash of its content: equal ids mean equal prices. */
  readonly id: string;
  /** Host's rows first, then the shipped ones. */
  readonly rows: readonly PriceRow[];
  /** Listed rates that are not whole pico-USD per token. */
  readonly roundedRates: readonly RoundedRate[];
  /** Latest `knownFrom` of its rows: the day it was last brought up to date, `YYYY-MM-DD`; `''` when it is empty. */
  readonly knownUntil: string;
  match(query: PriceQuery): PriceMatch;
}

const STANDARD_RESIDENCY: readonly string[] = ['', 'global', 'not_available'];
const STANDARD_NAMES = new Set(['', 'standard', 'default']);
const MEMO_LIMIT = 4096;

const variantOf = (name: string): string => (STANDARD_NAMES.has(name) ? '' : name);

interface Ranked extends CompiledRow {
  /** 0 = the host's own row, 1 = shipped. */
  rank: number;
}

/** Rows that can hold for a model and its variant, best first, and how they were found. */
interface Candidates {
  rows: readonly Ranked[];
  trace: readonly string[];
}

const byPrecedence = (a: Ranked, b: Ranked): number => a.rank - b.rank || b.fromMs - a.fromMs || b.knownMs - a.knownMs;

/**
 * A price book.
 *
 * @param options.rows the rows to use instead of the shipped ones
 * @param options.overrides a host's own rows: one that holds for a request wins over every row of `rows`
 * @throws `invalid_argument` for a malformed row, or two rows with the same id
 * @example
 * priceBook().id === priceBook({}).id // => true
 */
export function priceBook(options: { rows?: readonly PriceRow[]; overrides?: readonly PriceRow[] } = {}): PriceBook {
  const overrides = options.overrides ?? [];
  const base = options.rows ?? shippedRows;
  const rows = [...overrides, ...base];
  const roundedRates: RoundedRate[] = [];
  const exact = new Map<string, Ranked[]>();
  const prefixed: { prefix: string; row: Ranked }[] = [];
  const ids = new Set<string>();
  for (const [i, row] of rows.entries()) {
    if (ids.has(row.id)) throw new UsageError('invalid_argument', `two price rows have the id '${row.id}'`);
    ids.add(row.id);
    const ranked = { ...compiledRow(row, roundedRates), rank: i < overrides.length ? 0 : 1 };
    for (const name of [row.model, ...(row.match?.aliases ?? [])]) {
      // Written as it is looked up, so that a host's row may use any spelling of the id.
      const id = matchModel('', name).snapshot;
      exact.set(id, [...(exact.get(id) ?? []), ranked]);
    }
    for (const prefix of row.match?.prefixes ?? []) prefixed.push({ prefix: prefix.toLowerCase(), row: ranked });
  }

  /** By exact id before prefix, separately for the host's rows, so that a host can override a family of shipped models. */
  const rowsOf = ({ provider, snapshot, model }: ModelName): Ranked[] =>
    [0, 1].flatMap((rank) => {
      const billed = (found: readonly Ranked[]): Ranked[] =>
        found.filter(
          (it) => it.rank === rank && (it.row.provider === '' || provider === '' || it.row.provider === provider),
        );
      for (const name of [snapshot, model]) {
        const found = billed(exact.get(name) ?? []);
        if (found.length > 0) return found;
      }
      return billed(prefixed.filter(({ prefix }) => model.startsWith(prefix)).map(({ row }) => row));
    });

  const candidatesOf = (query: PriceQuery): Candidates => {
    const name = matchModel(query.provider, query.model);
    const residency = STANDARD_RESIDENCY.includes(query.residency) ? name.residency : query.residency;
    const tier = variantOf(query.serviceTier);
    const speed = variantOf(query.speed);
    const known = rowsOf(name);
    const first = known[0];
    if (first === undefined) {
      const billedBy = name.provider === '' ? '' : ` billed by '${name.provider}'`;
      return { rows: [], trace: [`model '${query.model}'${billedBy} is not in the price book`] };
    }
    const trace = [`model '${query.model}' is ${first.row.model} of ${first.row.provider || 'its own provider'}`];
    const rowsOfVariant = known.filter(
      ({ row }) =>
        (row.serviceTier ?? '') === tier &&
        (row.speed ?? '') === speed &&
        (row.residency ?? STANDARD_RESIDENCY).includes(residency),
    );
    if (rowsOfVariant.length === 0) {
      const variant = [tier && `tier '${tier}'`, speed && `speed '${speed}'`, residency && `residency '${residency}'`];
      trace.push(`no price is listed for ${variant.filter(Boolean).join(', ') || 'its standard tier'}`);
    }
    return { rows: rowsOfVariant.toSorted(byPrecedence), trace };
  };

  const memo = new Map<string, Candidates>();
  const remembered = (query: PriceQuery): Candidates => {
    const key = [query.provider, query.model, query.serviceTier, query.speed, query.residency].join('\u0000');
    let found = memo.get(key);
    if (found === undefined) {
      if (memo.size >= MEMO_LIMIT) memo.clear();
      found = candidatesOf(query);
      memo.set(key, found);
    }
    return found;
  };

  return {
    id: contentHash({ overrides: sortedById(overrides), rows: sortedById(base) }),
    rows,
    roundedRates,
    knownUntil: rows.reduce((latest, row) => (row.knownFrom > latest ? row.knownFrom : latest), ''),
    match: (query) => matchOf(query, remembered(query)),
  };
}

const sortedById = (rows: readonly PriceRow[]): PriceRow[] => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));

const matchOf = (query: PriceQuery, { rows, trace }: Candidates): PriceMatch => {
  const found = rows.find(({ fromMs, toMs }) => fromMs <= query.atMs && query.atMs < toMs);
  if (found === undefined) {
    const why = rows.length > 0 ? [...trace, 'no listed price holds at its time'] : [...trace];
    return { row: null, rates: null, promptBand: 0, webSearchPico: null, trace: why };
  }
  const { row, rates, tiers, webSearchPico } = found;
  const steps = [...trace, `price '${row.id}' holds, published ${row.knownFrom}`];
  const prompt = query.inputTokens + query.cacheReadTokens + query.cacheWrite5mTokens + query.cacheWrite1hTokens;
  const firstThreshold = tiers[0]?.fromPrompt ?? Number.POSITIVE_INFINITY;
  let promptBand = 0;
  if (query.grain === 'request' && tiers.length > 0) {
    promptBand = tiers.filter(({ fromPrompt }) => prompt >= fromPrompt).length;
    steps.push(`prompt of ${prompt} tokens is in band ${promptBand} of ${tiers.length}`);
  } else if (prompt >= firstThreshold) {
    steps.push('usage of several requests: their prompt sizes are unknown, priced below the first threshold');
  }
  return { row, rates: tiers[promptBand - 1]?.rates ?? rates, promptBand, webSearchPico, trace: steps };
};
