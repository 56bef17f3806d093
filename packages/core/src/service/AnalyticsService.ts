import { UsageError } from '../errors.ts';
import { type AnalyticsRows, analyticsQueries } from '../metrics/analyticsQueries.ts';
import { liveSession } from '../metrics/liveSession.ts';
import { resolveDateRange } from '../metrics/resolveDateRange.ts';
import { bucketSegments } from '../metrics/bucketSegments.ts';
import { clockThresholds } from '../metrics/sessionClock.ts';
import { unavailableFamilies } from '../metrics/unavailableFamilies.ts';
import { usageAnalytics } from '../metrics/usageAnalytics.ts';
import { zoneSegments } from '../metrics/zoneSegments.ts';
import { assertNames } from '../model/assertNames.ts';
import { assertStore } from '../model/assertParts.ts';
import type { CostMode, CostPrices } from '../model/CostMode.ts';
import type { DateRange } from '../model/DateRange.ts';
import type { AnalyticsQuery, RollupFilter, RollupQuery, ZoneSegment } from '../model/Rollup.ts';
import type { Dimension } from '../model/Dimension.ts';
import type { ClockThresholds } from '../model/SessionClock.ts';
import type { RunPage, RunQuery } from '../model/RunSummary.ts';
import type { SessionPage, SessionQuery } from '../model/SessionSummary.ts';
import type { Coverage, UsageAnalytics } from '../model/UsageAnalytics.ts';
import type { UsageDataSource } from '../model/UsageDataSource.ts';
import { assertOrder } from '../metrics/assertOrder.ts';
import { assertPage } from '../metrics/assertPage.ts';
import { SLOT_MS } from '../model/timeSlot.ts';
import { assertPriceBook } from '../pricing/assertPriceBook.ts';
import { type PriceBook, priceBook } from '../pricing/priceBook.ts';
import type { StoredSessionQuery, StoreExtent, StoreReads, UsageStore } from '../storage/UsageStore.ts';
import { AnswerCache } from './AnswerCache.ts';
import { assertAnalyticsQuery, assertRollupQuery, assertRunQuery, assertSessionQuery } from './assertQuery.ts';
import { betweenWrites } from './betweenWrites.ts';
import { type ModePrices, type PricedRollup, type PricedRollupQuery, rollupInMode } from './rollupInMode.ts';

/** What a service answers from, and how. */
export interface AnalyticsServiceOptions {
  store: UsageStore;
  /** IANA zone of days, weeks and hours unless a query names another. */
  timeZone: string;
  /** The present, ms; the system's clock when absent. */
  now?: () => number;
  /** Rows of answers to keep until the data changes (S1.18), some 500 bytes each; 100,000 when absent, 0 keeps none. */
  cacheRows?: number;
  /** After how long a silence a running session is idle, or stalled; see `sessionClock`. */
  clock?: ClockThresholds;
  /** What the host declared to the store: which of its facts a filter can narrow. */
  dimensions?: readonly Dimension[];
  /** Called when an answer is ready. */
  onAnswer?: () => void;
  /** Prices for answers that are not as billed; the shipped book when absent. A function is called when it is first needed. */
  prices?: PriceBook | (() => PriceBook);
}

interface DashboardFilter {
  segments: readonly ZoneSegment[];
  where: RollupFilter;
  hideFailed: boolean;
  unavailable: Coverage['unavailable'];
  costs: CostMode;
}

type DashboardRows = Pick<Parameters<typeof usageAnalytics>[0], 'rows' | 'costs' | 'top' | 'runningLastMs' | 'prices'>;

const NO_SESSIONS = { costs: { values: [], approximate: false }, top: [], runningLastMs: [] };
const OPTION_NAMES = 'store timeZone now cacheRows clock dimensions onAnswer prices'.split(' ');
const CACHE_ROWS = 100_000;

const TOP_SESSIONS = 10;
const MAX_PAGE = 1000;

/** Times of everything that is counted, calls of sessions without a request included. */
const edges = ({ earliestMs, latestMs }: StoreExtent) => ({ firstMs: earliestMs, lastMs: latestMs });

/**
 * Segments up to the quarter of an hour of the latest record: what comes after changes no row, so that "until now" is the same question until something is
 * written, and one of whole quarters.
 */
function withoutFuture(segments: readonly ZoneSegment[], { latestMs }: StoreExtent): readonly ZoneSegment[] {
  if (latestMs === null) return [];
  const endMs = (Math.floor(latestMs / SLOT_MS) + 1) * SLOT_MS;
  return segments.filter((s) => s.startMs <= latestMs).map((s) => (s.endMs > latestMs ? { ...s, endMs } : s));
}

const isRange = (query: DateRange | AnalyticsQuery): query is DateRange =>
  typeof query === 'string' || (typeof query === 'object' && query !== null && 'start' in query);

