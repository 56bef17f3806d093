/** Which requests are priced anew. */
export interface RepriceScope {
  /** Of this model only, as the source wrote it. */
  model?: string;
  /** Made at this instant or later, ms since 1970 UTC. */
  sinceMs?: number;
  /** Only requests that have no price. */
  unpricedOnly?: boolean;
}

/** What pricing the requests of one model anew did, or would do. Costs are exact, in pico-USD; what has no price adds nothing to them. */
export interface RepricedModel {
  model: string;
  /** Requests that were looked at. */
  requests: number;
  /** Of them, those whose amount, basis or price key changes. */
  changed: number;
  /** Of those, the ones that had no price before. */
  filled: number;
  /** Still without a price. */
  unpriced: number;
  /** Have an amount, and in this book no price, or one by which they would cost more than can be held: they keep it. */
  kept: number;
  oldPico: bigint;
  newPico: bigint;
}

/** What a repricing did, or would do. */
export interface Repricing {
  /** Number of the run, by which it can be undone; `null` when nothing was changed. */
  run: number | null;
  dryRun: boolean;
  /**
   * It was not finished when it was told to stop: the same call goes on with it. Or another process has undone it, or begun another one, meanwhile: what it had done then
   * is undone with it, or can be.
   */
  stopped: boolean;
  /** By model, the largest difference first. A run that goes on counts what it looks at itself. */
  models: RepricedModel[];
  /**
   * Requests of sealed time in the scope: their detail is gone, they stay as they are. Sealed time is kept by the quarter of an hour, so they are counted from the beginning of the
   * one that `sinceMs` is in.
   */
  sealedRequests: number;
}

/** How far a repricing is. */
export type RepricingStage = 'running' | 'done' | 'undoing' | 'undone';

/** One repricing, as the store remembers it. */
export interface RepricingRun {
  run: number;
  /** When it began, ms since 1970 UTC. */
  startedMs: number;
  /** Content hash of the price book it took. */
  bookId: string;
  scope: RepriceScope;
  stage: RepricingStage;
  /** Requests it changed. */
  changed: number;
}

/** What undoing a repricing did. */
export interface RepricingUndo {
  run: number;
  /** Requests that have again the amount they had before it. */
  restored: number;
  /** Requests that have changed since, by a join with another copy: they keep the amount of what they are now. */
  kept: number;
  /**
   * Requests whose time was sealed since: their detail is gone, and the figures of that time are frozen. Usage of several requests counts once, because how many they were is
   * gone as well.
   */
  sealed: number;
  /**
   * It was not finished when it was told to stop: the same call goes on with it. Or another process has begun another repricing meanwhile: the same call undoes that one, and the
   * next goes on.
   */
  stopped: boolean;
}
