import { sql } from 'kysely';

import { joinedTurn, orderedTurn } from '../metrics/joinRecords.ts';
import type { TurnRecord } from '../model/TurnRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import type { TouchedHours } from './dirtyHours.ts';
import { rowsOfKeys } from './keyedQuery.ts';
import type { Writing } from './StoreContext.ts';
import { storedKey } from './storedKey.ts';
import type { InSession, WrittenRows } from './WrittenRows.ts';

const COLUMNS = [
  'tenant',
  'turn_key',
  'session',
  'at_ms',
  'engaged_ms',
  'engaged_is_estimated',
  'prompt_count',
  'claim',
] as const;

type StoredTurn = InSession<TurnRecord>;

async function storedTurns({ ctx, trx, tenant }: Writing, keys: bigint[]): Promise<Map<bigint, StoredTurn>> {
  const stored = new Map<bigint, StoredTurn>();
  const text = (column: 'turn_key' | 'claim') => ctx.traits.integerText(sql.ref(`uk_turn.${column}`)).as(column);
  const possible = ctx.knownKeys.possible('uk_turn', keys);
  const rows = await rowsOfKeys({ trx, tenant: tenant.id }, 'turns', possible, (of, list) =>
    trx
      .selectFrom('uk_turn')
      .select([
        text('turn_key'),
        text('claim'),
        'session',
        'at_ms',
        'engaged_ms',
        'engaged_is_estimated',
        'prompt_count',
      ])
      .where(ctx.traits.keyIn({ tenant: of }, 'turn_key', list)),
  );
  for (const row of rows) {
    stored.set(BigInt(row.turn_key), {
      session: Number(row.session),
      record: {
        source: '',
        key: '',
        session: '',
        order: BigInt(row.claim),
        attribution: '',
        claim: 0,
        atMs: Number(row.at_ms),
        engagedMs: Number(row.engaged_ms),
        engagedIsEstimated: Number(row.engaged_is_estimated) === 1,
        promptCount: Number(row.prompt_count),
      },
    });
  }
  return stored;
}

/** Joins the batch's turns into the ledger; writes only what changed. Returns the sessions whose sums may have changed, and the rows. */
export async function writeTurns(
  writing: Writing,
  batch: UsageBatch,
  sessions: ReadonlyMap<string, number>,
  touched: TouchedHours,
): Promise<{ sessions: Set<number>; written: WrittenRows['turns'] }> {
  const { ctx, trx, tenant } = writing;
  const copies = new Map<bigint, StoredTurn>();
  const join = (a: StoredTurn, b: StoredTurn): StoredTurn => {
    const record = joinedTurn(a.record, b.record);
    return { record, session: record.order === a.record.order ? a.session : b.session };
  };
  for (const turn of batch.turns) {
    if (turn.atMs < tenant.sealedBeforeMs) continue;
    const key = storedKey(batch.source, turn.key);
    const copy = { record: orderedTurn(batch.source, turn), session: sessions.get(turn.session) ?? -1 };
    const present = copies.get(key);
    copies.set(key, present ? join(present, copy) : copy);
  }
  const stored = await storedTurns(writing, [...copies.keys()]);
  const changed = new Set<number>();
  const rows: unknown[][] = [];
  const written: StoredTurn[] = [];
  for (const [key, copy] of copies) {
    const present = stored.get(key);
    const { record, session } = present ? join(present, copy) : copy;
    const was = present?.record;
    const same =
      was?.order === record.order &&
      was.atMs === record.atMs &&
      was.engagedMs === record.engagedMs &&
      was.engagedIsEstimated === record.engagedIsEstimated &&
      was.promptCount === record.promptCount;
    if (same) continue;
    written.push({ record, session });
    const { atMs, engagedMs, engagedIsEstimated, promptCount, order } = record;
    rows.push([tenant.id, key, session, atMs, engagedMs, engagedIsEstimated === true ? 1 : 0, promptCount, order]);
    changed.add(session);
    if (present) {
      changed.add(present.session);
      touched.replaced.add(session).add(present.session);
    }
  }
  await ctx.traits.upsert(trx, { table: 'uk_turn', columns: COLUMNS, keys: 2, rows });
  return { sessions: changed, written };
}
