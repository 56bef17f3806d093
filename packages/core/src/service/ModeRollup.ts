import { COMBINATION_NAMES } from '../metrics/combinationText.ts';
import { addMeasures, bucketOf } from '../metrics/rollup.ts';
import { rowId } from '../metrics/rowId.ts';
import { REQUEST_NAMES } from '../metrics/requestValues.ts';
import type { RollupFilter, RollupMeasures, RollupQuery, RollupRow, ZoneSegment } from '../model/Rollup.ts';
import { DAY_MS, SLOT_MS } from '../model/timeSlot.ts';
import { isOneRequest } from '../model/usageGrain.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import type { PriceAsOf } from '../pricing/PriceMatch.ts';
import type { StoreReads } from '../storage/UsageStore.ts';
import { COST_KEY_NAMES, type CostKey, costKeyOf, type PricedRow, pricedRow, type RowPrices } from './pricedRow.ts';
import { segmentsAround, stretches } from './segmentParts.ts';
import { UndecidedRows } from './UndecidedRows.ts';

/** A row of the store with what its amounts depend on. */
interface KeyRow {
  row: RollupRow;
  key: CostKey;
}

/** A part of such a row, as small as there is. */
interface EachRow extends KeyRow {
  promptOfEach?: number;
}

/** Where rows stand in the answer, and the instant whose price they have. */
type PlaceOf = (of: KeyRow) => { bucket: number; atMs: number };

/** What a rollup in a mode depends on beside the question and the prices. */
export interface ModeLimits {
  /** Time before has no requests, ms. */
  sealedBeforeMs: number;
  /** About as many requests are in memory at once where each of them counts, but at least those of a day; 50,000 when absent. */
  requestsAtOnce?: number;
}

/** Words of a row that requests can be found by: those that are stored. */
const STORED_WORDS = COST_KEY_NAMES.filter((name) => name !== 'basis' && name !== 'sumPrice');

/** What is read again. */
type Reading = Pick<RollupQuery, 'segments' | 'bucket'>;

/** Rows that are read again by quarters of an hour. */
interface Finer {
  models: Set<string>;
  /** Rows of sums that may be assumed, by {@link rowId}; of the others the key tells. */
  sums: Set<string>;
}

/** Usage rows at other prices than those billed, see `rollupInMode`: from the sums of each price key, split where its price changes; request by request where sums do not tell. */
export class ModeRollup {
  readonly #store: StoreReads;
  readonly #query: RollupQuery;
  readonly #book: PriceBook;
  readonly #asOf: PriceAsOf;
  readonly #by: readonly string[];
  readonly #limits: Required<ModeLimits>;
  /** Whether the answer says what is assumed of sums; their amounts do not depend on it. */
  readonly #tellsSumPrice: boolean;
  readonly #rows = new Map<string, RollupRow>();
  undecidedRequests = 0n;
  undecidedTokens = 0n;

  constructor(store: StoreReads, query: RollupQuery, book: PriceBook, asOf: PriceAsOf, limits: ModeLimits) {
    this.#store = store;
    this.#query = query;
    this.#book = book;
    this.#asOf = asOf;
    this.#limits = { requestsAtOnce: 50_000, ...limits };
    this.#by = [...new Set([...query.by, ...COST_KEY_NAMES])];
    this.#tellsSumPrice = query.by.includes('sumPrice') || query.where?.['sumPrice'] !== undefined;
  }

