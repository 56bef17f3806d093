import { UsageError } from '../errors.ts';
import type { Dimension, DimensionGrain, DimensionValues } from '../model/Dimension.ts';
import type { PricedRequest } from '../model/RequestCost.ts';
import type { RollupFamily, RollupMeasures, RollupQuery, RollupRow } from '../model/Rollup.ts';
import type { SessionRecord } from '../model/SessionRecord.ts';
import type { ToolCallRecord } from '../model/ToolCallRecord.ts';
import { DAY_MS, HOUR_MS, SLOT_MS, timeSlot } from '../model/timeSlot.ts';
import { assertRollupShape } from './assertRollupShape.ts';
import { assertSegments } from './assertSegments.ts';
import { COMBINATION_NAMES, combinationText } from './combinationText.ts';
import type { Joined, Ledger } from './Ledger.ts';
import { PRICE_KEY_NAMES, priceKeyValues } from './priceKeyValues.ts';
import { requestMeasures } from './requestMeasures.ts';
import { REQUEST_NAMES, requestValues } from './requestValues.ts';
import { rowId } from './rowId.ts';
import { describedSession, isReset, type SessionFacts, sessionFacts } from './sessionFacts.ts';

/** One fact on its way into a row: when it happened, the values of every name it can be grouped by, and its measures. */
interface Fact {
  atMs: number;
  /** A name with several values (the models of a session) puts the fact into the row of each: such rows overlap. */
  values: Record<string, string | readonly string[]>;
  measures: RollupMeasures;
  reset: boolean;
}

/** Names each family can be grouped and filtered by. */
export const ROLLUP_NAMES: Record<RollupFamily, readonly string[]> = {
  usage: [
    ...PRICE_KEY_NAMES,
    ...REQUEST_NAMES,
    ...COMBINATION_NAMES,
    'grain',
    'quality',
    'basis',
    'project',
    'source',
    'kind',
    'status',
  ],
  tools: ['tool', 'outcome', 'approval', 'approvalSource', 'model', 'project', 'source', 'status'],
  sessions: ['project', 'source', 'status', 'model'],
};

/** What a fact needs of its session beside the session itself. */
interface Described {
  reset: boolean;
  declared: readonly Dimension[];
  rolledAt: RolledAt;
}

/** What is declared of the rollups of an instant, ms. */
export type RolledAt = (atMs: number) => readonly Dimension[];

/** Values of declared dimensions, each from the records of its grain; `''` where they have none. */
function declaredValues(
  declared: readonly Dimension[],
  of: Partial<Record<DimensionGrain, DimensionValues | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    declared.map(({ name, grain }) => {
      const values = of[grain];
      return [name, values && Object.hasOwn(values, name) ? (values[name] ?? '') : ''];
    }),
  );
}

function usageFact(r: Joined<PricedRequest>, of: Joined<SessionRecord>, described: Described): Fact {
  const { reset, declared, rolledAt } = described;
  return {
    atMs: r.atMs,
    reset,
    values: {
      ...declaredValues(declared, { session: of.dimensions, request: r.dimensions }),
      ...priceKeyValues(r.cost.priceKey),
      ...requestValues(r),
      // Made only when they are asked for.
      get 'session.dimensions'() {
        return combinationText({ ...of.dimensions, project: of.project, source: of.source }, rolledAt(r.atMs));
      },
      get 'request.dimensions'() {
        return combinationText({ ...r.dimensions, kind: r.kind }, rolledAt(r.atMs));
      },
      grain: r.grain,
      quality: r.quality,
      basis: r.cost.basis,
      project: of.project,
      source: r.source,
      kind: r.kind,
      status: of.status,
    },
    measures: { ...requestMeasures(r), webSearches: BigInt(r.webSearchRequests) },
  };
}

function toolFact(t: Joined<ToolCallRecord>, of: Joined<SessionRecord>, { reset, declared }: Described): Fact {
  return {
    atMs: t.atMs,
    reset,
    values: {
      ...declaredValues(declared, { session: of.dimensions, call: t.dimensions }),
      tool: t.tool,
      outcome: t.outcome,
      approval: t.approval,
      approvalSource: t.approvalSource,
      model: t.model,
      project: of.project,
      source: t.source,
      status: of.status,
    },
    measures: { calls: BigInt(t.callCount), durationMs: BigInt(t.durationMs) },
  };
}

