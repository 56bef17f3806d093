import { sql } from 'kysely';

import { roundHalfEven } from '../metrics/roundHalfEven.ts';
import type { SessionRecord } from '../model/SessionRecord.ts';
import { makesSession } from '../model/usageGrain.ts';
import { exactSum } from './decode.ts';
import { readSealedSums } from './readSealedSums.ts';
import { rateClassOf } from './rateClass.ts';
import { RequestRun } from './RequestRun.ts';
import { keyLists, type Writing } from './StoreContext.ts';
import { valueBucket } from './valueBucket.ts';
import type { WrittenRows } from './WrittenRows.ts';

export const SESSION_TOKENS = ['input', 'cache_read', 'cache_w5m', 'cache_w1h', 'output', 'reasoning'] as const;

/** What a session's own rows add up to. */
export interface SessionSums {
  startedMs: number;
  lastMs: number;
  requests: number;
  turns: number;
  calls: number;
  engagedMs: number;
  /** In the order of {@link SESSION_TOKENS}. */
  tokens: bigint[];
  costPico: bigint;
  priced: boolean;
  unpricedRequests: number;
  unpricedTokens: bigint;
  costByModel: Map<string, bigint>;
}

/** Columns of a session's row that its sums are kept in. */
export const SUM_COLUMNS = [
  'started_ms',
  'last_ms',
  'engaged_ms',
  'request_count',
  'turn_count',
  'tool_count',
  ...SESSION_TOKENS,
  'cost_nano',
  'cost_pico',
  'unpriced_requests',
  'unpriced_tokens',
  'cost_bucket',
  'tokens_bucket',
  'duration_bucket',
] as const;

/** Values of {@link SUM_COLUMNS}: a running session has no duration. */
export function sumColumns(
  sums: SessionSums,
  { status, lastAtMs }: Pick<SessionRecord, 'status' | 'lastAtMs'>,
): (number | bigint | null)[] {
  const lastMs = Math.max(lastAtMs, sums.lastMs);
  const nano = sums.priced ? Number(roundHalfEven(sums.costPico, 1000n)) : null;
  const tokens = Number(sums.tokens.slice(0, 5).reduce((all, count) => all + count, 0n));
  const durationMs = status === 'running' ? null : Math.max(0, lastMs - sums.startedMs);
  return [
    Number.isFinite(sums.startedMs) ? sums.startedMs : null,
    lastMs,
    sums.engagedMs,
    sums.requests,
    sums.turns,
    sums.calls,
    ...sums.tokens,
    sums.priced ? sums.costPico / 1000n : null,
    Number(sums.costPico % 1000n),
    sums.unpricedRequests,
    sums.unpricedTokens,
    ...[nano, tokens, durationMs].map(valueBucket),
  ];
}

/** The text of a session's model set. */
export function modelSetText({ costByModel }: SessionSums): string {
  return costByModel.size === 0 ? '' : JSON.stringify([...costByModel.keys()].toSorted());
}

const nothing = (): SessionSums => ({
  startedMs: Infinity,
  lastMs: 0,
  requests: 0,
  turns: 0,
  calls: 0,
  engagedMs: 0,
  tokens: SESSION_TOKENS.map(() => 0n),
  costPico: 0n,
  priced: false,
  unpricedRequests: 0,
  unpricedTokens: 0n,
  costByModel: new Map(),
});

/** Sums as the text in which those of sealed rows are kept. */
export function sealedText(sums: SessionSums): string {
  return JSON.stringify({ ...sums, costByModel: [...sums.costByModel] }, (_, value) =>
    typeof value === 'bigint' ? `${value}n` : value === Infinity ? null : value,
  );
}

/**
 * The sums that {@link sealedText} was made from; nothing for `null`.
 *
 * @throws UsageError `store_unavailable` when it was made from none
 */
export function sealedSums(text: string | null): SessionSums {
  return text === null ? nothing() : readSealedSums(text, SESSION_TOKENS.length);
}

const seen = (sums: SessionSums, fromMs: number, toMs: number): void => {
  sums.startedMs = Math.min(sums.startedMs, fromMs);
  sums.lastMs = Math.max(sums.lastMs, toMs);
};

type SumsOf = (session: unknown) => SessionSums;

/**
 * Sums of sessions to which a write has only added rows.
 *
 * @param before what they added up to before it; `undefined` for new ones
 */
export function addedSessionSums(
  rows: WrittenRows,
  before: ReadonlyMap<number, SessionSums | undefined>,
): Map<number, SessionSums> {
  const all = new Map([...before].map(([id, sums]) => [id, sums ?? nothing()]));
  const run = new RequestRun();
  for (let i = 0; i < rows.requests.length; i += 1) {
    const { record, session, cost } = rows.requests[i] as WrittenRows['requests'][number];
    const sums = all.get(session);
    if (!sums || !makesSession(record.grain)) continue;
    seen(sums, record.atMs, record.atMs);
    run.add(sums, record, cost);
  }
  run.end();
  for (const { record: t, session } of rows.turns) {
    const sums = all.get(session);
    if (!sums) continue;
    seen(sums, t.atMs, t.atMs);
    sums.turns += t.promptCount;
    sums.engagedMs += t.engagedMs;
  }
  for (const { record: c, session } of rows.calls) {
    const sums = all.get(session);
    if (!sums) continue;
    seen(sums, c.atMs, c.atMs + c.durationMs);
    sums.calls += c.callCount;
  }
  return all;
}

