import { type RawBuilder, sql } from 'kysely';

import { assertRollupNames } from '../metrics/rollup.ts';
import type { RollupMeasures, RollupQuery, RollupRow } from '../model/Rollup.ts';
import { SLOT_MS, timeSlot } from '../model/timeSlot.ts';
import { exactSum } from './decode.ts';
import { foldedRows } from './foldedRows.ts';
import { plan, type RollupPiece } from './plan.ts';
import { type RollupAttributes, rollupAttributes } from './rollupAttributes.ts';
import type { StoreContext, Trx } from './StoreContext.ts';

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

const SESSION = (fact: string): string =>
  `join uk_session as s on s.tenant = ${fact}.tenant and s.session_key = ${fact}.session`;

/** Where each family's facts stand, which of its rows are facts, what else can be joined to them, and the columns of their time. */
const FAMILIES = {
  usage: {
    from: 'uk_request as r',
    exists: '',
    joins: { 's.': SESSION('r') },
    tenant: 'r.tenant',
    at: 'r.at_ms',
    slot: 'r.slot',
  },
  tools: {
    from: 'uk_tool_call as t',
    exists: '',
    joins: {
      's.': SESSION('t'),
      'r.': 'left join uk_request as r on r.tenant = t.tenant and r.request_key = t.request',
    },
    tenant: 't.tenant',
    at: 't.at_ms',
    slot: 't.slot',
  },
  sessions: {
    from: 'uk_session as s',
    exists: 's.request_count > 0',
    joins: {},
    tenant: 's.tenant',
    at: 's.started_ms',
    slot: 's.start_slot',
  },
} as const;

/** The bucket of an instant as SQL: the offset is an integer, the zone's name is not in it. */
function bucketSql(bucket: RollupQuery['bucket'], at: string, piece: RollupPiece): RawBuilder<number> {
  const local = sql`(${sql.raw(at)} + ${BigInt(piece.offsetSlots * SLOT_MS)})`;
  if (bucket === 'day') return sql<number>`${local} / 86400000`;
  if (bucket === 'weekHour') return sql<number>`(${local} / 3600000 + 72) % 168`;
  return sql<number>`0`;
}

/** How sums are asked for: at once, or in two halves when a sum does not fit 64 bits. */
type SumMode = 'whole' | 'halves';

function measuresOf(family: RollupQuery['family'], row: Record<string, string | null>, mode: SumMode): RollupMeasures {
  const measures: Record<string, bigint> = {};
  for (const name of Object.keys(MEASURES[family])) {
    const whole = (): bigint => BigInt(row[name] ?? 0);
    measures[name] = mode === 'whole' ? whole() : exactSum(row[`${name}_high`] ?? null, row[`${name}_low`] ?? null);
  }
  if (measures['costNano'] !== undefined) {
    measures['costPico'] = measures['costNano'] * 1000n + (measures['costPico'] ?? 0n);
    delete measures['costNano'];
  }
  return measures;
}

function sums(ctx: StoreContext, family: RollupQuery['family'], mode: SumMode): RawBuilder<unknown>[] {
  const text = (expression: string, name: string): RawBuilder<unknown> =>
    sql`${ctx.traits.integerText(sql.raw(`sum(${expression})`))} as ${sql.raw(name)}`;
  return Object.entries(MEASURES[family]).flatMap(([name, expression]) =>
    mode === 'whole'
      ? [text(expression, name)]
      : [text(`(${expression}) >> 32`, `${name}_high`), text(`(${expression}) & 4294967295`, `${name}_low`)],
  );
}

async function pieceRows(
  ctx: StoreContext,
  trx: Trx,
  query: RollupQuery,
  piece: RollupPiece,
  attributes: RollupAttributes,
  mode: SumMode,
): Promise<RollupRow[]> {
  const { from, tenant, at, slot, exists, joins } = FAMILIES[query.family];
  const groups = attributes.columns;
  const selects = [
    sql`${bucketSql(query.bucket, at, piece)} as bucket`,
    ...groups.map((column, i) => sql`${sql.raw(column)} as ${sql.raw(`g${i}`)}`),
    ...sums(ctx, query.family, mode),
  ];
  const grouped = [sql.raw('bucket'), ...groups.map((_, i) => sql.raw(`g${i}`))];
  const tables = [...attributes.tables, ...(exists === '' ? [] : ['s.'])];
  const joined = Object.entries(joins).flatMap(([table, join]) => (tables.includes(table) ? [join] : []));
  const conditions = [...attributes.conditions, ...(exists === '' ? [] : [sql.raw(exists)])];
  const result = await sql<Record<string, string | null>>`
    select ${sql.join(selects)} from ${sql.raw([from, ...joined].join(' '))}
    where ${sql.raw(tenant)} = ${await ctx.tenant(trx)}
      and ${sql.raw(slot)} >= ${timeSlot(piece.startMs)} and ${sql.raw(slot)} <= ${timeSlot(piece.endMs - 1)}
      and ${sql.raw(at)} >= ${piece.startMs} and ${sql.raw(at)} < ${piece.endMs}
      ${conditions.length > 0 ? sql`and ${sql.join(conditions, sql` and `)}` : sql``}
    group by ${sql.join(grouped)}`.execute(trx);
  return result.rows.flatMap((row) => {
    const ids = groups.map((_, i) => (row[`g${i}`] === null ? null : Number(row[`g${i}`])));
    const measures = measuresOf(query.family, row, mode);
    return attributes.keys(ids).map((key) => ({ bucket: Number(row['bucket']), key, measures }));
  });
}

/** Rows of a rollup, answered from the ledger. Groups by integers in SQL; their names are put in and folded afterwards. */
export async function rollupRows(ctx: StoreContext, query: RollupQuery): Promise<RollupRow[]> {
  assertRollupNames(query);
  return ctx.traits.snapshot(ctx.db, async (trx) => {
    const attributes = await rollupAttributes(ctx, trx, query);
    const rows: RollupRow[] = [];
    for (const piece of plan(query)) {
      const of = (mode: SumMode): Promise<RollupRow[]> => pieceRows(ctx, trx, query, piece, attributes, mode);
      try {
        rows.push(...(await of('whole')));
      } catch (error) {
        if (!ctx.traits.isOverflow(error)) throw error;
        rows.push(...(await of('halves')));
      }
    }
    return foldedRows(rows);
  });
}
