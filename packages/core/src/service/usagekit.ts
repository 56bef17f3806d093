import type { Dimension } from '../model/Dimension.ts';
import type { RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import { costOf } from '../pricing/costOf.ts';
import { type PriceBook, priceBook } from '../pricing/priceBook.ts';
import { type Recorder, recorder } from '../recorder/recorder.ts';
import { type ImportProgress, type ImportSummary, importUsage } from '../sources/importUsage.ts';
import type { UsageSource } from '../sources/UsageSource.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { AnalyticsService } from './AnalyticsService.ts';

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
  /** Reads what is new in the sources into the store. Running it again changes nothing. */
  sync(options?: { onProgress?: (progress: ImportProgress) => void; signal?: AbortSignal }): Promise<ImportSummary>;
  close(): Promise<void>;
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
  const price = (request: RequestRecord): RequestCost => costOf(request, book());
  const live = recorder({ store, price, dimensions, ...(now && { now }) });
  return {
    service,
    migrate: () => store.migrate(),
    sync: (options = {}) => importUsage({ store, sources, price, ...options }),
    recorder: live,
    close: () => live.flush().finally(() => store.close()),
  };
}