function sessionFact(of: SessionFacts, declared: readonly Dimension[]): Fact {
  const running = of.session.status === 'running';
  return {
    atMs: of.startedMs,
    reset: of.reset,
    values: {
      ...declaredValues(declared, { session: of.session.dimensions }),
      project: of.session.project,
      source: of.session.source,
      status: of.session.status,
      model: [...of.costByModel.keys()],
    },
    measures: {
      sessions: 1n,
      durationMs: running ? 0n : BigInt(of.lastMs - of.startedMs),
      durationN: running ? 0n : 1n,
      engagedMs: BigInt(of.engagedMs),
      turns: of.turns,
      calls: of.toolCalls,
      requests: of.requests,
      input: of.input,
      cacheRead: of.cacheRead,
      cacheWrite5m: of.cacheWrite5m,
      cacheWrite1h: of.cacheWrite1h,
      output: of.output,
      reasoning: of.reasoning,
      costPico: of.costPico,
      unpricedRequests: of.unpricedRequests,
      unpricedTokens: of.unpricedTokens,
    },
  };
}

function* facts(
  ledger: Ledger,
  family: RollupFamily,
  sessions: Map<string, SessionFacts>,
  declared: readonly Dimension[],
  rolledAt: RolledAt,
): Generator<Fact> {
  const described = (of: { source: string; session: string }): [Joined<SessionRecord>, Described] => {
    const session = describedSession(ledger, of.source, of.session);
    return [session, { reset: isReset(ledger, session), declared, rolledAt }];
  };
  if (family === 'sessions') {
    for (const of of sessions.values()) yield sessionFact(of, declared);
  } else if (family === 'usage') {
    for (const r of ledger.requests.values()) yield usageFact(r, ...described(r));
  } else {
    for (const t of ledger.toolCalls.values()) yield toolFact(t, ...described(t));
  }
}

/** Grains whose dimensions a family's facts have. */
const GRAINS: Record<RollupFamily, readonly DimensionGrain[]> = {
  usage: ['session', 'request'],
  tools: ['session', 'call'],
  sessions: ['session'],
};

/** Declared dimensions that facts of a family can be grouped and filtered by. */
export function familyDimensions(family: RollupFamily, dimensions: readonly Dimension[]): Dimension[] {
  return dimensions.filter((d) => GRAINS[family].includes(d.grain));
}

const BUCKETS: readonly string[] = ['total', 'day', 'weekHour', 'slot'];

/**
 * Throws `unknown_dimension` when a query names something its family does not have, and `invalid_argument` for a family or bucket there is not, for a name to group by
 * that is said twice, and for parts that are no lists or objects.
 */
export function assertRollupNames(
  query: Pick<RollupQuery, 'family' | 'by' | 'where'> & Partial<Pick<RollupQuery, 'bucket' | 'measures'>>,
  dimensions: readonly Dimension[] = [],
): void {
  assertRollupShape(query);
  const { family, bucket = 'total' } = query;
  if (!Object.hasOwn(ROLLUP_NAMES, family) || !BUCKETS.includes(bucket)) {
    throw new UsageError(
      'invalid_argument',
      `'${family}' is no family of facts, or '${bucket}' no bucket: ${Object.keys(ROLLUP_NAMES).join(', ')}; ${BUCKETS.join(', ')}`,
    );
  }
  const known = [...ROLLUP_NAMES[family], ...familyDimensions(query.family, dimensions).map((d) => d.name)];
  for (const name of [...query.by, ...Object.keys(query.where ?? {})]) {
    if (known.includes(name)) continue;
    const other = dimensions.find((d) => d.name === name);
    const remedy = other
      ? `'${name}' is declared with the grain ${other.grain}`
      : `declare one of your own with dimensions: [dimension('${name}', { grain })], grain ${GRAINS[family].join(' or ')}`;
    throw new UsageError('unknown_dimension', `${family} has no '${name}': it has ${known.join(', ')}; ${remedy}`);
  }
  const twice = query.by.find((name, i) => query.by.indexOf(name) < i);
  if (twice !== undefined) throw new UsageError('invalid_argument', `by names '${twice}' twice`);
  for (const [name, values] of Object.entries(query.where ?? {})) {
    // Array.from makes holes of a list visible.
    if (Array.isArray(values) && Array.from(values as unknown[]).every((value) => typeof value === 'string')) continue;
    throw new UsageError('invalid_argument', `where.${name} is a list of texts, as ['a', 'b']`);
  }
}

