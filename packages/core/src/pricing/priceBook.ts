import { UsageError } from '../errors.ts';
import { assertNames } from '../model/assertNames.ts';
import { bookIndex, type IndexedRow } from './bookIndex.ts';
import { contentHash } from './contentHash.ts';
import { deepFrozen } from './deepFrozen.ts';
import { frozenRow } from './frozenRow.ts';
import { hasGlobalProfile } from './hasGlobalProfile.ts';
import { isGovCloud } from './isGovCloud.ts';
import { isSameInAllRegions } from './isSameInAllRegions.ts';
import { matchedPrice } from './matchedPrice.ts';
import { matchModel } from './matchModel.ts';
import type { RoundedRate } from './picoRates.ts';
import type { PriceAsOf, PriceMatch, PriceQuery } from './PriceMatch.ts';
import type { PriceRow } from './PriceRow.ts';
import { shippedHash } from './prices/generated/shippedHash.ts';
import { shippedPrices } from './prices/shippedPrices.ts';
import { rowsHash } from './rowsHash.ts';
import { SELLERS } from './sellerOf.ts';
import { variantOf } from './variantOf.ts';

/** What decides which prices of a book can hold. */
export type BilledAs = Pick<PriceQuery, 'provider' | 'model' | 'serviceTier' | 'speed' | 'residency'>;

/** An immutable set of dated prices: its rows and its lists are frozen. */
export interface PriceBook {
  /** Hash of its content: equal ids mean equal prices. */
  readonly id: string;
  /** Host's rows first, then the shipped ones. */
  readonly rows: readonly PriceRow[];
  /** The host's own rows: those of `rows` that win over all others. */
  readonly overrides: readonly PriceRow[];
  /** Listed rates that are not whole pico-USD per token. */
  readonly roundedRates: readonly RoundedRate[];
  /** Latest `knownFrom` of its rows: the day it was last brought up to date, `YYYY-MM-DD`; `''` when it is empty. */
  readonly knownUntil: string;
  /** The price that holds for a request, at its own time by all that is known, or as `asOf` says. */
  match(query: PriceQuery, asOf?: PriceAsOf): PriceMatch;
  /** Instants at which the price of such a request may change, ms since 1970 UTC, ascending; times of day do not count. All on 15-minute slot edges. */
  changes(query: BilledAs): readonly number[];
}

const STANDARD_RESIDENCY: readonly string[] = ['', 'global', 'not_available'];
const isStandard = (residency: string): boolean => STANDARD_RESIDENCY.includes(residency);
const MEMO_LIMIT = 4096;

/** OpenAI's two names of one tier: see `openaiFast`. */
const tierOf = ({ provider }: PriceRow, name: string): string => {
  const tier = variantOf(name);
  return provider === 'openai' && tier === 'fast' ? 'priority' : tier;
};

/** Modes of Alibaba's cache, which are tiers of a request: a row without a tier is for all of them, and one of the mode comes before it. */
const CACHE_MODES: readonly string[] = ['implicit-cache', 'explicit-cache'];

/** Whether a row is of the tier that was asked for; `'all'` when it is one for all modes of a cache. */
const isOfTier = (row: PriceRow, asked: string): boolean | 'all' => {
  const tier = tierOf(row, row.serviceTier ?? '');
  return tier === tierOf(row, asked) || (tier === '' && CACHE_MODES.includes(variantOf(asked)) && 'all');
};

const residenciesOf = ({ residency }: PriceRow): readonly string[] =>
  residency?.map((it) => it.toLowerCase()) ?? STANDARD_RESIDENCY;

/** Rows that can hold for a model and its variant, best first, and how they were found. */
interface Candidates {
  rows: readonly IndexedRow[];
  trace: readonly string[];
}

const latestFirst = <T extends number | string>(a: T, b: T): number => (a === b ? 0 : a < b ? 1 : -1);
/** Books of equal content answer alike in any order of their rows: the id decides between rows of the same dates, where that of a correction goes on from the corrected one's. */
const byPrecedence =
  (regionOf: (row: IndexedRow) => number, isForAll: (row: IndexedRow) => boolean) =>
  (a: IndexedRow, b: IndexedRow): number =>
    a.rank - b.rank ||
    SELLERS.indexOf(a.seller) - SELLERS.indexOf(b.seller) ||
    regionOf(b) - regionOf(a) ||
    Number(isForAll(a)) - Number(isForAll(b)) ||
    latestFirst(a.dates().fromMs, b.dates().fromMs) ||
    latestFirst(a.dates().knownMs, b.dates().knownMs) ||
    latestFirst(a.row.id, b.row.id);

function assertOptions(options: { rows?: unknown; overrides?: unknown }): void {
  assertNames('priceBook', options, ['rows', 'overrides']);
  for (const [name, rows] of Object.entries(options)) {
    if (rows === undefined || Array.isArray(rows)) continue;
    throw new UsageError('invalid_argument', `priceBook({ ${name} }) takes a list of rows`);
  }
}

/**
 * A price book. The shipped rows are parsed when their model is first asked for, a host's are copied and parsed at once: what happens to the given
 * objects later changes no price of the book.
 *
 * @param options.rows the rows to use instead of the shipped ones
 * @param options.overrides a host's own rows, with ids that no row of `rows` has: one that holds for a request wins over every row of `rows`
 * @throws UsageError `invalid_argument` for options that are none, a malformed row, or two rows with the same id
 * @example
 * priceBook().id === priceBook({}).id // => true
 */
