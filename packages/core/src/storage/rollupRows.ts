import { type RawBuilder, sql } from 'kysely';

import { assertRollupNames } from '../metrics/rollup.ts';
import type { RollupMeasures, RollupQuery, RollupRow } from '../model/Rollup.ts';
import { SLOT_MS, timeSlot } from '../model/timeSlot.ts';
import { exactSum } from './decode.ts';
import { foldedRows } from './foldedRows.ts';
import { plan, type RollupPiece } from './plan.ts';
import { rollupAttributes } from './rollupAttributes.ts';
import type { StoreContext } from './StoreContext.ts';

const TOKENS = 'r.input + r.cache_read + r.cache_w5m + r.cache_w1h + r.output';

/** Which columns are summed for which measure, per family. `costNano` and `costPico` become one measure. */
const MEASURES: Record<RollupQuery['family'], Record<string, string>> = {
  usage: {
    requests: 'r.request_count',
    input: 'r.input',
    cacheRead: 'r.cache_read',
    cacheWrite5m: 'r.cache_w5m',
    cacheWrite1h: 'r.cache_w1h',
    output: 'r.output',
    reasoning: 'r.reasoning',
    costNano: 'coalesce(r.cost_nano, 0)',
    costPico: 'r.cost_pico',
    unpricedRequests: 'case when r.cost_nano is null then r.request_count else 0 end',
    unpricedTokens: `case when r.cost_nano is null then ${TOKENS} else 0 end`,
  },
  tools: { calls: 't.call_count', durationMs: 't.duration_ms' },
  sessions: {
    sessions: '1',
    durationMs: 'case when s.status = 0 then 0 else s.last_ms - s.started_ms end',
    durationN: 'case when s.status = 0 then 0 else 1 end',
    engagedMs: 's.engaged_ms',
    turns: 's.turn_count',
    calls: 's.tool_count',
    requests: 's.request_count',
    input: 's.input',
    cacheRead: 's.cache_read',
    cacheWrite5m: 's.cache_w5m',
    cacheWrite1h: 's.cache_w1h',
    output: 's.output',
    reasoning: 's.reasoning',
    costNano: 'coalesce(s.cost_nano, 0)',
    costPico: 's.cost_pico',
    unpricedRequests: 's.unpriced_requests',
    unpricedTokens: 's.unpriced_tokens',
  },
};

/** Where each family's facts stand, and the columns of their time. */
const FAMILIES = {
  usage: {
    from: 'uk_request as r join uk_session as s on s.tenant = r.tenant and s.session_key = r.session',
    tenant: 'r.tenant',
    at: 'r.at_ms',
    slot: 'r.slot',
  },
  tools: {
    from: `uk_tool_call as t join uk_session as s on s.tenant = t.tenant and s.session_key = t.session
      left join uk_request as r on r.tenant = t.tenant and r.request_key = t.request`,
    tenant: 't.tenant',
    at: 't.at_ms',
    slot: 't.slot',
  },
  sessions: { from: 'uk_session as s', tenant: 's.tenant', at: 's.started_ms', slot: 's.start_slot' },
} as const;

/** The bucket of an instant as SQL: the offset is an integer, the zone's name is not in it. */
function bucketSql(bucket: RollupQuery['bucket'], at: string, piece: RollupPiece): RawBuilder<number> {
  const local = sql`(${sql.raw(at)} + ${BigInt(piece.offsetSlots * SLOT_MS)})`;
  if (bucket === 'day') return sql<number>`${local} / 86400000`;
  if (bucket === 'weekHour') return sql<number>`(${local} / 3600000 + 72) % 168`;
  return sql<number>`0`;
}

function measuresOf(family: RollupQuery['family'], row: Record<string, string | null>): RollupMeasures {
  const measures: Record<string, bigint> = {};
  for (const name of Object.keys(MEASURES[family])) {
    measures[name] = exactSum(row[`${name}_high`] ?? null, row[`${name}_low`] ?? null);
  }
  if (measures['costNano'] !== undefined) {
    measures['costPico'] = measures['costNano'] * 1000n + (measures['costPico'] ?? 0n);
    delete measures['costNano'];
  }
  return measures;
}

/** Rows of a rollup, answered from the ledger. Groups by integers in SQL; their names are put in and folded afterwards. */
export async function rollupRows(ctx: StoreContext, query: RollupQuery): Promise<RollupRow[]> {
  assertRollupNames(query);
  const { from, tenant, at, slot } = FAMILIES[query.family];
  const rows: RollupRow[] = [];
  await ctx.traits.snapshot(ctx.db, async (trx) => {
    const tenantId = await ctx.tenant(trx);
    const attributes = await rollupAttributes(ctx, trx, query);
    const groups = attributes.columns;
    for (const piece of plan(query)) {
      const selects = [
        sql`${bucketSql(query.bucket, at, piece)} as bucket`,
        ...groups.map((column, i) => sql`${sql.raw(column)} as ${sql.raw(`g${i}`)}`),
        ...Object.entries(MEASURES[query.family]).flatMap(([name, expression]) => [
          sql`${ctx.traits.integerText(sql.raw(`sum((${expression}) >> 32)`))} as ${sql.raw(`${name}_high`)}`,
          sql`${ctx.traits.integerText(sql.raw(`sum((${expression}) & 4294967295)`))} as ${sql.raw(`${name}_low`)}`,
        ]),
      ];
      const grouped = [sql.raw('bucket'), ...groups.map((_, i) => sql.raw(`g${i}`))];
      const result = await sql<Record<string, string | null>>`
        select ${sql.join(selects)} from ${sql.raw(from)}
        where ${sql.raw(tenant)} = ${tenantId} and s.request_count > 0
          and ${sql.raw(slot)} >= ${timeSlot(piece.startMs)} and ${sql.raw(slot)} <= ${timeSlot(piece.endMs - 1)}
          and ${sql.raw(at)} >= ${piece.startMs} and ${sql.raw(at)} < ${piece.endMs}
          ${attributes.conditions.length > 0 ? sql`and ${sql.join(attributes.conditions, sql` and `)}` : sql``}
        group by ${sql.join(grouped)}`.execute(trx);
      for (const row of result.rows) {
        const ids = groups.map((_, i) => (row[`g${i}`] === null ? null : Number(row[`g${i}`])));
        const measures = measuresOf(query.family, row);
        for (const key of attributes.keys(ids)) rows.push({ bucket: Number(row['bucket']), key, measures });
      }
    }
  });
  return foldedRows(rows);
}