/**
 * Local day number or hour of the local week of an instant, by the segment's offset, or its slot. 1970-01-01 was a Thursday, so Monday is day 4.
 *
 * @example
 * bucketOf(0, 0, 'weekHour') // => 72
 */
export function bucketOf(atMs: number, offsetSlots: number, bucket: RollupQuery['bucket']): number {
  if (bucket === 'total') return 0;
  if (bucket === 'slot') return timeSlot(atMs);
  const localMs = atMs + offsetSlots * SLOT_MS;
  if (bucket === 'day') return Math.floor(localMs / DAY_MS);
  const hour = Math.floor(localMs / HOUR_MS) + 72;
  return ((hour % 168) + 168) % 168;
}

/** Adds measures to a row's, in place. */
export function addMeasures(into: RollupMeasures, from: RollupMeasures): void {
  for (const key in from) {
    const name = key as keyof RollupMeasures;
    into[name] = (into[name] ?? 0n) + (from[name] ?? 0n);
  }
}

/** All ways to pick one value per name. */
function keysOf(values: Fact['values'], by: readonly string[]): string[][] {
  return by.reduce<string[][]>(
    (keys, name) => {
      const value = values[name] ?? '';
      const options = typeof value === 'string' ? [value] : value;
      return keys.flatMap((key) => options.map((option) => [...key, option]));
    },
    [[]],
  );
}

function kept(fact: Fact, query: RollupQuery): boolean {
  if (fact.reset && !query.includeReset) return false;
  if (query.hideFailed && fact.values['status'] === 'failed') return false;
  return Object.entries(query.where ?? {}).every(([name, allowed]) => {
    const value = fact.values[name] ?? '';
    return typeof value === 'string' ? allowed.includes(value) : value.some((v) => allowed.includes(v));
  });
}

const asked = (measures: RollupMeasures, wanted: RollupQuery['measures']): RollupMeasures =>
  wanted
    ? Object.fromEntries(wanted.flatMap((name) => (Object.hasOwn(measures, name) ? [[name, measures[name]]] : [])))
    : measures;

/**
 * The answer to a rollup query over plain records: the definition every store must equal. A fact belongs to the segment its instant lies
 * in; sessions lie at their start, and those without a request of their own are none; their tool calls were made all the same.
 *
 * @param sessions facts of the ledger's sessions, when they are at hand
 * @param dimensions what the host declared
 * @param rolledAt what it had declared when the sums of an instant were made, where they are frozen
 * @returns one row per bucket and key that has facts, in no particular order; none where nothing is in the segments
 * @throws UsageError `unknown_dimension`, `invalid_argument` as `assertRollupNames`
 */
export function rollup(
  ledger: Ledger,
  query: RollupQuery,
  sessions = sessionFacts(ledger),
  dimensions: readonly Dimension[] = [],
  rolledAt: RolledAt = () => dimensions,
): RollupRow[] {
  assertRollupNames(query, dimensions);
  assertSegments(query.segments);
  const rows = new Map<string, RollupRow>();
  const declared = familyDimensions(query.family, dimensions);
  for (const fact of facts(ledger, query.family, sessions, declared, rolledAt)) {
    const segment = query.segments.find((s) => fact.atMs >= s.startMs && fact.atMs < s.endMs);
    if (!segment || !kept(fact, query)) continue;
    const bucket = bucketOf(fact.atMs, segment.offsetSlots, query.bucket);
    for (const key of keysOf(fact.values, query.by)) {
      const id = rowId({ bucket, key });
      const row = rows.get(id) ?? { bucket, key, measures: {} };
      addMeasures(row.measures, asked(fact.measures, query.measures));
      rows.set(id, row);
    }
  }
  return [...rows.values()];
}