async function addRequests(
  { ctx, trx, tenant }: Writing,
  list: readonly number[],
  beforeMs: number | undefined,
  of: SumsOf,
  halved = false,
): Promise<void> {
  const int = (text: string) => ctx.traits.integerText(sql.raw(text));
  const sums = (name: string, expression: string) =>
    halved
      ? [
          int(`sum((${expression}) >> 32)`).as(`${name}_high`),
          int(`sum((${expression}) & 4294967295)`).as(`${name}_low`),
        ]
      : [int(`sum(${expression})`).as(`${name}_low`)];
  const allTokens = SESSION_TOKENS.slice(0, 5).join(' + ');
  const rows = (await trx
    .selectFrom('uk_request')
    .select(['session', 'rate_class'])
    .select(sql<number>`min(at_ms)`.as('first_ms'))
    .select(sql<number>`max(at_ms)`.as('last_ms'))
    .select(int('sum(request_count)').as('requests'))
    .select(int('sum(case when cost_nano is null then request_count else 0 end)').as('unpriced_requests'))
    .select(sql<number>`count(cost_nano)`.as('priced'))
    .select(SESSION_TOKENS.flatMap((name) => sums(name, name)))
    .select(sums('unpriced_tokens', `case when cost_nano is null then ${allTokens} else 0 end`))
    .select(sums('nano', 'coalesce(cost_nano, 0)'))
    .select(int('sum(cost_pico)').as('pico'))
    .where(ctx.traits.keyIn({ tenant: tenant.id }, 'session', list))
    .$if(beforeMs !== undefined, (query) => query.where('at_ms', '<', beforeMs as number))
    .groupBy(['session', 'rate_class'])
    .execute()) as unknown as Record<string, string>[];
  const classes = await ctx.dictionaries.rateClasses.texts(
    trx,
    tenant.id,
    rows.map((row) => Number(row['rate_class'])),
  );
  for (const row of rows) {
    const { model, grain } = rateClassOf(classes.get(Number(row['rate_class'])) ?? '');
    if (!makesSession(grain)) continue;
    const own = of(row['session']);
    const exact = (name: string): bigint => exactSum(row[`${name}_high`] ?? null, row[`${name}_low`] ?? null);
    const pico = exact('nano') * 1000n + BigInt(row['pico'] ?? 0);
    seen(own, Number(row['first_ms']), Number(row['last_ms']));
    own.requests += Number(row['requests']);
    own.unpricedRequests += Number(row['unpriced_requests']);
    own.unpricedTokens += exact('unpriced_tokens');
    own.priced ||= Number(row['priced']) > 0;
    own.costPico += pico;
    SESSION_TOKENS.forEach((name, i) => (own.tokens[i] = (own.tokens[i] ?? 0n) + exact(name)));
    own.costByModel.set(model, (own.costByModel.get(model) ?? 0n) + pico);
  }
}

async function addTurnsAndCalls(
  { ctx, trx, tenant }: Writing,
  list: readonly number[],
  beforeMs: number | undefined,
  of: SumsOf,
): Promise<void> {
  const int = (text: string) => ctx.traits.integerText(sql.raw(text));
  const turns = await trx
    .selectFrom('uk_turn')
    .select(['session', sql<number>`min(at_ms)`.as('first_ms'), sql<number>`max(at_ms)`.as('last_ms')])
    .select([int('sum(prompt_count)').as('turns'), int('sum(engaged_ms)').as('engaged_ms')])
    .where(ctx.traits.keyIn({ tenant: tenant.id }, 'session', list))
    .$if(beforeMs !== undefined, (query) => query.where('at_ms', '<', beforeMs as number))
    .groupBy('session')
    .execute();
  for (const row of turns) {
    const sums = of(row.session);
    seen(sums, Number(row.first_ms), Number(row.last_ms));
    sums.turns += Number(row.turns);
    sums.engagedMs += Number(row.engaged_ms);
  }
  const calls = await trx
    .selectFrom('uk_tool_call')
    .select(['session', sql<number>`min(at_ms)`.as('first_ms'), sql<number>`max(at_ms + duration_ms)`.as('last_ms')])
    .select(int('sum(call_count)').as('calls'))
    .where(ctx.traits.keyIn({ tenant: tenant.id }, 'session', list))
    .$if(beforeMs !== undefined, (query) => query.where('at_ms', '<', beforeMs as number))
    .groupBy('session')
    .execute();
  for (const row of calls) {
    const sums = of(row.session);
    seen(sums, Number(row.first_ms), Number(row.last_ms));
    sums.calls += Number(row.calls);
  }
}

/**
 * Sums of sessions over their own rows and what was sealed of them: always computed whole, never incremented, so that no retry can make them drift.
 *
 * @param sessions ids, each with the text of its sealed sums
 * @param beforeMs counts only rows before; all when absent
 */
export async function sessionSums(
  writing: Writing,
  sessions: ReadonlyMap<number, string | null>,
  beforeMs?: number,
): Promise<Map<number, SessionSums>> {
  const all = new Map([...sessions].map(([id, sealed]) => [id, sealedSums(sealed)]));
  const of: SumsOf = (session) => {
    const sums = all.get(Number(session));
    if (!sums) throw new Error(`session ${String(session)} was not asked for`);
    return sums;
  };
  for (const list of keyLists([...sessions.keys()])) {
    try {
      await addRequests(writing, list, beforeMs, of);
    } catch (error) {
      // A sum that does not fit 64 bits is asked for in two halves; nothing has been added yet.
      if (!writing.ctx.traits.isOverflow(error)) throw error;
      await addRequests(writing, list, beforeMs, of, true);
    }
    await addTurnsAndCalls(writing, list, beforeMs, of);
  }
  return all;
}
