import { sql } from 'kysely';

import { primaryModel } from '../metrics/primaryModel.ts';
import { exactSum } from './decode.ts';
import { keyLists, type StoreContext, type Trx } from './StoreContext.ts';

/** Sums of one session while they are added up. */
interface Sums {
  startedMs: number;
  lastMs: number;
  requests: number;
  turns: number;
  calls: number;
  engagedMs: number;
  tokens: bigint[];
  costPico: bigint;
  priced: boolean;
  unpricedRequests: number;
  unpricedTokens: bigint;
  costByModel: Map<string, bigint>;
}

const TOKENS = ['input', 'cache_read', 'cache_w5m', 'cache_w1h', 'output', 'reasoning'] as const;

const empty = (): Sums => ({
  startedMs: Infinity,
  lastMs: 0,
  requests: 0,
  turns: 0,
  calls: 0,
  engagedMs: 0,
  tokens: TOKENS.map(() => 0n),
  costPico: 0n,
  priced: false,
  unpricedRequests: 0,
  unpricedTokens: 0n,
  costByModel: new Map(),
});

const seen = (sums: Sums, fromMs: number, toMs: number): void => {
  sums.startedMs = Math.min(sums.startedMs, fromMs);
  sums.lastMs = Math.max(sums.lastMs, toMs);
};

async function addRequests(ctx: StoreContext, trx: Trx, tenant: number, list: bigint[], of: (key: bigint) => Sums) {
  const int = (text: string) => ctx.traits.integerText(sql.raw(text));
  const halves = (name: string, expression: string) => [
    int(`sum((${expression}) >> 32)`).as(`${name}_high`),
    int(`sum((${expression}) & 4294967295)`).as(`${name}_low`),
  ];
  const allTokens = TOKENS.slice(0, 5).join(' + ');
  const rows = (await trx
    .selectFrom('uk_request')
    .select([int('session').as('session_key'), 'price_key'])
    .select(sql<number>`min(at_ms)`.as('first_ms'))
    .select(sql<number>`max(at_ms)`.as('last_ms'))
    .select(sql<number>`sum(request_count)`.as('requests'))
    .select(sql<number>`sum(case when cost_nano is null then request_count else 0 end)`.as('unpriced_requests'))
    .select(sql<number>`count(cost_nano)`.as('priced'))
    .select(TOKENS.flatMap((name) => halves(name, name)))
    .select(halves('unpriced_tokens', `case when cost_nano is null then ${allTokens} else 0 end`))
    .select(halves('nano', 'coalesce(cost_nano, 0)'))
    .select(sql<number>`sum(cost_pico)`.as('pico'))
    .where('tenant', '=', tenant)
    .where('session', 'in', list)
    .groupBy(['session', 'price_key'])
    .execute()) as unknown as Record<string, string>[];
  if (rows.length > 0) await ctx.priceKeys.load(trx);
  for (const row of rows) {
    const sums = of(BigInt(row['session_key'] ?? '0'));
    const exact = (name: string): bigint => exactSum(row[`${name}_high`] ?? null, row[`${name}_low`] ?? null);
    const pico = exact('nano') * 1000n + BigInt(row['pico'] ?? 0);
    const { model } = ctx.priceKeys.value(Number(row['price_key']));
    seen(sums, Number(row['first_ms']), Number(row['last_ms']));
    sums.requests += Number(row['requests']);
    sums.unpricedRequests += Number(row['unpriced_requests']);
    sums.unpricedTokens += exact('unpriced_tokens');
    sums.priced ||= Number(row['priced']) > 0;
    sums.costPico += pico;
    TOKENS.forEach((name, i) => (sums.tokens[i] = (sums.tokens[i] ?? 0n) + exact(name)));
    sums.costByModel.set(model, (sums.costByModel.get(model) ?? 0n) + pico);
  }
}

async function addTurnsAndCalls(
  trx: Trx,
  ctx: StoreContext,
  tenant: number,
  list: bigint[],
  of: (key: bigint) => Sums,
) {
  const session = ctx.traits.integerText(sql.raw('session')).as('session_key');
  const turns = await trx
    .selectFrom('uk_turn')
    .select([session, sql<number>`min(at_ms)`.as('first_ms'), sql<number>`max(at_ms)`.as('last_ms')])
    .select([sql<number>`sum(prompt_count)`.as('turns'), sql<number>`sum(engaged_ms)`.as('engaged_ms')])
    .where('tenant', '=', tenant)
    .where('session', 'in', list)
    .groupBy('session')
    .execute();
  for (const row of turns) {
    const sums = of(BigInt(row.session_key));
    seen(sums, Number(row.first_ms), Number(row.last_ms));
    sums.turns += Number(row.turns);
    sums.engagedMs += Number(row.engaged_ms);
  }
  const calls = await trx
    .selectFrom('uk_tool_call')
    .select([session, sql<number>`min(at_ms)`.as('first_ms'), sql<number>`max(at_ms + duration_ms)`.as('last_ms')])
    .select(sql<number>`sum(call_count)`.as('calls'))
    .where('tenant', '=', tenant)
    .where('session', 'in', list)
    .groupBy('session')
    .execute();
  for (const row of calls) {
    const sums = of(BigInt(row.session_key));
    seen(sums, Number(row.first_ms), Number(row.last_ms));
    sums.calls += Number(row.calls);
  }
}

/** Recomputes the sums of sessions from their own rows: assigned, never incremented, so that no retry can make them drift. */
export async function writeSessionSums(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  sessions: Set<bigint>,
): Promise<void> {
  const all = new Map<bigint, Sums>([...sessions].map((key) => [key, empty()]));
  const of = (key: bigint): Sums => {
    const sums = all.get(key);
    if (!sums) throw new Error(`session ${key} was not asked for`);
    return sums;
  };
  for (const list of keyLists([...sessions])) {
    await addRequests(ctx, trx, tenant, list, of);
    await addTurnsAndCalls(trx, ctx, tenant, list, of);
  }
  const models = (s: Sums): string[] => [...s.costByModel.keys()].toSorted();
  const sets = await ctx.dimsets.ids(trx, [...all.values()].map(models));
  const names = await ctx.names.ids(
    trx,
    [...all.values()].map((s) => primaryModel(s.costByModel)),
  );
  const columns = ['started_ms', 'start_slot', 'engaged_ms', 'model_set', 'model', 'request_count', 'turn_count'];
  columns.push('tool_count', ...TOKENS, 'cost_nano', 'cost_pico', 'unpriced_requests', 'unpriced_tokens');
  const query = trx
    .updateTable('uk_session')
    .set(Object.fromEntries(columns.map((column) => [column, 0])) as never)
    .set({ last_ms: sql`max(record_last_ms, ${0})` } as never)
    .where('tenant', '=', 0)
    .where('session_key', '=', 0n)
    .compile();
  const rows = [...all].map(([key, s]) => [
    Number.isFinite(s.startedMs) ? s.startedMs : null,
    Number.isFinite(s.startedMs) ? Math.floor(s.startedMs / 900_000) : null,
    s.engagedMs,
    sets.get(JSON.stringify(models(s))),
    names.get(primaryModel(s.costByModel)),
    s.requests,
    s.turns,
    s.calls,
    ...s.tokens,
    s.priced ? s.costPico / 1000n : null,
    s.costPico % 1000n,
    s.unpricedRequests,
    s.unpricedTokens,
    s.lastMs,
    tenant,
    key,
  ]);
  await ctx.traits.executeMany(trx, query, rows);
}
