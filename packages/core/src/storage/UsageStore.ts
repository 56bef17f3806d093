import type { DistributionMeasure, SessionDistribution } from '../model/CountedValue.ts';
import type { Dimension } from '../model/Dimension.ts';
import type { RepriceScope, Repricing, RepricingRun, RepricingUndo } from '../model/Repricing.ts';
import type { RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { ResetScope } from '../model/ResetScope.ts';
import type { RollupFilter, RollupQuery, RollupRow, ZoneSegment } from '../model/Rollup.ts';
import type { RunPage } from '../model/RunSummary.ts';
import type { SessionSort, SessionSummary } from '../model/SessionSummary.ts';
import type { SourceCursor } from '../model/SourceCursor.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import type { RollupPiece } from './plan.ts';

/** Prices a request; called by a store for every request whose joined content changed. Pure. `billing` is told where it is priced anew. */
export type RequestPricing = (request: RequestRecord & { billing?: 'subscription' }) => RequestCost;

/** What a write changed. */
export interface WriteResult {
  /** Requests that were not in the store before. */
  newRequests: number;
  /** Tool calls that were not in the store before; a result whose call was not read is none yet. */
  newToolCalls: number;
  /** Copies of requests that joined one that was already there, in the batch itself or in the store. */
  duplicates: number;
}

/** Which sessions a store lists, in which order; sessions of equal rank are in a fixed one, so that pages do not overlap. */
export interface StoredSessionQuery {
  /** Stretches of time in which a session started; all times when absent, none when empty. */
  segments?: readonly ZoneSegment[];
  where?: RollupFilter;
  hideFailed?: boolean;
  includeReset?: boolean;
  sortBy: SessionSort;
  sortOrder: 'asc' | 'desc';
  limit: number;
  offset: number;
  /** `false` = how many there are is not asked: `total` may then be that of the page alone. */
  counted?: boolean;
}

/** Which runs a store lists, the latest begun first. */
export interface StoredRunQuery {
  includeReset?: boolean;
  limit: number;
  offset: number;
}

/** How a batch is written. */
export interface WriteOptions {
  /** One of many writes of an import: rollups of what it touches are left to {@link UsageStore.drain}. Answers are exact meanwhile. */
  bulk?: boolean;
}

/** Size and modification time of a file when it was read to its end; size −1 when it was not. */
export type FileStamp = Pick<SourceCursor, 'file' | 'size' | 'mtimeMs'>;

/**
 * Times of the data in the store (requests, and the starts of the sessions they belong to), ms; `null` when it is empty. Of sealed time only its hours are known: the
 * beginning of the first and the end of the last. `revision` changes with every write.
 */
export interface StoreExtent {
  firstMs: number | null;
  lastMs: number | null;
  /** Earliest and latest instant of anything that rollups count, tool calls included: also those of sessions without a request. */
  earliestMs: number | null;
  latestMs: number | null;
  revision: number;
  /** The same revision may come again with other data: the store is in a transaction of the host, which may go back to a savepoint. */
  mayRecur?: boolean;
  /** Everything before is sealed, ms: its detail is gone, its figures are frozen. 0 = nothing is. */
  sealedBeforeMs: number;
  /** Requests that arrived for a time that was sealed already: not in any figure. */
  lateSealed: number;
}

/** A repricing to do. */
export interface RepriceOptions extends RepriceScope {
  /** Content hash of the book that `price` takes its prices from. */
  bookId: string;
  /** The present, ms: kept with the run. */
  nowMs: number;
  /** Changes nothing and says what it would change. */
  dryRun?: boolean;
  /** Requests in one transaction at most; 2,000 when absent. */
  limit?: number;
  /** Stops between two transactions; what was changed stays, and the same call goes on from there. */
  signal?: AbortSignal;
}

/** What a check of the caches against the ledger found. */
export interface StoreCheck {
  /** Hours and days that were compared. */
  hours: number;
  days: number;
  /** Those that wait to be recomputed: read from the ledger meanwhile. */
  dirtyHours: number;
  dirtyDays: number;
  /**
   * What differs from the ledger, at most a hundred of them in no particular order; empty when everything is right. `L0` = the tables by which the ledger's hours and names are
   * found, and what the ledger lost itself; while names, sessions or cells of sealed time are lost, nothing else is compared. `isLost` = a rebuild cannot make it again, and changes nothing.
   */
  differences: { level: 'session' | 'L0' | 'L1' | 'L2'; at: string; detail: string; isLost?: boolean }[];
  differenceCount: number;
  /** Dimensions with values that are not in the rollups, in no particular order: queries on them read the ledger. */
  unrolledDimensions: { name: string; values: number }[];
}

/** What a store answers. Segments that are none (`ZoneSegment`), or are not in the order of time, are `invalid_argument`. */
export interface StoreReads {
  /** Rows in no particular order; groups without facts are absent. Names are those of `ROLLUP_NAMES`, among them those that prices other than billed ones may need: `request.promptTokens` and `request.usedCounters`, which only requests tell, and `session.dimensions` and `request.dimensions` (`combinationText`), by which sums are told apart whatever dimensions are declared; of sealed time their rows never change. */
  rollup(query: RollupQuery): Promise<RollupRow[]>;
  /** Rows of several questions, in their order: of one moment, whatever is written meanwhile. Faster than one by one. */
  rollups(queries: readonly RollupQuery[]): Promise<RollupRow[][]>;
  /** Rows of one question with the plan that was followed, where a store has rollups. */
  explain?(query: RollupQuery): Promise<{ rows: RollupRow[]; pieces: readonly RollupPiece[] }>;
  /**
   * A page of sessions in the order of the query. A cost that is not known (`costUsd` `null`) is below every other, a known 0 included. Sessions that are equal are in the
   * order of the hash (`hash63`) of their `source\u0000id`, in the direction of the query: pages are stable, and the same in every store.
   *
   * @throws UsageError `invalid_argument`, also when the segments are more separate stretches of time than the engine takes; `unknown_dimension`; `unsafe_integer` when a session of the page has more tokens than a number holds
   */
  sessions(query: StoredSessionQuery): Promise<{ sessions: SessionSummary[]; total: number }>;
  /**
   * Runs, the latest begun first, with what their sessions add up to (`costUsd` is `null` when no cost of them is known). Of runs that began at the same millisecond the one with
   * the greater hash (`hash63`) of its `source\u0000id` is first.
   *
   * @throws UsageError `invalid_argument`, `unsafe_integer`
   */
  runs(query: StoredRunQuery): Promise<RunPage>;
  /**
   * How a life-time value spreads over the sessions that started in the segments, in no particular order. Of many sessions values may stand for
   * buckets.
   *
   * @throws UsageError `invalid_argument`; `unsafe_integer` when an exact value is beyond 2⁵³ − 1
   */
  distribution(query: {
    measure: DistributionMeasure;
    /** Sessions up to which values are exact; 100,000 when absent. */
    exactUpTo?: number;
    /** How many of the dearest sessions are wanted as well, where they are found by the same reading. */
    dearest?: number;
    segments: readonly ZoneSegment[];
    where?: RollupFilter;
    hideFailed?: boolean;
    includeReset?: boolean;
  }): Promise<SessionDistribution>;
  /** When each session that started in the segments was last heard of, ms, in no particular order. */
  lastSigns(query: {
    segments: readonly ZoneSegment[];
    where?: RollupFilter;
    hideFailed?: boolean;
    includeReset?: boolean;
  }): Promise<number[]>;
  /**
   * How many sessions made a request in the segments, whenever they started: what days with cost and no new session come from. Reads the ledger.
   *
   * @throws UsageError `detail_sealed` for sealed time
   */
  activeSessions(query: {
    segments: readonly ZoneSegment[];
    where?: RollupFilter;
    hideFailed?: boolean;
    includeReset?: boolean;
  }): Promise<number>;
  extent(): Promise<StoreExtent>;
}

/**
 * A place the ledger is kept. It answers one analytical question, {@link UsageStore.rollup}, whose meaning is defined by the pure function
 * `rollup` of metrics; every store must equal it. A store belongs to one tenant: the scope is part of every statement it issues.
 */
export interface UsageStore extends StoreReads {
  /**
   * Brings the schema to this version. Safe to call at every start.
   *
   * @throws UsageError `store_newer`; `store_foreign` when tables are somebody else's; `store_unavailable` when some are lost, or their version is. Nothing is
   * made or changed then
   */
  migrate(): Promise<void>;
  /**
   * Joins records into the ledger in one transaction, with the cursors that account for them. Commutative, associative, idempotent. `price` is called
   * for every request that is new, or of which a join changed something that a price depends on; any other keeps the amount it was first written with.
   *
   * @throws UsageError `invalid_argument` naming the record that is none: a text, word, time, duration or count is not what its type says, or the source has a NUL in its id; `unsafe_integer`
   * when the tokens or nano-USD of a session would add up to more than 2⁶³ − 1
   */
  write(batch: UsageBatch, price: RequestPricing, options?: WriteOptions): Promise<WriteResult>;
  /**
   * What the host declares of its data; call it before anything else. Zones are those whose local days are kept ready for long ranges; any other zone gets the
   * same answers from finer rollups.
   *
   * @throws UsageError `invalid_time_zone`; `zone_off_grid` for a zone whose offset is not a whole number of slots
   */
  declare(declaration: { dimensions?: readonly Dimension[]; zones?: readonly string[] }): void;
  /** Recomputes rollups that writes have left to later, at most `limit` hours and days in each of its transactions. Safe to stop anywhere. @throws UsageError `invalid_argument` for a limit that is none */
  drain(options?: { limit?: number; signal?: AbortSignal }): Promise<void>;
  /** Compares all rollups and session sums with the ledger. */
  check(): Promise<StoreCheck>;
  /**
   * Has all rollups that are not sealed recomputed, without ever giving a wrong answer meanwhile. Migrates first, and makes tables that were lost where the
   * ledger tells all that was in them.
   *
   * @throws UsageError `store_unavailable` when names or sessions of the ledger, or cells of sealed time, are lost, which nothing else tells: nothing is changed then
   */
  rebuild(): Promise<void>;
  /**
   * Takes sessions out of all answers, except those that ask for them. Nothing is deleted; sessions that join a reset run later are out as well.
   *
   * @param marker why or when, as the host likes; kept with the runs, see `RunSummary.resetMarker`
   * @throws UsageError `invalid_argument` when the source of a run has a NUL in its id
   */
  reset(scope: ResetScope, marker: string): Promise<{ sessions: number }>;
  /**
   * Freezes everything before an instant and lets its detail go: requests, tool calls and turns. Rollups and sessions stay. What arrives later for that time is
   * counted as late (`extent().lateSealed`) and never added, because the keys that would tell a copy from something new are gone: a copy of a later time, as the last line of a
   * response that was streamed over that instant, is a new request, so seal up to an instant some hours past. What a session says of itself later changes no usage of that time (`memoryStore` keeps the detail, and shows it).
   *
   * @param beforeMs a whole UTC hour
   * @throws UsageError `invalid_argument`; `unsafe_integer` when an hour before it has a sum beyond 2⁵³ − 1, which a store with rollups does not freeze: time before that hour can
   * be sealed
   */
  seal(beforeMs: number): Promise<{ requests: number }>;
  /**
   * Prices the requests of a scope anew and keeps what they cost before, so that it can be undone. In transactions of bounded size, each of which leaves
   * requests, sessions and rollups in agreement; interrupted anywhere, the same call goes on with the same run. Nothing else ever changes the amount of a request whose
   * priced content stays the same. Amounts that the prices do not give are kept.
   *
   * @throws UsageError `invalid_argument` for a scope, book, time or limit that is none
   */
  reprice(price: RequestPricing, options: RepriceOptions): Promise<Repricing>;
  /**
   * Takes the latest repricing that is not undone back, whole or not as far as it got: every request it changed costs again exactly what it did, by the
   * same price key and book. `null` when there is none.
   *
   * @throws UsageError `invalid_argument` for a limit that is none
   */
  undoReprice(options?: { limit?: number; signal?: AbortSignal }): Promise<RepricingUndo | null>;
  /** All repricings, the latest first. */
  repricings(): Promise<RepricingRun[]>;
  /**
   * Has several things read from one moment, whatever is written meanwhile. Absent where a store cannot, as in a host's own transaction.
   *
   * @param read asks `view` and nothing else; what it gives is given
   */
  snapshot?<T>(read: (view: StoreReads) => Promise<T>): Promise<T>;
  /** How many of these sessions of a source have a request of their own. */
  sessionCount(source: string, ids: readonly string[]): Promise<number>;
  /**
   * Cursors of a source, in no particular order.
   *
   * @param files of these only; those of which there is none are left out
   */
  cursors(source: string, files?: readonly string[]): Promise<SourceCursor[]>;
  /** What the cursors of a source say of its files, without the reading state: enough to see that nothing has changed. */
  fileStamps(source: string): Promise<FileStamp[]>;
  close(): Promise<void>;
}
