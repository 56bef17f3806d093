import { assertSegments } from '../../metrics/assertSegments.ts';
import { assertZone } from '../../metrics/assertZone.ts';
import { countedValues } from '../../metrics/countedValues.ts';
import { emptyLedger } from '../../metrics/Ledger.ts';
import { factsSummary } from '../../metrics/factsSummary.ts';
import { joinLedger } from '../../metrics/joinLedger.ts';
import { resetLedger } from '../../metrics/resetLedger.ts';
import { assertRollupNames, rollup } from '../../metrics/rollup.ts';
import { roundHalfEven } from '../../metrics/roundHalfEven.ts';
import { safeNumber } from '../../metrics/safeNumber.ts';
import { type SessionFacts, sessionFacts } from '../../metrics/sessionFacts.ts';
import { sessionsInOrder } from '../../metrics/sessionsInOrder.ts';
import { tokenCount } from '../../metrics/tokenCount.ts';
import type { DistributionMeasure } from '../../model/CountedValue.ts';
import type { Dimension } from '../../model/Dimension.ts';
import type { RollupQuery, RollupRow, ZoneSegment } from '../../model/Rollup.ts';
import type { SourceCursor } from '../../model/SourceCursor.ts';
import { ledgerKey } from '../../metrics/Ledger.ts';
import { assertBatch } from '../assertBatch.ts';
import { assertDistribution } from '../assertDistribution.ts';
import { assertLimit } from '../assertLimit.ts';
import { assertScope } from '../assertScope.ts';
import { assertSealable } from '../assertSealable.ts';
import { assertOrder } from '../../metrics/assertOrder.ts';
import { assertPage } from '../../metrics/assertPage.ts';
import type { StoredSessionQuery, UsageStore } from '../UsageStore.ts';
import { assertSums } from './assertSums.ts';
import { memoryRuns } from './memoryRuns.ts';
import { memoryRepricing, requestsOf } from './memoryRepricing.ts';

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
  tokens: (f) => safeNumber(tokenCount(f)),
  duration: (f) => (f.session.status === 'running' ? null : f.lastMs - f.startedMs),
};

/** A store that keeps the ledger in memory and answers by the definition itself: for tests, demos and small reports. */
export function memoryStore(): UsageStore {
  const ledger = emptyLedger();
  const cursors = new Map<string, Map<string, SourceCursor>>();
  let revision = 0;
  let [sealedBeforeMs, lateSealed] = [0, 0];
  let dimensions: readonly Dimension[] = [];
  /** What was declared when time was sealed, in the order of time. */
  const sealedWith: { beforeMs: number; dimensions: readonly Dimension[] }[] = [];
  const rolledAt = (atMs: number): readonly Dimension[] =>
    sealedWith.find(({ beforeMs }) => atMs < beforeMs)?.dimensions ?? dimensions;
  const answer = (query: RollupQuery): RollupRow[] => rollup(ledger, query, facts(), dimensions, rolledAt);
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
      assertSealable(beforeMs, sealedBeforeMs);
      const before = [...ledger.requests.values()].filter((r) => r.atMs >= sealedBeforeMs && r.atMs < beforeMs);
      sealedBeforeMs = beforeMs;
      sealedWith.push({ beforeMs, dimensions });
      revision += 1;
      return { requests: requestsOf(before) };
    },
    reset: async (scope, marker) => {
      assertScope(scope);
      revision += 1;
      cached = undefined;
      return { sessions: resetLedger(ledger, scope, marker) };
    },
    rollup: async (query) => answer(query),
    rollups: async (queries) => queries.map(answer),
    sessions: async (query) => {
      assertPage(query);
      assertOrder(query);
      const { segments = [] } = query;
      assertAsked(query, segments);
      const matching = [...facts().values()].filter((f) => matches(f, query));
      const found = sessionsInOrder(matching, query.sortBy, query.sortOrder);
      return { sessions: found.slice(query.offset, query.offset + query.limit).map(factsSummary), total: found.length };
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
    cursors: async (source, files) => {
      const of = cursors.get(source) ?? new Map<string, SourceCursor>();
      const asked = files && new Set(files);
      return [...of.values()].filter(({ file }) => asked?.has(file) ?? true);
    },
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
        lateSealed,
      };
    },
    close: async () => {},
  };
}
