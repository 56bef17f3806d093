import { assertNames } from '../model/assertNames.ts';
import { assertSources, assertStore } from '../model/assertParts.ts';
import { UsageError } from '../errors.ts';
import { dayNumber } from '../metrics/dayNumber.ts';
import { dimension } from '../metrics/dimension.ts';
import { recordedDayStartMs } from '../metrics/recordedDayStartMs.ts';
import type { Dimension } from '../model/Dimension.ts';
import type { RepricingUndo } from '../model/Repricing.ts';
import type { ClockThresholds } from '../model/SessionClock.ts';
import { assertPriceBook } from '../pricing/assertPriceBook.ts';
import { type PriceBook, priceBook } from '../pricing/priceBook.ts';
import { requestPricing } from '../pricing/requestPricing.ts';
import { shippedBookId } from '../pricing/shippedBookId.ts';
import { type Recorder, recorder } from '../recorder/recorder.ts';
import { importUsage } from '../sources/importUsage.ts';
import type { UsageSource } from '../sources/UsageSource.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { AnalyticsService } from './AnalyticsService.ts';
import { billedPricing, type BillingOption } from './billedPricing.ts';
import { closableStore } from './closableStore.ts';
import { filledPrices } from './filledPrices.ts';
import { type RepricingSummary, repricingSummary } from './repricingSummary.ts';
import type { SyncSummary } from './SyncSummary.ts';
import { type BackgroundSync, type SyncOptions, usageSync } from './usageSync.ts';

/** What a host puts together. */
export interface UsagekitOptions {
  /** Where usage is kept; `close()` closes it. */
  store: UsageStore;
  /** IANA zone of days, weeks and hours. */
  timeZone: string;
  /** Further zones whose local days are kept ready; any other zone is answered as exactly, from finer rollups. */
  reportingZones?: readonly string[];
  /** The application's own dimensions, see `dimension`. */
  dimensions?: readonly Dimension[];
  /** Where usage is read from, for {@link Usagekit.sync}; nowhere when absent. */
  sources?: readonly UsageSource[];
  /** Prices; the shipped book when absent. */
  prices?: PriceBook;
  /** How requests are paid for; by use when absent. */
  billing?: BillingOption;
  /** The present, ms; the system's clock when absent. */
  now?: () => number;
  /** After how long a silence a running session is idle (5 minutes), or stalled (an hour). */
  clock?: ClockThresholds;
  /** Syncs that nobody asks for: with answers that are stale, and every so often. None when absent. */
  background?: BackgroundSync;
  /**
   * Told of failures that no caller waits for: what {@link Usagekit.recorder} could not write or take down (what the store could not write is kept for `flush`), which
   * dimensions it records that are not declared, and
   * background syncs where `background` names no `onError` of its own.
   */
  onError?: (error: unknown) => void;
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
   * it, a call made meanwhile waits for one that begins after it. With a price book that the store has not met yet, requests that had no price get the one it has for
   * them: `filled`.
   */
  sync(options?: SyncOptions): Promise<SyncSummary>;
  /**
   * Prices requests anew by the book of now: of all models or one, from the start of a local day on. What they cost before is kept (`undoReprice`). `dryRun`
   * changes nothing. Without it, nothing but this and the filling of missing prices ever changes what was billed.
   *
   * @throws UsageError `invalid_date_range` for a day that does not exist
   */
  reprice(options?: RepriceRequest): Promise<RepricingSummary>;
  /** Takes the latest repricing back; `null` when there is none. Called again, it takes back the one before. */
  undoReprice(options?: { signal?: AbortSignal }): Promise<RepricingUndo | null>;
  /**
   * Stops a sync between two batches, writes what is recorded, and closes the store. Calls made from now on reject with `store_unavailable`, whatever the store is; what is
   * recorded after it is done does too.
   */
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

const OPTION_NAMES =
  'store timeZone reportingZones dimensions sources prices billing now clock background onError'.split(' ');
const REPRICE_NAMES = ['model', 'since', 'unpricedOnly', 'dryRun', 'signal'];

/**
 * The one door for hosts: a store, its sources, prices and zone, made into one object.
 *
 * @throws UsageError `invalid_argument` for thresholds, intervals or options that are none, a dimension declared twice, and a store, sources or prices that are none; `invalid_time_zone` or `zone_off_grid` for a zone, or a further one, that is none
 */
export function usagekit(options: UsagekitOptions): Usagekit {
  assertNames('usagekit', options, OPTION_NAMES);
  const { store, timeZone, reportingZones = [], dimensions = [], sources = [], prices } = options;
  const { billing = 'api', now = Date.now, clock, background = {}, onError } = options;
  assertStore('usagekit', store);
  assertSources('usagekit', sources);
  if (prices !== undefined) assertPriceBook('usagekit', 'prices', prices);
  // One that was not made by `dimension` is held to its rules as well.
  for (const { name, ...of } of dimensions) dimension(name, of);
  const names = dimensions.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new UsageError('invalid_argument', `the dimension '${twice}' is declared twice`);
  store.declare({ dimensions, zones: [timeZone, ...reportingZones] });
  let made = prices;
  // The book is made with the first request that needs a price: most syncs find nothing new.
  const book = (): PriceBook => (made ??= priceBook());
  const price = billedPricing(requestPricing(book), billing);
  const bookId = (): string => made?.id ?? shippedBookId();
  const syncs = usageSync(
    async (options): Promise<SyncSummary> => {
      const summary = await importUsage({ store, sources, price, ...options });
      const { signal } = options;
      const of = { bookId: bookId(), nowMs: now(), ...(signal && { signal }) };
      return { ...summary, filled: signal?.aborted ? null : await filledPrices(store, price, of) };
    },
    { ...(onError && { onError }), ...background },
    now,
  );
  const asked = closableStore(store);
  const recorded = closableStore(store);
  const service = new AnalyticsService({
    store: asked.store,
    timeZone,
    now,
    dimensions,
    prices: book,
    ...(clock && { clock }),
    onAnswer: syncs.answered,
  });
  const live = recorder({ store: recorded.store, price, dimensions, now, ...(onError && { onError }) });
  let closing: Promise<void> | undefined;
  return {
    service,
    migrate: () => asked.store.migrate(),
    sync: syncs.sync,
    reprice: async (request = {}) => {
      assertNames('reprice', request, REPRICE_NAMES);
      const { since, ...scope } = request;
      if (scope.model !== undefined && typeof scope.model !== 'string') {
        throw new UsageError('invalid_argument', 'model is text, as the source wrote it');
      }
      const from = since === undefined ? {} : { sinceMs: recordedDayStartMs(dayNumber(since), timeZone) };
      return repricingSummary(await asked.store.reprice(price, { ...scope, ...from, bookId: bookId(), nowMs: now() }));
    },
    undoReprice: async (request = {}) => {
      assertNames('undoReprice', request, ['signal']);
      return asked.store.undoReprice(request);
    },
    recorder: live,
    close: () => {
      asked.end();
      return (closing ??= syncs
        .close()
        .then(() => live.flush())
        .finally(() => {
          recorded.end();
          return store.close();
        }));
    },
  };
}
