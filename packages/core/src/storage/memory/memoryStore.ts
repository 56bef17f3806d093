import { UsageError } from '../../errors.ts';
import { assertSegments } from '../../metrics/assertSegments.ts';
import { assertZone } from '../../metrics/assertZone.ts';
import { countedValues } from '../../metrics/countedValues.ts';
import { emptyLedger } from '../../metrics/Ledger.ts';
import { joinLedger } from '../../metrics/joinLedger.ts';
import { resetLedger } from '../../metrics/resetLedger.ts';
import { assertRollupNames, rollup, usageDimensions } from '../../metrics/rollup.ts';
import { primaryModel } from '../../metrics/primaryModel.ts';
import { roundHalfEven } from '../../metrics/roundHalfEven.ts';
import { safeNumber } from '../../metrics/safeNumber.ts';
import { usdOfNano } from '../../metrics/usdOfNano.ts';
import { type SessionFacts, sessionFacts } from '../../metrics/sessionFacts.ts';
import type { DistributionMeasure } from '../../model/CountedValue.ts';
import type { Dimension, DimensionValues } from '../../model/Dimension.ts';
import type { ZoneSegment } from '../../model/Rollup.ts';
import { hash63 } from '../../model/hash63.ts';
import type { SessionSummary } from '../../model/SessionSummary.ts';
import type { SourceCursor } from '../../model/SourceCursor.ts';
import { ledgerKey } from '../../metrics/Ledger.ts';
import { HOUR_MS } from '../../model/timeSlot.ts';
import { assertBatch } from '../assertBatch.ts';
import { assertDistribution } from '../assertDistribution.ts';
import { assertLimit } from '../assertLimit.ts';
import { assertScope } from '../assertScope.ts';
import { assertPassed } from '../assertPassed.ts';
import { assertOrder } from '../../metrics/assertOrder.ts';
import { assertPage } from '../../metrics/assertPage.ts';
import type { StoredSessionQuery, UsageStore } from '../UsageStore.ts';
import { assertSums } from './assertSums.ts';
import { memoryRuns } from './memoryRuns.ts';
import { memoryRepricing, requestsOf } from './memoryRepricing.ts';

const tokensOf = (f: SessionFacts): bigint => f.input + f.output + f.cacheRead + f.cacheWrite5m + f.cacheWrite1h;

const SORT_VALUE: Record<StoredSessionQuery['sortBy'], (f: SessionFacts) => bigint> = {
  cost: (f) => (f.priced ? f.costPico : -1n),
  tokens: tokensOf,
  date: (f) => BigInt(f.startedMs),
  duration: (f) => BigInt(f.lastMs - f.startedMs),
};

const within = (atMs: number, segments?: readonly ZoneSegment[]): boolean =>
  !segments || segments.some((s) => atMs >= s.startMs && atMs < s.endMs);

const matches = (f: SessionFacts, query: Omit<Partial<StoredSessionQuery>, 'sortBy'>): boolean => {
  const dimensions = f.session.dimensions ?? {};
  const values: Record<string, readonly string[]> = {
    project: [f.session.project],
    source: [f.session.source],
    status: [f.session.status],
    model: [...f.costByModel.keys()],
  };
  return (
    within(f.startedMs, query.segments) &&
    !(query.hideFailed && f.session.status === 'failed') &&
    (query.includeReset || !f.reset) &&
    Object.entries(query.where ?? {}).every(([name, kept]) => {
      const builtIn = Object.hasOwn(values, name) ? values[name] : undefined;
      const own = builtIn ?? [Object.hasOwn(dimensions, name) ? (dimensions[name] ?? '') : ''];
      return own.some((v) => kept.includes(v));
    })
  );
};

const costNano = (f: SessionFacts): bigint | null => (f.priced ? roundHalfEven(f.costPico, 1000n) : null);

const safeOrNull = (value: bigint | null): number | null => (value === null ? null : safeNumber(value));

