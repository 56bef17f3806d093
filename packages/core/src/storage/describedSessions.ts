import { sql } from 'kysely';

import { joinedSession, orderedSession, sessionAttribution } from '../metrics/joinRecords.ts';
import type { Joined } from '../metrics/Ledger.ts';
import { UNDESCRIBED_CLAIM } from '../model/assertFields.ts';
import type { SessionRecord } from '../model/SessionRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { STATUS } from './codes.ts';
import { dimensionValues } from './dimsets.ts';
import { SESSION_TOKENS, type SessionSums } from './sessionSums.ts';
import { rowsOfKeys } from './keyedQuery.ts';
import type { Writing } from './StoreContext.ts';
import { storedKey } from './storedKey.ts';
import { modelsOf } from './lostEntry.ts';
import { originalText } from './storedText.ts';

/** A session as its records describe it, and what its row says now. */
export interface DescribedSession {
  id: number;
  key: bigint;
  /** Its claim when its row was made. */
  firstClaim: bigint;
  record: Joined<SessionRecord>;
  /** `undefined` = it has no row yet. */
  stored?: {
    flag: number;
    ownReset: number;
    dimset: number;
    startedMs: number | null;
    sealed: string | null;
    /** What its row says it adds up to; `undefined` when the row does not tell costs by model, because it used several, or a sum is damaged. */
    sums: SessionSums | undefined;
  };
  /** The record differs from what the row says. */
  changed: boolean;
}

/** Columns of a row that say what it adds up to; integers beyond 2⁵³ as text. */
type StoredSums = Record<
  | (typeof SESSION_TOKENS)[number]
  | 'started_ms'
  | 'last_ms'
  | 'engaged_ms'
  | 'request_count'
  | 'turn_count'
  | 'tool_count'
  | 'cost_nano'
  | 'cost_pico'
  | 'unpriced_requests'
  | 'unpriced_tokens',
  string | number | null
>;

/** The sums of a session that used one model at most; `undefined` when one of them is no integer. */
function rowSums(row: StoredSums, model: string | undefined): SessionSums | undefined {
  const counts = [
    row.last_ms,
    row.request_count,
    row.turn_count,
    row.tool_count,
    row.engaged_ms,
    row.unpriced_requests,
  ];
  const [lastMs = NaN, requests = NaN, turns = NaN, calls = NaN, engagedMs = NaN, unpricedRequests = NaN] =
    counts.map(Number);
  const startedMs = row.started_ms === null ? Infinity : Number(row.started_ms);
  // One that is none makes their sum none.
  const sum = lastMs + requests + turns + calls + engagedMs + unpricedRequests;
  if (!Number.isInteger(sum) || Number.isNaN(startedMs) || startedMs % 1 > 0) return undefined;
  try {
    const costPico = BigInt(row.cost_nano ?? 0) * 1000n + BigInt(row.cost_pico ?? 0);
    return {
      startedMs,
      lastMs,
      requests,
      turns,
      calls,
      engagedMs,
      tokens: SESSION_TOKENS.map((name) => BigInt(row[name] ?? 0)),
      costPico,
      priced: row.cost_nano !== null,
      unpricedRequests,
      unpricedTokens: BigInt(row.unpriced_tokens ?? 0),
      costByModel: new Map(model === undefined ? [] : [[model, costPico]]),
    };
  } catch {
    return undefined;
  }
}