/** The page that is asked for, by default the first of fifty rows. */
function pageOf(query: { limit?: number; offset?: number }): { limit: number; offset: number } {
  const page = { limit: query.limit ?? 50, offset: query.offset ?? 0 };
  assertPage(page, MAX_PAGE);
  return page;
}

/**
 * Answers of a store as the application shows them. It asks the store and folds rows by the pure metrics. Rows are kept until the store's revision changes, so
 * that no answer is ever stale.
 */
export class AnalyticsService implements UsageDataSource {
  readonly #store: UsageStore;
  readonly #timeZone: string;
  readonly #now: () => number;
  readonly #cacheRows: number;
  #cache: AnswerCache<DashboardRows>;
  /** Of the store, when it was asked last. */
  #revision = 0;
  readonly #clock: Required<ClockThresholds>;
  readonly #dimensions: readonly Dimension[];
  readonly #onAnswer: () => void;
  readonly #prices: () => PriceBook;

  /** @throws UsageError `invalid_argument` for a store, prices, thresholds, or a number of rows, that are none */
  constructor(options: AnalyticsServiceOptions) {
    assertNames('AnalyticsService', options, OPTION_NAMES);
    const { store, timeZone, now = Date.now, cacheRows = CACHE_ROWS, clock = {}, dimensions = [], prices } = options;
    assertStore('AnalyticsService', store);
    if (prices !== undefined && typeof prices !== 'function') assertPriceBook('AnalyticsService', 'prices', prices);
    if (typeof cacheRows !== 'number' || !(cacheRows >= 0)) {
      throw new UsageError('invalid_argument', `cacheRows is ${String(cacheRows)}: it is a number from 0 on`);
    }
    this.#store = store;
    this.#timeZone = timeZone;
    this.#now = now;
    this.#cacheRows = cacheRows;
    this.#cache = new AnswerCache(cacheRows);
    this.#clock = clockThresholds(clock);
    this.#dimensions = dimensions;
    this.#onAnswer = options.onAnswer ?? (() => {});
    let book = typeof prices === 'function' ? undefined : prices;
    this.#prices = () => (book ??= typeof prices === 'function' ? prices() : priceBook());
  }