const DISTRIBUTED: Record<DistributionMeasure, (f: SessionFacts) => number | null> = {
  cost: (f) => safeOrNull(costNano(f)),
  tokens: (f) => safeNumber(tokensOf(f)),
  duration: (f) => (f.session.status === 'running' ? null : f.lastMs - f.startedMs),
};

const usdOf = (nano: bigint | null): number | null => (nano === null ? null : usdOfNano(nano));

/** Values of a session's dimensions that are known; what it says of itself elsewhere is none of them. */
const shownDimensions = (values?: DimensionValues): { dimensions?: DimensionValues } => {
  const known = Object.entries(values ?? {}).filter(
    ([name, value]) => (value ?? '') !== '' && name !== 'project' && name !== 'source',
  );
  return known.length > 0 ? { dimensions: Object.fromEntries(known) } : {};
};

const summary = (f: SessionFacts): SessionSummary => ({
  id: f.session.id,
  source: f.session.source,
  project: f.session.project,
  model: primaryModel(f.costByModel),
  models: [...f.costByModel.keys()].toSorted(),
  ...shownDimensions(f.session.dimensions),
  status: f.session.status,
  startedAt: new Date(f.startedMs).toISOString(),
  lastAt: new Date(f.lastMs).toISOString(),
  durationMinutes: (f.lastMs - f.startedMs) / 60_000,
  engagedMinutes: f.engagedMs / 60_000,
  apiMinutes: f.session.apiMs === undefined ? null : f.session.apiMs / 60_000,
  requests: Number(f.requests),
  turns: Number(f.turns),
  toolCalls: Number(f.toolCalls),
  inputTokens: safeNumber(f.input),
  outputTokens: safeNumber(f.output),
  cacheReadTokens: safeNumber(f.cacheRead),
  cacheWriteTokens: safeNumber(f.cacheWrite5m + f.cacheWrite1h),
  costUsd: usdOf(costNano(f)),
  unpricedRequests: Number(f.unpricedRequests),
});

