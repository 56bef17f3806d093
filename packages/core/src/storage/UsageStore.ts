import type { RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { RollupFilter, RollupQuery, RollupRow, ZoneSegment } from '../model/Rollup.ts';
import type { SessionSort, SessionSummary } from '../model/SessionSummary.ts';
import type { SourceCursor } from '../model/SourceCursor.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';

/** Prices a request; called by a store for every request whose joined content changed. Pure. */
export type RequestPricing = (request: RequestRecord) => RequestCost;

/** What a write changed. */
export interface WriteResult {
  /** Requests that were not in the store before. */
  newRequests: number;
  newToolCalls: number;
  /** Copies of requests that joined one that was already there, in the batch itself or in the store. */
  duplicates: number;
}

export interface StoredSessionQuery {
  segments?: readonly ZoneSegment[];
  where?: RollupFilter;
  hideFailed?: boolean;
  sortBy: SessionSort;
  sortOrder: 'asc' | 'desc';
  limit: number;
  offset: number;
}

/** Size and modification time of a file when it was read to its end; size −1 when it was not. */
export type FileStamp = Pick<SourceCursor, 'file' | 'size' | 'mtimeMs'>;

/** Times of the data in the store (requests, and the starts of the sessions they belong to), ms; `null` when it is empty. `revision` changes with every write. */
export interface StoreExtent {
  firstMs: number | null;
  lastMs: number | null;
  revision: number;
}

/**
 * A place the ledger is kept. It answers one analytical question, {@link UsageStore.rollup}, whose meaning is defined by the pure function
 * `rollup` of metrics; every store must equal it. A store belongs to one tenant: the scope is part of every statement it issues.
 */
export interface UsageStore {
  /** Brings the schema to this version. Safe to call at every start. */
  migrate(): Promise<void>;
  /**
   * Joins records into the ledger in one transaction, with the cursors that account for them. Commutative, associative, idempotent. `price` is called
   * for every request that is new or whose join changed something; an unchanged request keeps the price it has.
   */
  write(batch: UsageBatch, price: RequestPricing): Promise<WriteResult>;
  /** Rows in no particular order; groups without facts are absent. */
  rollup(query: RollupQuery): Promise<RollupRow[]>;
  sessions(query: StoredSessionQuery): Promise<{ sessions: SessionSummary[]; total: number }>;
  /** Life-time cost in nano-USD of each session that started in the segments; `null` when nothing of it has a price. */
  sessionCosts(query: {
    segments: readonly ZoneSegment[];
    where?: RollupFilter;
    hideFailed?: boolean;
  }): Promise<(number | null)[]>;
  /** How many of these sessions of a source have a request of their own. */
  sessionCount(source: string, ids: readonly string[]): Promise<number>;
  cursors(source: string): Promise<SourceCursor[]>;
  /** What the cursors of a source say of its files, without the reading state: enough to see that nothing has changed. */
  fileStamps(source: string): Promise<FileStamp[]>;
  extent(): Promise<StoreExtent>;
  close(): Promise<void>;
}
