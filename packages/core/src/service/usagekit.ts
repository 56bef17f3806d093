import type { Dimension } from '../model/Dimension.ts';
import { resolveDateRange } from '../metrics/resolveDateRange.ts';
import type { Repricing, RepricingUndo } from '../model/Repricing.ts';
import { costOf } from '../pricing/costOf.ts';
import { type PriceBook, priceBook } from '../pricing/priceBook.ts';
import { shippedBookId } from '../pricing/shippedBookId.ts';
import { type Recorder, recorder } from '../recorder/recorder.ts';
import { type ImportProgress, type ImportSummary, importUsage } from '../sources/importUsage.ts';
import type { UsageSource } from '../sources/UsageSource.ts';
import type { RequestPricing, UsageStore } from '../storage/UsageStore.ts';
import { AnalyticsService } from './AnalyticsService.ts';
import { type FilledPrices, filledPrices } from './filledPrices.ts';

export interface UsagekitOptions {
  store: UsageStore;
  /** IANA zone of days, weeks and hours. */
  timeZone: string;
  /** Further zones whose local days are kept ready; any other zone is answered as exactly, from finer rollups. */
  reportingZones?: readonly string[];
  /** The application's own dimensions, see `dimension`. */
  dimensions?: readonly Dimension[];
  /** Where usage is read from, for {@link Usagekit.sync}. */
  sources?: readonly UsageSource[];
  /** Prices; the shipped book when absent. */
  prices?: PriceBook;
  /** The present, ms; the system's clock when absent. */
  now?: () => number;
}

/** What a host application works with. */
export interface Usagekit {
  service: AnalyticsService;
  /** Records the application's own agents while they run. */
  recorder: Recorder;
  /** Brings the store's schema up to date. Call it once at start. */
  migrate(): Promise<void>;
  /**
   * Reads what is new in the sources into the store. Running it again changes nothing. With a price book that the store has not met yet, requests that had no
   * price get the one it has for them: `filled`.
   */
  sync(options?: { onProgress?: (progress: ImportProgress) => void; signal?: AbortSignal }): Promise<SyncSummary>;
  /**
   * Prices requests anew by the book of now: of all models or one, from the start of a local day on. What they cost before is kept (`undoReprice`). `dryRun`
   * changes nothing. Without it, nothing but this and the filling of missing prices ever changes what was billed.
   *
   * @throws UsageError `invalid_date_range` for a day that does not exist
   */
  reprice(options?: RepriceRequest): Promise<Repricing>;
  /** Takes the latest repricing back; `null` when there is none. Called again, it takes back the one before. */
  undoReprice(options?: { signal?: AbortSignal }): Promise<RepricingUndo | null>;
  close(): Promise<void>;
}

/** What {@link Usagekit.reprice} is asked for. */
export interface RepriceRequest {
  /** As the source wrote it; all models when absent. */
  model?: string;
  /** First local day, `YYYY-MM-DD`; all times when absent. */
  since?: string;
  /** Only requests without a price. */
  unpricedOnly?: boolean;
  dryRun?: boolean;
  signal?: AbortSignal;
}

/** What a sync did. */
export interface SyncSummary extends ImportSummary {
  /** Requests of before whose missing price the book has now; `null` when there were none. */
  filled: FilledPrices | null;
}

/**
 * The one door for hosts: a store, its sources, prices and zone, made into one object.
 *
 * @throws UsageError `invalid_time_zone` at the first query when the zone is unknown
 */
export function usagekit({
  store,
  timeZone,
  reportingZones = [],
  dimensions = [],
  sources = [],
  prices,
  now,
}: UsagekitOptions): Usagekit {
  store.declare({ dimensions, zones: [timeZone, ...reportingZones] });
  let made = prices;
  // The book is made with the first request that needs a price: most syncs find nothing new.
  const book = (): PriceBook => (made ??= priceBook());
  const service = new AnalyticsService({ store, timeZone, prices: book, ...(now && { now }) });
  const price: RequestPricing = (request) => costOf(request, book());
  const bookId = (): string => made?.id ?? shippedBookId();
  const nowMs = (): number => (now ?? Date.now)();
  const live = recorder({ store, price, dimensions, ...(now && { now }) });
  return {
    service,
    migrate: () => store.migrate(),
    sync: async (options = {}) => {
      const summary = await importUsage({ store, sources, price, ...options });
      const { signal } = options;
      const of = { bookId: bookId(), nowMs: nowMs(), ...(signal && { signal }) };
      return { ...summary, filled: signal?.aborted ? null : await filledPrices(store, price, of) };
    },
    reprice: async ({ since, ...options } = {}) => {
      const asked = { timeZone, nowMs: nowMs(), firstMs: null, lastMs: null };
      const from =
        since === undefined ? {} : { sinceMs: resolveDateRange({ start: since, end: since }, asked).startMs };
      return store.reprice(price, { ...options, ...from, bookId: bookId(), nowMs: nowMs() });
    },
    undoReprice: (options = {}) => store.undoReprice(options),
    recorder: live,
    close: () => live.flush().finally(() => store.close()),
  };
}