export function priceBook(options: { rows?: readonly PriceRow[]; overrides?: readonly PriceRow[] } = {}): PriceBook {
  assertOptions(options);
  const overrides = Object.freeze((options.overrides ?? []).map(frozenRow));
  const shipped = shippedPrices();
  const isShipped = options.rows === undefined || options.rows === shipped;
  const base = isShipped ? shipped : Object.freeze((options.rows ?? []).map(frozenRow));
  const rows = overrides.length > 0 ? Object.freeze([...overrides, ...base]) : base;
  const rounded: RoundedRate[] = [];
  const index = bookIndex(overrides, base, { isTrusted: isShipped, rounded });

  const candidatesOf = (query: BilledAs): Candidates => {
    const name = matchModel(query.provider, query.model);
    const stated = query.residency.trim().toLowerCase();
    const isOfOne = stated.startsWith('regional:');
    const region = isOfOne ? stated.slice('regional:'.length) : name.region;
    const recorded = isOfOne ? 'regional' : stated;
    const asked = isStandard(recorded) ? name.residency || recorded : recorded;
    // No price of a commercial region holds in GovCloud.
    const isApart = isGovCloud(region);
    const isRegional = asked === 'regional' || isApart;
    const ofRegion = isRegional && region !== '' ? `regional:${region}` : asked;
    const residency = isApart ? ofRegion : isStandard(asked) ? '' : asked;
    const isGoogle = ['', 'google'].includes(name.provider) && ['', 'vertex'].includes(name.platform);
    const isSame = isRegional && isGoogle && isSameInAllRegions(name.model);
    // The price of its region comes first, that without a residency is of all others.
    const isOfAny = isRegional && !isApart && name.platform === 'bedrock' && !hasGlobalProfile(name);
    const residencies = [residency, ofRegion, ...(isSame || isOfAny ? STANDARD_RESIDENCY : [])];
    const tier = variantOf(query.serviceTier);
    const speed = variantOf(query.speed);
    // Of Google's models only Vertex has regional endpoints.
    const known = index.rowsOf(isSame ? { ...name, platform: 'vertex' } : name);
    const first = known[0];
    if (first === undefined) {
      const billedBy = [name.provider, name.platform && `on ${name.platform}`].filter(Boolean).join(' ');
      return {
        rows: [],
        trace: [`model '${query.model}'${billedBy && ` billed by '${billedBy}'`} is not in the price book`],
      };
    }
    const trace = [`model '${query.model}' is ${first.row.model} of ${first.row.provider || 'its own provider'}`];
    /** 0 = of another residency than the one that holds, or of none, 2 = of the very region. */
    const regionOf = ({ row }: IndexedRow): number => {
      const own = residenciesOf(row);
      return [residency, ofRegion].findLastIndex((it) => own.includes(it) && !(own.includes('') && isStandard(it))) + 1;
    };
    const rowsOfVariant = known.filter(
      ({ row }) =>
        isOfTier(row, query.serviceTier) !== false &&
        variantOf(row.speed ?? '') === speed &&
        residencies.some((it) => residenciesOf(row).includes(it)),
    );
    if (rowsOfVariant.length === 0) {
      const variant = [tier && `tier '${tier}'`, speed && `speed '${speed}'`, residency && `residency '${ofRegion}'`];
      trace.push(`no price is listed for ${variant.filter(Boolean).join(', ') || 'its standard tier'}`);
    }
    const isForAll = ({ row }: IndexedRow): boolean => isOfTier(row, query.serviceTier) === 'all';
    return { rows: rowsOfVariant.toSorted(byPrecedence(regionOf, isForAll)), trace };
  };

  const memo = new Map<string, Candidates>();
  const remembered = (query: BilledAs): Candidates => {
    const key = [query.provider, query.model, query.serviceTier, query.speed, query.residency].join('\u0000');
    let found = memo.get(key);
    if (found === undefined) {
      if (memo.size >= MEMO_LIMIT) memo.clear();
      found = candidatesOf(query);
      memo.set(key, found);
    }
    return found;
  };

  const id = contentHash([rowsHash(overrides), isShipped ? shippedHash : rowsHash(base)]);
  return {
    id,
    rows,
    overrides,
    get roundedRates() {
      for (const row of index.rows) row.compiled();
      // Complete once all rows are compiled.
      return deepFrozen(rounded);
    },
    knownUntil: rows.reduce((latest, row) => (row.knownFrom > latest ? row.knownFrom : latest), ''),
    match: (query, asOf) => matchOf(query, asOf, remembered(query)),
    changes: (query) => {
      const instants = remembered(query).rows.flatMap((row) => [row.dates().fromMs, row.dates().toMs]);
      return [...new Set(instants)].filter(Number.isFinite).toSorted((a, b) => a - b);
    },
  };
}

const matchOf = (query: PriceQuery, asOf: PriceAsOf | undefined, { rows, trace }: Candidates): PriceMatch => {
  const priceAtMs = asOf?.priceAtMs ?? query.atMs;
  const knownAtMs = asOf?.knownAtMs ?? Number.POSITIVE_INFINITY;
  for (const indexed of rows) {
    const { fromMs, toMs, knownMs } = indexed.dates();
    if (knownMs > knownAtMs || fromMs > priceAtMs || priceAtMs >= toMs) continue;
    return matchedPrice(query, indexed.compiled(), trace);
  }
  const when = asOf?.priceAtMs === undefined ? 'at its time' : 'at the asked time';
  const known = asOf?.knownAtMs === undefined ? '' : ' by what was known then';
  const why = rows.length > 0 ? [...trace, `no listed price holds ${when}${known}`] : [...trace];
  return { row: null, rates: null, promptBand: 0, timeBand: 0, webSearchPico: null, trace: why };
};
