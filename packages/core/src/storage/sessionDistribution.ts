import { type RawBuilder, sql } from 'kysely';

import { UsageError } from '../errors.ts';
import { countedValues } from '../metrics/countedValues.ts';
import { assertRollupNames } from '../metrics/rollup.ts';
import type { CountedValue, DistributionMeasure, SessionDistribution } from '../model/CountedValue.ts';
import { assertDistribution } from './assertDistribution.ts';
import { DISTRIBUTION } from './codes.ts';
import { CacheStates, coverageFor } from './coverage.ts';
import { Dearest } from './dearest.ts';
import { type FactReader, factScan, flagsOf, type SessionFilter } from './factScan.ts';
import { roundedNano } from './decode.ts';
import { type DayRows, readDays } from './dayBlocks.ts';
import { NO_DIMENSION } from './marginals.ts';
import type { Integers } from './packed/GroupFold.ts';
import { DAYS, place } from './packed/layouts.ts';
import { joined, plan, type RollupPiece, stretchOf } from './plan.ts';
import { dearestSessions, sessionsSql } from './sessionList.ts';
import type { StoreContext, Trx } from './StoreContext.ts';
import { tenantState } from './tenantState.ts';
import type { StoredSessionQuery } from './UsageStore.ts';
import { bucketValue, valueBucket } from './valueBucket.ts';

/** Up to so many sessions every value is read. */
const EXACT_SESSIONS = 100_000;

/** The value of a session as SQL, `null` where it has none. A running session (status 0) has no duration. */
const VALUE: Readonly<Record<DistributionMeasure, string>> = {
  cost: 's.cost_nano',
  tokens: 's.input + s.cache_read + s.cache_w5m + s.cache_w1h + s.output',
  duration: 'case when s.status = 0 then null else s.last_ms - s.started_ms end',
};

/** The same as columns of facts that are added up; the first says whether there is a value, `sessions` = always. */
const FACT_VALUE: Readonly<Record<DistributionMeasure, readonly [has: string, ...addends: string[]]>> = {
  cost: ['priced', 'costNano'],
  tokens: ['sessions', 'input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'],
  duration: ['durationN', 'durationMs'],
};

type DistributionQuery = SessionFilter & {
  measure: DistributionMeasure;
  exactUpTo?: number;
  dearest?: number;
  segments: NonNullable<StoredSessionQuery['segments']>;
};

/** Each value, read from the sessions; one beyond 2⁵³ − 1 is rounded. */
async function ledgerValues(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  query: DistributionQuery,
): Promise<(number | null)[]> {
  const found = await sessionsSql(ctx, trx, tenant, query);
  const value = sql.raw(VALUE[query.measure]);
  const pico = sql.raw(query.measure === 'cost' ? 's.cost_pico' : '0');
  const read = (of: RawBuilder<unknown>) =>
    ctx.traits.values(trx, sql`select ${of} as value, ${pico} as pico ${found}`);
  try {
    const rows = await read(value);
    const values = rows.map(([whole, rest]) => (whole === null ? null : rounded(Number(whole), Number(rest))));
    if (values.every((of) => of === null || of <= Number.MAX_SAFE_INTEGER)) return values;
  } catch (error) {
    if (!ctx.traits.isOverflow(error)) throw error;
  }
  // Some value is none of JavaScript's safe integers: it is rounded once, from its digits.
  const rows = await read(ctx.traits.integerText(value));
  return rows.map(([whole, rest]) => (whole === null ? null : Number(roundedNano(whole as string, Number(rest)))));
}

/** Whole nano-USD, half even. */
function rounded(nano: number, pico: number): number {
  return pico > 500 || (pico === 500 && nano % 2 === 1) ? nano + 1 : nano;
}

/** Values of sessions: each one, or, of more than so many, how many are in each bucket. */
class Values implements FactReader {
  readonly names: readonly string[];
  readonly #isCost: boolean;
  readonly #exactUpTo: number;
  #each: (number | null)[] = [];
  #buckets: number[] | undefined;
  /** Whether all were safe integers. */
  #isSafe = true;

  constructor(measure: DistributionMeasure, exactUpTo: number) {
    const [has, ...addends] = FACT_VALUE[measure];
    this.names = [has, 'costPico', ...addends];
    this.#isCost = measure === 'cost';
    this.#exactUpTo = exactUpTo;
  }

