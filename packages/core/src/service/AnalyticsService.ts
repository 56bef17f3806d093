import { UsageError } from '../errors.ts';
import { type AnalyticsRows, analyticsQueries } from '../metrics/analyticsQueries.ts';
import { liveSession } from '../metrics/liveSession.ts';
import { resolveDateRange } from '../metrics/resolveDateRange.ts';
import { clockThresholds } from '../metrics/sessionClock.ts';
import { unavailableFamilies } from '../metrics/unavailableFamilies.ts';
import { usageAnalytics } from '../metrics/usageAnalytics.ts';
import { zoneSegments } from '../metrics/zoneSegments.ts';
import type { DateRange } from '../model/DateRange.ts';
import type { AnalyticsQuery, RollupFilter, ZoneSegment } from '../model/Rollup.ts';
import type { Dimension } from '../model/Dimension.ts';
import type { ClockThresholds } from '../model/SessionClock.ts';
import type { SessionPage, SessionQuery } from '../model/SessionSummary.ts';
import type { Coverage, UsageAnalytics } from '../model/UsageAnalytics.ts';
import type { UsageDataSource } from '../model/UsageDataSource.ts';
import type { StoredSessionQuery, StoreExtent, UsageStore } from '../storage/UsageStore.ts';
import { AnswerCache } from './AnswerCache.ts';

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
}

interface DashboardFilter {
  segments: readonly ZoneSegment[];
  where: RollupFilter;
  hideFailed: boolean;
  unavailable: Coverage['unavailable'];
}

type DashboardRows = Pick<Parameters<typeof usageAnalytics>[0], 'rows' | 'costs' | 'top' | 'runningLastMs'>;

const NO_SESSIONS = { costs: { values: [], approximate: false }, top: [], runningLastMs: [] };
const CACHE_ROWS = 100_000;

/** Attempts to read everything between two writes, before the last one is taken as it is. */
const SNAPSHOT_ATTEMPTS = 4;
const TOP_SESSIONS = 10;
const MAX_PAGE = 1000;

/** Segments up to the latest record: what comes after changes no row, so that "until now" is the same question until something is written. */
function withoutFuture(segments: readonly ZoneSegment[], { latestMs }: StoreExtent): readonly ZoneSegment[] {
  const endMs = (latestMs ?? 0) + 1;
  return segments.filter((s) => s.startMs < endMs).map((s) => (s.endMs > endMs ? { ...s, endMs } : s));
}

const isRange = (query: DateRange | AnalyticsQuery): query is DateRange =>
  typeof query === 'string' || !('dateRange' in query);

const pageNumber = (name: string, value: number, max: number): number => {
  if (Number.isSafeInteger(value) && value >= 0 && value <= max) return value;
  throw new UsageError('invalid_argument', `${name} must be a whole number from 0 to ${max}`);
};

/**
 * Answers of a store as the application shows them. It asks the store and folds rows by the pure metrics. Rows are kept until the store's revision changes, so
 * that no answer is ever stale.
 */
export class AnalyticsService implements UsageDataSource {
  readonly #store: UsageStore;
  readonly #timeZone: string;
  readonly #now: () => number;
  readonly #cache: AnswerCache<DashboardRows>;
  readonly #clock: Required<ClockThresholds>;
  readonly #dimensions: readonly Dimension[];
  readonly #onAnswer: () => void;

  /** @throws UsageError `invalid_argument` for thresholds that are none */
  constructor(options: AnalyticsServiceOptions) {
    const { store, timeZone, now = Date.now, cacheRows = CACHE_ROWS, clock = {}, dimensions = [] } = options;
    this.#store = store;
    this.#timeZone = timeZone;
    this.#now = now;
    this.#cache = new AnswerCache(cacheRows);
    this.#clock = clockThresholds(clock);
    this.#dimensions = dimensions;
    this.#onAnswer = options.onAnswer ?? (() => {});
  }

  /**
   * Everything the dashboard and the report show of a range (S1.17). Facts that do not have what the filter names, as sessions have no `kind`, are left out, and
   * `coverage.unavailable` says so; a name that no fact has is an error.
   *
   * @param query a date range, or a range with zone, grouping and filters
   * @throws UsageError `invalid_date_range`, `invalid_time_zone`, `unknown_dimension`, `unsafe_integer`
   */
  async getAnalytics(query: DateRange | AnalyticsQuery): Promise<UsageAnalytics> {
    const asked = isRange(query) ? { dateRange: query } : query;
    const answer = await this.#snapshot((extent) => this.#analytics(asked, extent));
    this.#onAnswer();
    return answer;
  }

