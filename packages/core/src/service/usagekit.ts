import type { Dimension } from '../model/Dimension.ts';
import type { ClockThresholds } from '../model/SessionClock.ts';
import type { RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import { costOf } from '../pricing/costOf.ts';
import { type PriceBook, priceBook } from '../pricing/priceBook.ts';
import { type Recorder, recorder } from '../recorder/recorder.ts';
import { type ImportSummary, importUsage } from '../sources/importUsage.ts';
import type { UsageSource } from '../sources/UsageSource.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { AnalyticsService } from './AnalyticsService.ts';
import { type BackgroundSync, type SyncOptions, usageSync } from './usageSync.ts';

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
  /** After how long a silence a running session is idle (5 minutes), or stalled (an hour). */
  clock?: ClockThresholds;
  /** Syncs that nobody asks for: with answers that are stale, and every so often. None when absent. */
  background?: BackgroundSync;
}

/** What a host application works with. */
export interface Usagekit {
  service: AnalyticsService;
  /** Records the application's own agents while they run. */
  recorder: Recorder;
  /** Brings the store's schema up to date. Call it once at start. */
  migrate(): Promise<void>;
  /**
   * Reads what is new in the sources into the store, or with `full` everything there is. Running it again changes nothing. One sync runs at a time: calls made at once share
   * it, a call made meanwhile waits for one that begins after it.
   */
  sync(options?: SyncOptions): Promise<ImportSummary>;
  /** Stops a sync between two batches, writes what is recorded, and closes the store. */
  close(): Promise<void>;
}

/**
 * The one door for hosts: a store, its sources, prices and zone, made into one object.
 *
 * @throws UsageError `invalid_argument` for thresholds or intervals that are none; `invalid_time_zone` at the first query when the zone is unknown
 */
export function usagekit({
  store,
  timeZone,
  reportingZones = [],
  dimensions = [],
  sources = [],
  prices,
  now = Date.now,
  clock,
  background = {},
}: UsagekitOptions): Usagekit {
  store.declare({ dimensions, zones: [timeZone, ...reportingZones] });
  let book = prices;
  // The book is made with the first request that needs a price: most syncs find nothing new.
  const price = (request: RequestRecord): RequestCost => costOf(request, (book ??= priceBook()));
  const syncs = usageSync((options) => importUsage({ store, sources, price, ...options }), background, now);
  const service = new AnalyticsService({
    store,
    timeZone,
    now,
    dimensions,
    ...(clock && { clock }),
    onAnswer: syncs.answered,
  });
  const live = recorder({ store, price, dimensions, now });
  let closing: Promise<void> | undefined;
  return {
    service,
    migrate: () => store.migrate(),
    sync: syncs.sync,
    recorder: live,
    close: () =>
      (closing ??= syncs
        .close()
        .then(() => live.flush())
        .finally(() => store.close())),
  };
}