  add(rows: Int32Array, [present, pico, ...parts]: readonly Integers[]): void {
    for (const row of rows) {
      if ((present?.[row] ?? 0) === 0) {
        this.addOne(null);
        continue;
      }
      let value = 0;
      for (const part of parts) value += part?.[row] ?? 0;
      if (this.#isCost) value = rounded(value, pico?.[row] ?? 0);
      this.addOne(value);
    }
  }

  addOne(value: number | null): void {
    this.#isSafe &&= value === null || value <= Number.MAX_SAFE_INTEGER;
    if (this.#buckets) {
      this.#count(value);
      return;
    }
    this.#each.push(value);
    if (this.#each.length <= this.#exactUpTo) return;
    this.#buckets = [];
    for (const of of this.#each) this.#count(of);
    this.#each = [];
  }

  #count(value: number | null): void {
    const bucket = valueBucket(value) + 1;
    const counts = this.#buckets as number[];
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }

  /** @throws UsageError `unsafe_integer` when an exact value is beyond 2⁵³ − 1; those of buckets are rounded anyway */
  get distribution(): SessionDistribution {
    if (this.#buckets) return { values: bucketValues(this.#buckets), approximate: true };
    if (!this.#isSafe) {
      throw new UsageError(
        'unsafe_integer',
        'what a session adds up to is too large for a number: ask for a shorter range or a filter',
      );
    }
    return { values: countedValues(this.#each), approximate: false };
  }
}

/** Buckets, counted from 0 = no value, with how many sessions are in each. */
function bucketValues(counts: readonly number[]): CountedValue[] {
  return counts.flatMap((n, of) => (n > 0 ? [{ value: bucketValue(of - 1), sessions: n }] : []));
}

/** Read from the sessions, by their facts where they are kept. */
async function ofSessions(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  query: DistributionQuery,
  exactUpTo: number,
  states: CacheStates,
): Promise<SessionDistribution> {
  const { measure, dearest: limit = 0, where, hideFailed, includeReset } = query;
  const filter = {
    ...(where && { where }),
    ...(hideFailed && { hideFailed }),
    ...(includeReset && { includeReset }),
  };
  const scan = await factScan(ctx, trx, tenant, query, states);
  const values = new Values(measure, exactUpTo);
  const dearest = new Dearest(limit);
  await scan.read(limit > 0 ? [values, dearest] : [values]);
  const sessions =
    limit > 0 ? await dearestSessions(ctx, trx, tenant, filter, { dearest, limit, rest: scan.rest }) : undefined;
  const named = sessions && { dearest: sessions };
  for (const piece of scan.rest) {
    for (const value of await ledgerValues(ctx, trx, tenant, { ...query, segments: [piece] })) values.addOne(value);
  }
  return { ...values.distribution, ...named };
}

/** The first of ascending values that is not less than another; `rows` when all are. */
function firstOf(values: Integers, rows: number, least: number): number {
  let [from, to] = [0, rows];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((values?.[middle] ?? 0) < least) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** How many sessions of a stretch of whole days are in each bucket. */
async function bucketCounts(
  trx: Trx,
  tenant: number,
  piece: RollupPiece,
  query: DistributionQuery,
  states: CacheStates,
): Promise<CountedValue[]> {
  const layout = DAYS.values;
  const flags = new Set(flagsOf(query));
  const counted = DISTRIBUTION.code(query.measure);
  const counts: number[] = [];
  const kind = { family: 'values', dimension: NO_DIMENSION } as const;
  const add = (packed: DayRows): void => {
    const [measure, bucket, flag, sessions] = ['measure', 'bucket', 'flag', 'sessions'].map((name) =>
      packed.column(place(layout, name)),
    );
    // Rows are in the order of their measures.
    for (let row = firstOf(measure, packed.rows, counted); row < packed.rows; row += 1) {
      if ((measure?.[row] ?? 0) !== counted) break;
      if (!flags.has(flag?.[row] ?? 0)) continue;
      const of = bucket?.[row] ?? 0;
      counts[of] = (counts[of] ?? 0) + (sessions?.[row] ?? 0);
    }
  };
  for await (const days of readDays(trx, tenant, kind, stretchOf(piece), states, ['sums'])) days.forEach(add);
  return bucketValues(counts);
}

const sessionsIn = (values: readonly CountedValue[]): number => values.reduce((n, v) => n + v.sessions, 0);

/** How a value spreads over sessions: in buckets where there are many, those of whole days where they are kept; else value by value. */
export async function sessionDistribution(ctx: StoreContext, query: DistributionQuery): Promise<SessionDistribution> {
  assertDistribution(query);
  assertRollupNames({ family: 'sessions', by: [], where: query.where ?? {} }, ctx.declared.dimensions);
  const { exactUpTo = EXACT_SESSIONS } = query;
  return ctx.snapshot(async (trx) => {
    const tenant = (await tenantState(ctx, trx))?.id ?? -1;
    const states = new CacheStates(trx, tenant);
    const isWhole = Object.keys(query.where ?? {}).length === 0;
    if (isWhole) {
      const can = { cells: false, days: true, otherDays: true };
      const segments = joined(query.segments);
      const pieces = plan(segments, await coverageFor(trx, tenant, 'sessions', segments, can, states));
      const values: CountedValue[] = [];
      for (const piece of pieces) {
        if (piece.level === 'L2') values.push(...(await bucketCounts(trx, tenant, piece, query, states)));
      }
      if (sessionsIn(values) > exactUpTo) {
        for (const piece of pieces) {
          if (piece.level === 'L2') continue;
          const rest = await ofSessions(
            ctx,
            trx,
            tenant,
            { ...query, dearest: 0, segments: [piece] },
            exactUpTo,
            states,
          );
          values.push(...rest.values);
        }
        return { values, approximate: true };
      }
    }
    return ofSessions(ctx, trx, tenant, query, exactUpTo, states);
  });
}
