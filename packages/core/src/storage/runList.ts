import { sql } from 'kysely';

import { UsageError } from '../errors.ts';
import { runSummary, type RunSums } from '../metrics/runSummary.ts';
import type { RunPage } from '../model/RunSummary.ts';
import { assertPage } from '../metrics/assertPage.ts';
import { FLAG, STATUS } from './codes.ts';
import type { StoreContext } from './StoreContext.ts';
import { type RunRow, storedRun } from './storedRun.ts';
import { originalText } from './storedText.ts';
import { tenantState } from './tenantState.ts';
import type { StoredRunQuery } from './UsageStore.ts';

interface SumRow {
  run: string;
  status: number;
  sessions: number;
  requests: number;
  input: string;
  output: string;
  cache_read: string;
  cache_write: string;
  cost_nano: string | null;
  cost_pico: number;
  unpriced_requests: number;
}

const sumsOf = (row: SumRow): RunSums => ({
  status: STATUS.word(Number(row.status)),
  sessions: Number(row.sessions),
  requests: Number(row.requests),
  input: BigInt(row.input),
  output: BigInt(row.output),
  cacheRead: BigInt(row.cache_read),
  cacheWrite: BigInt(row.cache_write),
  costPico: row.cost_nano === null ? null : BigInt(row.cost_nano) * 1000n + BigInt(row.cost_pico),
  unpricedRequests: Number(row.unpriced_requests),
});

/** @throws UsageError `unsafe_integer` when a sum does not even fit 64 bits */
async function summed<T>({ traits }: StoreContext, rows: Promise<T>): Promise<T> {
  try {
    return await rows;
  } catch (error) {
    if (!traits.isOverflow(error)) throw error;
    const help = 'ask for other runs by limit and offset, or for its sessions';
    throw new UsageError('unsafe_integer', `what the sessions of a run add up to is too large for a number: ${help}`, {
      cause: error,
    });
  }
}

/** One page of runs, the latest begun first; runs that began at once are ordered by key, so that pages never overlap. */
export async function runList(ctx: StoreContext, query: StoredRunQuery): Promise<RunPage> {
  assertPage(query);
  const { limit, offset, includeReset = false } = query;
  const text = (name: string) => ctx.traits.integerText(sql.raw(name));
  return ctx.snapshot(async (trx) => {
    const tenant = (await tenantState(ctx, trx))?.id ?? -1;
    const found = sql`from ${sql.table('uk_run')} as r where r.tenant = ${tenant}
      ${includeReset ? sql`` : sql`and r.reset_marker is null`}`;
    const count = await sql<{ n: number }>`select count(*) as n ${found}`.execute(trx);
    const page = sql`${found} order by r.started_ms desc, r.run_key desc limit ${limit} offset ${offset}`;
    const { rows } = await sql<RunRow & { key: string; reset_marker: string | null }>`
      select ${text('r.run_key')} as key, r.external_id, r.source, r.workspace, r.status, r.status_at_ms, r.total_tables,
        r.started_ms, r.completed_ms, r.reset_marker ${page}`.execute(trx);
    const { rows: sums } = await summed(
      ctx,
      sql<SumRow>`
      select ${text('s.run')} as run, s.status, count(*) as sessions, sum(s.request_count) as requests,
        ${text('sum(s.input)')} as input, ${text('sum(s.output)')} as output,
        ${text('sum(s.cache_read)')} as cache_read, ${text('sum(s.cache_w5m + s.cache_w1h)')} as cache_write,
        ${text('sum(s.cost_nano)')} as cost_nano, sum(s.cost_pico) as cost_pico, sum(s.unpriced_requests) as unpriced_requests
      from ${sql.table('uk_session')} as s
      where s.tenant = ${tenant} and s.request_count > 0 ${includeReset ? sql`` : sql`and s.flag < ${FLAG.reset}`}
        and s.run in (select run_key from (select r.run_key ${page}) as p)
      group by s.run, s.status`.execute(trx),
    );
    const byRun = Map.groupBy(sums, (row) => row.run);
    const runs = rows.map((row) => {
      const marker = row.reset_marker === null ? null : originalText(row.reset_marker);
      return runSummary(storedRun(row), marker, (byRun.get(row.key) ?? []).map(sumsOf));
    });
    return { runs, total: Number(count.rows[0]?.n ?? 0) };
  });
}