  async #analytics(query: AnalyticsQuery, extent: StoreExtent): Promise<UsageAnalytics> {
    const { dateRange, groupBy = 'day', timeZone = this.#timeZone, where = {}, hideFailed = false } = query;
    const { firstMs, lastMs } = extent;
    const nowMs = this.#now();
    const range = resolveDateRange(dateRange, { timeZone, nowMs, firstMs, lastMs });
    const segments = withoutFuture(zoneSegments(range, timeZone), extent);
    const unavailable = unavailableFamilies(where, this.#dimensions);
    const found = await this.#found({ segments, where, hideFailed, unavailable }, extent);
    const asked = { dateRange, range, timeZone, groupBy, nowMs, clock: this.#clock, unavailable };
    return usageAnalytics({ ...asked, ...found, extent });
  }

  /** What a dashboard is made of: read once for each question and revision of the data. */
  #found({ unavailable, ...filter }: DashboardFilter, extent: StoreExtent): Promise<DashboardRows> {
    const where = Object.entries(filter.where).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([extent.revision, filter.segments, where, filter.hideFailed]);
    const find = async (): Promise<DashboardRows> => {
      const rows: Partial<AnalyticsRows> = {};
      for (const [name, rollup] of Object.entries(analyticsQueries(filter.segments, filter))) {
        rows[name as keyof AnalyticsRows] = unavailable[rollup.family] ? [] : await this.#store.rollup(rollup);
      }
      if (unavailable.sessions) return { rows: rows as AnalyticsRows, ...NO_SESSIONS };
      const costs = await this.#store.distribution({ ...filter, measure: 'cost' });
      const page = { sortBy: 'cost', sortOrder: 'desc', limit: TOP_SESSIONS, offset: 0 } as const;
      const { sessions } = await this.#store.sessions({ ...filter, ...page });
      const running = rows.sessions?.some((row) => row.key[0] === 'running') ?? false;
      const runningLastMs = running ? await this.#runningLastMs(filter) : [];
      return { rows: rows as AnalyticsRows, costs, top: sessions, runningLastMs };
    };
    return this.#cache.answer(key, find, ({ rows, costs, runningLastMs }) =>
      Object.values(rows).reduce((sum, list) => sum + list.length, (costs.values.length + runningLastMs.length) / 5),
    );
  }

  /** When each running session was last heard of: asked only where there are some, and kept like the rows, since it changes by writes only. */
  async #runningLastMs({ segments, where, hideFailed }: Omit<DashboardFilter, 'unavailable'>): Promise<number[]> {
    const asked = {
      segments,
      where: { ...where, status: ['running'] },
      hideFailed,
      sortBy: 'date',
      sortOrder: 'desc',
    } as const;
    const found: number[] = [];
    for (let offset = 0; ; offset += MAX_PAGE) {
      const page = await this.#store.sessions({ ...asked, limit: MAX_PAGE, offset });
      for (const { lastAt } of page.sessions) found.push(Date.parse(lastAt));
      if (page.sessions.length < MAX_PAGE) return found;
    }
  }

  /** One page of sessions, by default the fifty dearest. Without a range, of all times. */
  async getSessions(query: SessionQuery = {}): Promise<SessionPage> {
    const {
      dateRange,
      timeZone = this.#timeZone,
      where,
      hideFailed = false,
      sortBy = 'cost',
      sortOrder = 'desc',
    } = query;
    const limit = pageNumber('limit', query.limit ?? 50, MAX_PAGE);
    const offset = pageNumber('offset', query.offset ?? 0, Number.MAX_SAFE_INTEGER);
    const stored = { ...(where && { where }), hideFailed, sortBy, sortOrder, limit, offset };
    if (dateRange === undefined) return this.#page(stored);
    const { firstMs, lastMs } = await this.#store.extent();
    const range = resolveDateRange(dateRange, { timeZone, nowMs: this.#now(), firstMs, lastMs });
    return this.#page({ ...stored, segments: zoneSegments(range, timeZone) });
  }

  async #page(query: StoredSessionQuery): Promise<SessionPage> {
    const { sessions, total } = await this.#store.sessions(query);
    this.#onAnswer();
    const nowMs = this.#now();
    return { sessions: sessions.map((session) => liveSession(session, nowMs, this.#clock)), total };
  }

  /** Reads between two writes: when a write came in between, once more, so that parts always sum to the total. */
  async #snapshot<T>(read: (extent: StoreExtent) => Promise<T>): Promise<T> {
    let extent = await this.#store.extent();
    for (let attempt = 1; ; attempt += 1) {
      const answer = await read(extent);
      const after = await this.#store.extent();
      if (after.revision === extent.revision || attempt >= SNAPSHOT_ATTEMPTS) return answer;
      extent = after;
    }
  }
}
