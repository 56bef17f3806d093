import { sql } from 'kysely';

import { joinedTurn, orderedTurn } from '../metrics/joinRecords.ts';
import type { Joined } from '../metrics/Ledger.ts';
import type { TurnRecord } from '../model/TurnRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { keyLists, type StoreContext, type Trx } from './StoreContext.ts';
import { storedKey } from './storedKey.ts';
import { upsertRows } from './upsertRows.ts';

const COLUMNS = ['tenant', 'turn_key', 'session', 'at_ms', 'engaged_ms', 'prompt_count', 'claim'] as const;

interface StoredTurn {
  record: Joined<TurnRecord>;
  session: bigint;
}

async function storedTurns(
  ctx: StoreContext,
  trx: Trx,
  tenant: number,
  keys: bigint[],
): Promise<Map<bigint, StoredTurn>> {
  const stored = new Map<bigint, StoredTurn>();
  const text = (column: 'turn_key' | 'session' | 'claim') =>
    ctx.traits.integerText(sql.ref(`uk_turn.${column}`)).as(column);
  for (const list of keyLists(keys)) {
    const rows = await trx
      .selectFrom('uk_turn')
      .select([text('turn_key'), text('session'), text('claim'), 'at_ms', 'engaged_ms', 'prompt_count'])
      .where('tenant', '=', tenant)
      .where('turn_key', 'in', list)
      .execute();
    for (const row of rows) {
      stored.set(BigInt(row.turn_key), {
        session: BigInt(row.session),
        record: {
          source: '',
          key: '',
          session: '',
          order: BigInt(row.claim),
          attribution: '',
          claim: 0,
          atMs: Number(row.at_ms),
          engagedMs: Number(row.engaged_ms),
          promptCount: Number(row.prompt_count),
        },
      });
    }
  }
  return stored;
}

/** Joins the batch's turns into the ledger; writes only what changed. */
export async function writeTurns(ctx: StoreContext, trx: Trx, tenant: number, batch: UsageBatch): Promise<Set<bigint>> {
  const copies = new Map<bigint, StoredTurn>();
  const join = (a: StoredTurn, b: StoredTurn): StoredTurn => {
    const record = joinedTurn(a.record, b.record);
    return { record, session: record.order === a.record.order ? a.session : b.session };
  };
  for (const turn of batch.turns) {
    const key = storedKey(batch.source, turn.key);
    const copy = { record: orderedTurn(batch.source, turn), session: storedKey(batch.source, turn.session) };
    const present = copies.get(key);
    copies.set(key, present ? join(present, copy) : copy);
  }
  const stored = await storedTurns(ctx, trx, tenant, [...copies.keys()]);
  const sessions = new Set<bigint>();
  const rows: unknown[][] = [];
  for (const [key, copy] of copies) {
    const present = stored.get(key);
    const { record, session } = present ? join(present, copy) : copy;
    const was = present?.record;
    const same =
      was?.order === record.order &&
      was.atMs === record.atMs &&
      was.engagedMs === record.engagedMs &&
      was.promptCount === record.promptCount;
    if (same) continue;
    rows.push([tenant, key, session, record.atMs, record.engagedMs, record.promptCount, record.order]);
    sessions.add(session);
    if (present) sessions.add(present.session);
  }
  await upsertRows(trx, ctx.traits, 'uk_turn', COLUMNS, 2, rows);
  return sessions;
}