  async #keyRows(of: Pick<RollupQuery, 'segments' | 'bucket'> & Partial<RollupQuery>): Promise<KeyRow[]> {
    const { measures: _, ...query } = this.#query;
    // These are of the answer, which only its prices tell.
    const { basis: __, sumPrice: ___, ...where } = { ...query.where, ...of.where };
    const by = of.by ?? this.#by;
    const rows = await this.#store.rollup({ ...query, ...of, by, where });
    return rows.map((row) => ({ row, key: costKeyOf((name) => row.key[by.indexOf(name)] ?? '') }));
  }

  /** Whether the price of a key depends on the time of day, at an instant. */
  #isBanded(key: CostKey, atMs: number): boolean {
    return isOneRequest(key.grain) && key.basis !== 'recorded' && this.#hasBands(key, atMs);
  }

  #hasBands(key: CostKey, atMs: number): boolean {
    const tokens = { inputTokens: 0, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0 };
    return (this.#book.match({ ...key, ...tokens, atMs }, this.#asOf).row?.timeBands?.length ?? 0) > 0;
  }

  /** Whether some sums of a row may be below the first threshold though all of them together are not, and the answer says so. */
  #isOfManySums({ row, key }: KeyRow, atMs: number): boolean {
    if (!this.#tellsSumPrice || isOneRequest(key.grain) || row.measures.requests === 1n) return false;
    const { sumPrice } = this.#priced({ row, key }, atMs);
    return sumPrice === 'assumed' && !this.#hasBands(key, atMs);
  }

  #priced(
    { row, key }: KeyRow,
    atMs: number,
    smallest: Pick<RowPrices, 'promptOfEach' | 'isSmallest'> = {},
  ): PricedRow {
    return pricedRow(key, row.measures, { atMs, book: this.#book, asOf: this.#asOf, ...smallest });
  }

  #undecided(): UndecidedRows {
    return new UndecidedRows(this.#by, STORED_WORDS);
  }

  /** Adds a row, or puts it aside when its sums do not tell what its requests cost. */
  #settle(of: KeyRow, placeOf: PlaceOf, undecided: UndecidedRows): void {
    const { bucket, atMs } = placeOf(of);
    const priced = this.#priced(of, atMs);
    if (priced.undecided) undecided.add(of.row);
    else this.#add(bucket, of, priced);
  }

  /** Adds what was put aside, request by request. Sealed time has no requests: there by the smallest sums, of which some may stay undecided. */
  async #addEach(undecided: UndecidedRows, { segments, bucket }: Reading, placeOf: PlaceOf): Promise<void> {
    if (undecided.isEmpty) return;
    const { where } = undecided;
    const { sealedBeforeMs } = this.#limits;
    const around = segmentsAround(segments, bucket, undecided.buckets);
    for (const { fromMs, segments: stretch } of stretches(around, [sealedBeforeMs])) {
      const isSealed = fromMs < sealedBeforeMs;
      for (const part of await this.#parts(stretch, where)) {
        const of = { segments: part, bucket };
        for (const each of isSealed ? await this.#smallestSums(of, where) : await this.#requests(of, where)) {
          if (!undecided.has(each.row)) continue;
          const { bucket: place, atMs } = placeOf(each);
          const { promptOfEach } = each;
          const smallest = { isSmallest: true, ...(promptOfEach !== undefined && { promptOfEach }) };
          this.#add(place, each, this.#priced(each, atMs, smallest));
        }
      }
    }
  }

  /** Requests that have the same price, whatever their tiers and counters. */
  async #requests(of: Reading, where: RollupFilter): Promise<EachRow[]> {
    const by = [...new Set([...this.#by, ...REQUEST_NAMES])];
    const prompt = by.indexOf('request.promptTokens');
    const rows = await this.#keyRows({ ...of, by, where });
    return rows.map((each) => ({ ...each, promptOfEach: Number(each.row.key[prompt]) }));
  }

  /**
   * Sums of sealed time by everything that tells them apart, whatever is asked: each question adds up the same ones, so that parts of a whole add up to it although some of
   * them have no price.
   */
  async #smallestSums({ segments, bucket }: Reading, where: RollupFilter): Promise<EachRow[]> {
    const by = [...new Set([...this.#by, 'quality', ...COMBINATION_NAMES])];
    const { hideFailed = false, where: asked = {} } = this.#query;
    const isTold = hideFailed || asked['status'] !== undefined;
    const states = isTold ? [{ where }] : [{ where, hideFailed: true }, { where: { ...where, status: ['failed'] } }];
    const sums: EachRow[] = [];
    for (const state of states) {
      for (const { row, key } of await this.#keyRows({ segments, bucket: 'slot', by, ...state })) {
        const atMs = row.bucket * SLOT_MS;
        const { offsetSlots = 0 } = segments.find(({ endMs }) => atMs < endMs) ?? {};
        sums.push({ row: { ...row, bucket: bucketOf(atMs, offsetSlots, bucket) }, key });
      }
    }
    return sums;
  }

  /** Segments in parts of about as many requests as are read at once. */
  async #parts(segments: readonly ZoneSegment[], where: RollupFilter): Promise<(readonly ZoneSegment[])[]> {
    const days = await this.#keyRows({ segments, bucket: 'day', by: [], where });
    const offsetMs = (segments[0]?.offsetSlots ?? 0) * SLOT_MS;
    const instants: number[] = [];
    let requests = 0;
    for (const { row } of days.toSorted((a, b) => a.row.bucket - b.row.bucket)) {
      const more = Number(row.measures.requests ?? 0n);
      if (requests > 0 && requests + more > this.#limits.requestsAtOnce) {
        instants.push(row.bucket * DAY_MS - offsetMs);
        requests = 0;
      }
      requests += more;
    }
    return stretches(segments, instants).map((part) => part.segments);
  }

  #add(bucket: number, { row, key }: KeyRow, { basis, sumPrice, measures, undecided }: PricedRow): void {
    const { by, where = {} } = this.#query;
    const { basis: bases, sumPrice: sumPrices } = where;
    const isKept = sumPrices?.includes(sumPrice) ?? true;
    // What is undecided is unpriced here, and would be of any other basis but the recorded one if it were not, and perhaps assumed.
    const mayBeKept = (bases?.some((kept) => kept !== 'recorded') ?? true) && (isKept || !isOneRequest(key.grain));
    if (undecided && mayBeKept) {
      this.undecidedRequests += measures.unpricedRequests ?? 0n;
      this.undecidedTokens += measures.unpricedTokens ?? 0n;
    }
    if (!isKept || (bases && !bases.includes(basis))) return;
    const found = new Map<string, string>([
      ['basis', basis],
      ['sumPrice', sumPrice],
    ]);
    const values = by.map((name) => found.get(name) ?? row.key[this.#by.indexOf(name)] ?? '');
    const id = rowId({ bucket, key: values });
    const folded = this.#rows.get(id) ?? { bucket, key: values, measures: {} };
    addMeasures(folded.measures, this.#asked(measures));
    this.#rows.set(id, folded);
  }

  #asked(measures: RollupMeasures): RollupMeasures {
    const wanted = this.#query.measures;
    if (!wanted) return measures;
    return Object.fromEntries(wanted.flatMap((name) => (name in measures ? [[name, measures[name]]] : [])));
  }

  /** Usage whose price depends on the time of day, by quarters of an hour: each lies in one band. Where the answer says what is assumed, so does usage of several requests, by what lies closest to one sum. */
  async #addFiner({ models, sums }: Finer, segments: readonly ZoneSegment[], fromMs: number): Promise<void> {
    const kept = this.#query.where?.['model'];
    const model = [...models].filter((name) => kept?.includes(name) ?? true);
    for (const segment of segments) {
      const placeOf: PlaceOf = ({ row, key }) => {
        const atMs = row.bucket * SLOT_MS;
        const bucket = bucketOf(atMs, segment.offsetSlots, this.#query.bucket);
        return { bucket, atMs: this.#isBanded(key, fromMs) ? atMs : fromMs };
      };
      const [undecided, slots] = [this.#undecided(), { segments: [segment], bucket: 'slot' } as const];
      for (const of of await this.#keyRows({ ...slots, where: { model } })) {
        const isFiner =
          this.#isBanded(of.key, fromMs) || sums.has(rowId({ bucket: placeOf(of).bucket, key: of.row.key }));
        if (isFiner) this.#settle(of, placeOf, undecided);
      }
      await this.#addEach(undecided, slots, placeOf);
    }
  }

  async read(): Promise<RollupRow[]> {
    const { segments, bucket } = this.#query;
    const [first, last] = [segments[0], segments.at(-1)];
    if (!first || !last) return [];
    const instants = this.#asOf.priceAtMs === undefined ? await this.#instants(first.startMs, last.endMs) : [];
    for (const { fromMs, segments: within } of stretches(segments, instants)) {
      const finer: Finer = { models: new Set(), sums: new Set() };
      const [undecided, placeOf] = [this.#undecided(), ({ row }: KeyRow) => ({ bucket: row.bucket, atMs: fromMs })];
      for (const of of await this.#keyRows({ segments: within, bucket })) {
        const isOfManySums = this.#isOfManySums(of, fromMs);
        if (isOfManySums) finer.sums.add(rowId(of.row));
        if (isOfManySums || this.#isBanded(of.key, fromMs)) finer.models.add(of.key.model);
        else this.#settle(of, placeOf, undecided);
      }
      await this.#addEach(undecided, { segments: within, bucket }, placeOf);
      if (finer.models.size > 0) await this.#addFiner(finer, within, fromMs);
    }
    return [...this.#rows.values()];
  }

  /** When the price of anything used changes. */
  async #instants(startMs: number, endMs: number): Promise<number[]> {
    const { segments } = this.#query;
    const used = await this.#keyRows({ segments, bucket: 'total', by: COST_KEY_NAMES });
    const instants = new Set<number>();
    for (const { key } of used) {
      if (key.basis === 'recorded') continue;
      for (const atMs of this.#book.changes(key)) if (atMs > startMs && atMs < endMs) instants.add(atMs);
    }
    return [...instants].toSorted((a, b) => a - b);
  }
}