/** Sessions that have rows, found by key or by id. */
export async function storedSessions(
  { ctx, trx, tenant }: Writing,
  by: 'session_key' | 'id',
  keys: readonly (bigint | number)[],
): Promise<DescribedSession[]> {
  const stored: DescribedSession[] = [];
  const text = (column: 'session_key' | 'first_claim' | 'claim' | 'run') =>
    ctx.traits.integerText(sql.ref(`uk_session.${column}`)).as(column);
  const int = (column: string) => ctx.traits.integerText(sql.ref(`uk_session.${column}`)).as(column);
  const rows = await rowsOfKeys({ trx, tenant: tenant.id }, `sessions by ${by}`, keys, (of, list) =>
    trx
      .selectFrom('uk_session')
      .select([text('session_key'), text('first_claim'), text('claim'), 'id', 'external_id', 'parent', 'run_id'])
      .select([
        'dimset',
        'status',
        'flag',
        'own_reset',
        'status_at_ms',
        'status_position',
        'record_last_ms',
        'started_ms',
        'sealed',
        'last_ms',
        'engaged_ms',
        'api_ms',
      ])
      .select(['model_set', 'request_count', 'turn_count', 'tool_count', 'cost_pico', 'unpriced_requests'])
      .select([...SESSION_TOKENS, 'cost_nano', 'unpriced_tokens'].map((name) => int(name)))
      .where(ctx.traits.keyIn({ tenant: of }, by, list)),
  );
  if (rows.length === 0) return stored;
  const dims = await ctx.dictionaries.dimsets.texts(
    trx,
    tenant.id,
    rows.map((row) => Number(row.dimset)),
  );
  const sets = await ctx.dictionaries.modelSets.present(
    trx,
    tenant.id,
    rows.map((row) => Number(row.model_set)),
  );
  for (const row of rows) {
    const set = sets.get(Number(row.model_set));
    const models = set === undefined ? undefined : modelsOf(set);
    const { project = '', source = '', ...dimensions } = dimensionValues(dims.get(Number(row.dimset)) ?? '');
    const run = originalText(row.run_id);
    const record: Joined<SessionRecord> = {
      id: originalText(row.external_id),
      source,
      project,
      dimensions,
      parent: originalText(row.parent),
      ...(run !== '' && { run }),
      status: STATUS.word(Number(row.status)),
      statusAtMs: Number(row.status_at_ms),
      statusPosition: Number(row.status_position),
      lastAtMs: Number(row.record_last_ms),
      ...(row.api_ms !== null && { apiMs: Number(row.api_ms) }),
      claim: 0,
      order: BigInt(row.claim),
      attribution: sessionAttribution({ project, dimensions }),
    };
    stored.push({
      id: Number(row.id),
      key: BigInt(row.session_key),
      firstClaim: BigInt(row.first_claim),
      record,
      changed: false,
      stored: {
        flag: Number(row.flag),
        ownReset: Number(row.own_reset),
        dimset: Number(row.dimset),
        startedMs: Number.isSafeInteger(Number(row.started_ms ?? NaN)) ? Number(row.started_ms) : null,
        sealed: row.sealed,
        // A set that is lost, or a sum that is damaged, is made again from the session's own rows.
        sums: models && models.length <= 1 ? rowSums(row as unknown as StoredSums, models[0]) : undefined,
      },
    });
  }
  return stored;
}

/** A session of which only requests, turns or calls are known. */
const undescribed = (id: string): SessionRecord => ({
  id,
  parent: '',
  project: '',
  lastAtMs: 0,
  status: 'incomplete',
  statusAtMs: -1,
  statusPosition: -1,
  claim: UNDESCRIBED_CLAIM,
});

const equal = (a: Joined<SessionRecord>, b: Joined<SessionRecord>): boolean =>
  a.order === b.order &&
  a.attribution === b.attribution &&
  a.parent === b.parent &&
  (a.run ?? '') === (b.run ?? '') &&
  a.status === b.status &&
  a.statusAtMs === b.statusAtMs &&
  a.statusPosition === b.statusPosition &&
  a.lastAtMs === b.lastAtMs &&
  a.apiMs === b.apiMs;

/**
 * The batch's sessions, and those its other records name, joined with what the store has of them; new ones have got an id. By id of the source.
 */
export async function describedSessions(writing: Writing, batch: UsageBatch): Promise<Map<string, DescribedSession>> {
  const copies = new Map<bigint, Joined<SessionRecord>>();
  const add = (record: SessionRecord): void => {
    const key = storedKey(batch.source, record.id);
    const copy = orderedSession(batch.source, record);
    const present = copies.get(key);
    copies.set(key, present ? joinedSession(present, copy) : copy);
  };
  for (const session of batch.sessions) add(session);
  const named = new Set<string>();
  for (const records of [batch.requests, batch.turns, batch.toolCalls] as { session: string }[][]) {
    let last: string | undefined;
    for (let i = 0; i < records.length; i += 1) {
      const { session } = records[i] as { session: string };
      // Records of a session come one after the other.
      if (session !== last) named.add(session);
      last = session;
    }
  }
  for (const session of batch.sessions) named.delete(session.id);
  for (const id of named) add(undescribed(id));

  const rows = await storedSessions(
    writing,
    'session_key',
    writing.ctx.knownKeys.possible('uk_session', [...copies.keys()]),
  );
  const stored = new Map(rows.map((session) => [session.key, session]));
  const described = new Map<string, DescribedSession>();
  for (const [key, copy] of copies) {
    const present = stored.get(key);
    if (present) {
      const record = joinedSession(present.record, copy);
      described.set(copy.id, { ...present, record, changed: !equal(present.record, record) });
    } else {
      const id = writing.tenant.nextSession;
      described.set(copy.id, { id, key, firstClaim: copy.order, record: copy, changed: true });
      writing.tenant.nextSession += 1;
    }
  }
  return described;
}