  /**
   * Everything the dashboard and the report show of a range (S1.17). Facts that do not have what the filter names, as sessions have no `kind`, are left out, and
   * `coverage.unavailable` says so; a name that no fact has is an error.
   *
   * @param query a date range, or a range with zone, grouping and filters
   * @throws UsageError `invalid_argument`, `invalid_date_range`, `invalid_time_zone`, `unknown_dimension`, `unsafe_integer`; of sealed time, where a store has only sums,
   * `range_not_slot_aligned` for a range that begins or ends within a quarter of an hour, and `detail_sealed` for filters by what those sums cannot tell
   */
  async getAnalytics(query: DateRange | AnalyticsQuery): Promise<UsageAnalytics> {
    const asked = isRange(query) ? { dateRange: query } : query;
    assertAnalyticsQuery(asked);
    const answer = await betweenWrites(this.#store, (extent, view) => this.#analytics(asked, extent, view));
    this.#onAnswer();
    return answer;
  }

  /**
   * Rows of one rollup, at the prices that the query asks for.
   *
   * @throws UsageError `unknown_dimension`; `invalid_argument` for an unknown mode or measure, segments that overlap, or life-time amounts of sessions in any mode but `billed`; of sealed time
   * `range_not_slot_aligned` and `detail_sealed`, as {@link AnalyticsService.getAnalytics}
   */
  async getRollup(query: PricedRollupQuery): Promise<PricedRollup> {
    assertRollupQuery(query);
    const answer = await rollupInMode(this.#store, query, this.#modePrices());
    this.#onAnswer();
    return answer;
  }

  /** `today` goes by quarters of an hour, as prices do: within one, the same question has the same answer. */
  #modePrices(): ModePrices {
    return { book: this.#prices, nowMs: Math.floor(this.#now() / SLOT_MS) * SLOT_MS };
  }

  async #analytics(query: AnalyticsQuery, extent: StoreExtent, view: StoreReads): Promise<UsageAnalytics> {
    const { dateRange, groupBy = 'day', timeZone = this.#timeZone, where = {}, hideFailed = false } = query;
    const { costs = 'billed' } = query;
    const nowMs = this.#now();
    const range = resolveDateRange(dateRange, { timeZone, nowMs, ...edges(extent) });
    const segments = withoutFuture(zoneSegments(range, timeZone), extent);
    const unavailable = unavailableFamilies(where, this.#dimensions);
    const found = await this.#found({ segments, where, hideFailed, costs, unavailable }, extent, view);
    const asked = { dateRange, range, timeZone, groupBy, nowMs, clock: this.#clock, unavailable };
    return usageAnalytics({ ...asked, ...found, extent });
  }

  /** What a dashboard is made of: read once for each question and revision of the data. */
  #found(
    { unavailable, costs: mode, ...filter }: DashboardFilter,
    extent: StoreExtent,
    view: StoreReads,
  ): Promise<DashboardRows> {
    const where = Object.entries(filter.where).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const at = this.#modePrices();
    const key = JSON.stringify([
      extent.revision,
      filter.segments,
      where,
      filter.hideFailed,
      mode,
      mode === 'today' && at.nowMs,
    ]);
    // Set back: what was answered at the revisions that come again is no answer to them.
    if (extent.revision < this.#revision || extent.mayRecur) this.#cache = new AnswerCache(this.#cacheRows);
    this.#revision = extent.revision;
    const find = async (): Promise<DashboardRows> => {
      const asked = Object.entries(analyticsQueries(filter.segments, filter)) as [keyof AnalyticsRows, RollupQuery][];
      const rows: Partial<AnalyticsRows> = Object.fromEntries(asked.map(([name]) => [name, []]));
      const known = asked.filter(([, { family }]) => !unavailable[family]);
      const isPriced = ([, { family }]: (typeof known)[number]): boolean => family === 'usage' && mode !== 'billed';
      let prices: CostPrices | undefined;
      for (const [name, rollup] of known.filter(isPriced)) {
        const answer = await rollupInMode(view, { ...rollup, costs: mode }, at);
        rows[name] = answer.rows;
        if (name === 'usage') ({ prices } = answer);
      }
      const billed = known.filter((of) => !isPriced(of));
      const answers = await view.rollups(billed.map(([, rollup]) => rollup));
      for (const [i, [name]] of billed.entries()) rows[name] = answers[i] ?? [];
      if (unavailable.sessions) return { rows: rows as AnalyticsRows, ...NO_SESSIONS, ...(prices && { prices }) };
      const costs = await view.distribution({ ...filter, measure: 'cost', dearest: TOP_SESSIONS });
      const page = { sortBy: 'cost', sortOrder: 'desc', limit: TOP_SESSIONS, offset: 0, counted: false } as const;
      const top = costs.dearest ?? (await view.sessions({ ...filter, ...page })).sessions;
      const running = (rows.sessions ?? []).filter((row) => row.key[0] === 'running').map((row) => row.bucket);
      // Asked of the days that have some, and kept like the rows, since it changes by writes only.
      const days = { ...filter, segments: bucketSegments(filter.segments, 'day', running) };
      const runningLastMs =
        running.length > 0 ? await view.lastSigns({ ...days, where: { ...filter.where, status: ['running'] } }) : [];
      return { rows: rows as AnalyticsRows, costs, top, runningLastMs, ...(prices && { prices }) };
    };
    return this.#cache.answer(key, find, ({ rows, costs, runningLastMs }) =>
      Object.values(rows).reduce((sum, list) => sum + list.length, (costs.values.length + runningLastMs.length) / 5),
    );
  }

  /**
   * One page of sessions, by default the fifty dearest. Without a range, of all times.
   *
   * @throws UsageError as {@link AnalyticsService.getAnalytics}
   */
  async getSessions(query: SessionQuery = {}): Promise<SessionPage> {
    assertSessionQuery(query);
    const {
      dateRange,
      timeZone = this.#timeZone,
      where,
      hideFailed = false,
      sortBy = 'cost',
      sortOrder = 'desc',
    } = query;
    const { limit, offset } = pageOf(query);
    assertOrder({ sortBy, sortOrder });
    const stored = { ...(where && { where }), hideFailed, sortBy, sortOrder, limit, offset };
    if (dateRange === undefined) return this.#page(stored);
    const extent = await this.#store.extent();
    const range = resolveDateRange(dateRange, { timeZone, nowMs: this.#now(), ...edges(extent) });
    return this.#page({ ...stored, segments: zoneSegments(range, timeZone) });
  }

  /**
   * One page of runs, sessions that were launched together, the latest begun first, by default fifty of them.
   *
   * @throws UsageError `invalid_argument`
   */
  async getRuns(query: RunQuery = {}): Promise<RunPage> {
    assertRunQuery(query);
    const { includeReset = false } = query;
    const page = await this.#store.runs({ ...pageOf(query), includeReset });
    this.#onAnswer();
    return page;
  }

  async #page(query: StoredSessionQuery): Promise<SessionPage> {
    const { sessions, total } = await this.#store.sessions(query);
    this.#onAnswer();
    const nowMs = this.#now();
    return { sessions: sessions.map((session) => liveSession(session, nowMs, this.#clock)), total };
  }
}