/** A store that keeps the ledger in memory and answers by the definition itself: for tests, demos and small reports. */
export function memoryStore(): UsageStore {
  const ledger = emptyLedger();
  const cursors = new Map<string, Map<string, SourceCursor>>();
  let revision = 0;
  let [sealedBeforeMs, lateSealed] = [0, 0];
  let dimensions: readonly Dimension[] = [];
  let cached: Map<string, SessionFacts> | undefined;
  const facts = (): Map<string, SessionFacts> => (cached ??= sessionFacts(ledger));
  const assertKept = assertSums(ledger);
  const assertAsked = ({ where = {} }: Pick<StoredSessionQuery, 'where'>, segments: readonly ZoneSegment[]): void => {
    assertRollupNames({ family: 'sessions', by: [], where }, dimensions);
    assertSegments(segments);
  };
  const repricing = memoryRepricing(
    { ledger, sealedBeforeMs: () => sealedBeforeMs, isWritten: () => revision > 0 },
    () => {
      revision += 1;
      cached = undefined;
    },
  );
  return {
    ...repricing,
    migrate: async () => {},
    write: async (batch, price) => {
      assertBatch(batch);
      const isLate = (record: { atMs: number }): boolean => record.atMs < sealedBeforeMs;
      const inTime = <R extends { atMs: number }>(records: R[]): R[] => records.filter((record) => !isLate(record));
      const { requests, toolCalls, turns } = batch;
      const taken = { requests: inTime(requests), toolCalls: inTime(toolCalls), turns: inTime(turns) };
      // What is refused changes nothing.
      const result = joinLedger(ledger, { ...batch, ...taken }, price, assertKept);
      revision += 1;
      cached = undefined;
      const files = cursors.get(batch.source) ?? new Map<string, SourceCursor>();
      cursors.set(batch.source, files);
      for (const cursor of batch.cursors) files.set(cursor.file, cursor);
      lateSealed += requestsOf(requests.filter(isLate));
      return result;
    },
    declare: (declaration) => {
      for (const zone of declaration.zones ?? []) assertZone(zone);
      dimensions = declaration.dimensions ?? dimensions;
    },
    drain: async ({ limit } = {}) => assertLimit(limit),
    // There is nothing beside the ledger that could differ from it.
    check: async () => ({
      hours: 0,
      days: 0,
      dirtyHours: 0,
      dirtyDays: 0,
      differences: [],
      differenceCount: 0,
      unrolledDimensions: [],
    }),
    rebuild: async () => {},
    seal: async (beforeMs) => {
      if (!Number.isSafeInteger(beforeMs) || beforeMs % HOUR_MS !== 0 || beforeMs < sealedBeforeMs) {
        throw new UsageError(
          'invalid_argument',
          'time is sealed up to a whole UTC hour, and never up to an earlier one again',
        );
      }
      assertPassed(beforeMs);
      const before = [...ledger.requests.values()].filter((r) => r.atMs >= sealedBeforeMs && r.atMs < beforeMs);
      sealedBeforeMs = beforeMs;
      revision += 1;
      return { requests: requestsOf(before) };
    },
    reset: async (scope) => {
      assertScope(scope);
      revision += 1;
      cached = undefined;
      return { sessions: resetLedger(ledger, scope) };
    },
    rollup: async (query) => rollup(ledger, query, facts(), dimensions),
    rollups: async (queries) => queries.map((query) => rollup(ledger, query, facts(), dimensions)),
    sessions: async (query) => {
      assertPage(query);
      assertOrder(query);
      const { segments = [] } = query;
      assertAsked(query, segments);
      const value = SORT_VALUE[query.sortBy];
      const sign = query.sortOrder === 'asc' ? 1 : -1;
      const key = (f: SessionFacts): bigint => hash63(ledgerKey(f.session.source, f.session.id));
      const compare = (a: bigint, b: bigint): number => (a < b ? -sign : a > b ? sign : 0);
      const found = [...facts().values()]
        .filter((f) => matches(f, query))
        .toSorted((a, b) => compare(value(a), value(b)) || compare(key(a), key(b)));
      return { sessions: found.slice(query.offset, query.offset + query.limit).map(summary), total: found.length };
    },
    runs: async (query) => memoryRuns(ledger, facts().values(), query),
    distribution: async (query) => {
      assertDistribution(query);
      assertAsked(query, query.segments);
      const found = [...facts().values()].filter((f) => matches(f, query));
      return { values: countedValues(found.map(DISTRIBUTED[query.measure])), approximate: false };
    },
    lastSigns: async (query) => {
      assertAsked(query, query.segments);
      return [...facts().values()].filter((f) => matches(f, query)).map(({ lastMs }) => lastMs);
    },
    activeSessions: async (query) => {
      assertAsked(query, query.segments);
      const { segments, ...filter } = query;
      const active = new Set<string>();
      for (const r of ledger.requests.values())
        if (within(r.atMs, segments)) active.add(ledgerKey(r.source, r.session));
      return [...facts()].filter(([key, f]) => active.has(key) && matches(f, filter)).length;
    },
    sessionCount: async (source, ids) => [...new Set(ids)].filter((id) => facts().has(ledgerKey(source, id))).length,
    cursors: async (source) => [...(cursors.get(source)?.values() ?? [])],
    fileStamps: async (source) => [...(cursors.get(source)?.values() ?? [])],
    extent: async () => {
      const times = [...ledger.requests.values()].map((r) => r.atMs);
      for (const f of facts().values()) times.push(f.startedMs);
      const all = [...times, ...[...ledger.toolCalls.values()].map((t) => t.atMs)];
      const edge = (pick: (a: number, b: number) => number, of: readonly number[]): number | null =>
        of.length > 0 ? of.reduce((a, b) => pick(a, b)) : null;
      return {
        firstMs: edge(Math.min, times),
        lastMs: edge(Math.max, times),
        earliestMs: edge(Math.min, all),
        latestMs: edge(Math.max, all),
        revision,
        sealedBeforeMs,
        ...(sealedBeforeMs > 0 && { sealedDimensions: usageDimensions(dimensions) }),
        lateSealed,
      };
    },
    close: async () => {},
  };
}
