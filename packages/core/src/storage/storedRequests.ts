import { type RawBuilder, sql, type SqlBool } from 'kysely';

import { requestAttribution } from '../metrics/joinRecords.ts';
import type { Joined } from '../metrics/Ledger.ts';
import type { RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import { rateClassOf } from './rateClass.ts';
import { dimensionValues } from './dimsets.ts';
import { rowsOfKeys } from './keyedQuery.ts';
import { lostSession } from './lostEntry.ts';
import type { Writing } from './StoreContext.ts';
import type { InSession } from './WrittenRows.ts';

/** What the store holds of a request. Its record's source, key and session id are not in its row: they are empty. */
export interface StoredRequest extends InSession<RequestRecord> {
  /** First claim of its session. */
  firstClaim: bigint;
  cost: RequestCost;
}

/** Who reads: a writer, or a reader in a snapshot. */
export type Reading = Pick<Writing, 'ctx' | 'trx'> & { tenant: { id: number } };

/** All that the store has of requests. */
function requestRows({ ctx, trx }: Pick<Writing, 'ctx' | 'trx'>) {
  const text = (column: 'request_key' | 'claim' | 'cost_nano') =>
    ctx.traits.integerText(sql.ref(`uk_request.${column}`));
  const firstClaim = sql`(select first_claim from ${sql.table('uk_session')} as s
    where s.tenant = ${sql.ref('uk_request.tenant')} and s.id = ${sql.ref('uk_request.session')})`;
  return trx
    .selectFrom('uk_request')
    .select(text('request_key').as('request_key'))
    .select([
      ctx.traits.integerText(firstClaim).$castTo<string | null>().as('first_claim'),
      text('claim').$castTo<string | null>().as('claim'),
      text('cost_nano').$castTo<string | null>().as('cost_nano'),
    ])
    .select(['session', 'at_ms', 'dimset', 'rate_class', 'request_count', 'input', 'cache_read', 'cache_w5m'])
    .select(['cache_w1h', 'output', 'reasoning', 'web_search', 'recorded_nano', 'revision'])
    .select(['cost_pico', 'book']);
}

type RequestRow = Awaited<ReturnType<ReturnType<typeof requestRows>['execute']>>[number];

/** The first requests of a condition in the order of time, by their keys. */
export async function requestsWhere(
  reading: Reading,
  condition: RawBuilder<SqlBool>,
  limit: number,
): Promise<Map<bigint, StoredRequest>> {
  const query = requestRows(reading).where(condition).orderBy('at_ms').orderBy('uk_request.request_key');
  return requestsOf(reading, await query.limit(limit).execute());
}

/** What rows say, with names in place of integers. */
async function requestsOf(
  { ctx, trx, tenant }: Reading,
  rows: readonly RequestRow[],
): Promise<Map<bigint, StoredRequest>> {
  const { dimsets, names, rateClasses } = ctx.dictionaries;
  const stored = new Map<bigint, StoredRequest>();
  if (rows.length === 0) return stored;
  const textsOf = (of: typeof names, column: 'rate_class' | 'dimset' | 'book') =>
    of.texts(
      trx,
      tenant.id,
      rows.map((row) => Number(row[column])),
    );
  const classes = await textsOf(rateClasses, 'rate_class');
  const dims = await textsOf(dimsets, 'dimset');
  const books = await textsOf(names, 'book');
  for (const row of rows) {
    const { grain, quality, basis, ...priceKey } = rateClassOf(classes.get(Number(row.rate_class)) ?? '');
    const { provider, model, serviceTier, speed, residency } = priceKey;
    const { kind = '', ...dimensions } = dimensionValues(dims.get(Number(row.dimset)) ?? '');
    if (row.first_claim === null) throw lostSession(Number(row.session));
    const firstClaim = BigInt(row.first_claim);
    const record: Joined<RequestRecord> = {
      source: '',
      key: '',
      session: '',
      order: row.claim === null ? firstClaim : BigInt(row.claim),
      attribution: '',
      claim: 0,
      atMs: Number(row.at_ms),
      provider,
      model,
      serviceTier,
      speed,
      residency,
      grain,
      quality,
      kind,
      dimensions,
      requestCount: Number(row.request_count),
      webSearchRequests: Number(row.web_search),
      inputTokens: Number(row.input),
      cacheReadTokens: Number(row.cache_read),
      cacheWrite5mTokens: Number(row.cache_w5m),
      cacheWrite1hTokens: Number(row.cache_w1h),
      outputTokens: Number(row.output),
      reasoningTokens: Number(row.reasoning),
      revision: Number(row.revision),
    };
    record.attribution = requestAttribution(record);
    if (row.recorded_nano !== null) record.recordedNanoUsd = Number(row.recorded_nano);
    const nanoUsd = row.cost_nano === null ? null : Number(row.cost_nano);
    const bookId = books.get(Number(row.book)) ?? '';
    const cost: RequestCost = { nanoUsd, picoRest: Number(row.cost_pico), basis, priceKey, bookId };
    stored.set(BigInt(row.request_key), { record, session: Number(row.session), firstClaim, cost });
  }
  return stored;
}

/**
 * Requests of these keys that are there.
 *
 * @throws UsageError `store_unavailable` when the session of one is lost
 */
export async function storedRequests(reading: Reading, keys: readonly bigint[]): Promise<Map<bigint, StoredRequest>> {
  const { ctx, trx, tenant } = reading;
  const rows = await rowsOfKeys({ trx, tenant: tenant.id }, 'requests', keys, (of, list) =>
    requestRows(reading).where(ctx.traits.keyIn({ tenant: of }, 'request_key', list)),
  );
  return requestsOf(reading, rows);
}
