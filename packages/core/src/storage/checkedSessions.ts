import { sql } from 'kysely';

import { primaryModel } from '../metrics/primaryModel.ts';
import { makesSession } from '../model/usageGrain.ts';
import { FLAG, STATUS } from './codes.ts';
import { rateClassOf } from './rateClass.ts';
import { SumTooLarge } from './packed/packedRows.ts';
import { modelSetText, sessionSums, SUM_COLUMNS, sumColumns } from './sessionSums.ts';
import { CALL_SUMS, REQUEST_SUMS, SessionTally, TURN_SUMS } from './SessionTally.ts';
import type { TotalRows } from './SessionTotals.ts';
import { keyLists, type Writing } from './StoreContext.ts';

const SESSIONS_AT_ONCE = 4000;

/** What a session's row says of itself beside its sums. */
const FACTS = ['id', 'status', 'record_last_ms', 'flag', 'model_set', 'model'] as const;

/** Sessions of consecutive ids: those after one, up to another. */
interface IdStretch {
  after: number;
  last: number;
}

/** A page of sessions. */
export interface CheckedSessions {
  /** Id of the last one; `undefined` = there was none. */
  last: number | undefined;
  /** Ids of those whose rows do not say what their requests, turns and calls add up to. */
  wrong: number[];
}

/** Rows of numbers in the order of the sessions in their first column. */
class SessionRows {
  readonly #rows: readonly (readonly number[])[];
  #at = 0;

  constructor(rows: readonly (readonly number[])[]) {
    this.#rows = rows;
  }

  /** The next row of a session; `undefined` when it has no more. */
  next(session: number): readonly number[] | undefined {
    const row = this.#rows[this.#at];
    if (row?.[0] !== session) return undefined;
    this.#at += 1;
    return row;
  }
}

/** Sums by session, and further columns, as numbers. */
async function summedRows(
  { ctx, trx, tenant }: Writing,
  table: 'uk_request' | 'uk_tool_call' | 'uk_turn',
  by: readonly string[],
  sums: readonly string[],
  { after, last }: IdStretch,
): Promise<SessionRows> {
  const rows = await ctx.traits.values(
    trx,
    sql`select ${sql.raw([...by, ...sums].map((column, i) => `${column} as c${i}`).join(', '))} from ${sql.table(table)}
      where tenant = ${tenant.id} and session > ${after} and session <= ${last}
      group by ${sql.raw(by.join(', '))} order by ${sql.raw(by.join(', '))}`,
  );
  return new SessionRows(numbersOf(rows));
}

/** Engines give integers as numbers or as text. */
function numbersOf(rows: unknown[][]): number[][] {
  for (const row of rows) {
    for (let i = 0; i < row.length; i += 1) {
      if (typeof row[i] === 'number') continue;
      // Bytes are no number, whatever they spell.
      const value = row[i] === null ? -1 : typeof row[i] === 'object' ? NaN : Number(row[i]);
      if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new SumTooLarge();
      row[i] = value;
    }
  }
  return rows as number[][];
}

/** Those of a page of sessions whose rows are wrong, found by numbers. */
async function wrongByNumbers(
  writing: Writing,
  stretch: IdStretch,
  rows: readonly number[][],
  totals: TotalRows | undefined,
): Promise<number[]> {
  const { ctx, trx, tenant } = writing;
  const { rateClasses, modelSets, names } = ctx.dictionaries;
  const { after, last } = stretch;
  const requests = totals
    ? new SessionRows(totals.requests(after, last))
    : await summedRows(writing, 'uk_request', ['session', 'rate_class'], REQUEST_SUMS, stretch);
  const calls = totals
    ? new SessionRows(totals.calls(after, last))
    : await summedRows(writing, 'uk_tool_call', ['session'], CALL_SUMS, stretch);
  const turns = await summedRows(writing, 'uk_turn', ['session'], TURN_SUMS, stretch);
  const classes = await rateClasses.all(trx, tenant.id);
  const models = new Map<number, string | undefined>();
  const modelOf = (rateClass: number): string | undefined => {
    if (!models.has(rateClass)) {
      const { model, grain } = rateClassOf(classes.get(rateClass) ?? '');
      models.set(rateClass, makesSession(grain) ? model : undefined);
    }
    return models.get(rateClass);
  };
  const column = (name: (typeof FACTS)[number]): number => FACTS.indexOf(name);
  const ids = (name: 'model_set' | 'model') => rows.map((row) => row[column(name)] as number);
  const sets = await modelSets.present(trx, tenant.id, ids('model_set'));
  const texts = await names.present(trx, tenant.id, ids('model'));
  const setTexts = new Map<string, string>();
  const setText = (of: readonly string[]): string => {
    if (of.length !== 1) return of.length === 0 ? '' : JSON.stringify(of);
    const [model = ''] = of;
    const text = setTexts.get(model) ?? JSON.stringify(of);
    setTexts.set(model, text);
    return text;
  };
  const wrong: number[] = [];
  const tally = new SessionTally();
  for (const row of rows) {
    const id = row[0] as number;
    tally.clear();
    for (let of = requests.next(id); of; of = requests.next(id)) {
      const model = modelOf(of[1] as number);
      if (model !== undefined) tally.addRequests(model, of, 2);
    }
    for (let of = turns.next(id); of; of = turns.next(id)) tally.addTurns(of, 1);
    for (let of = calls.next(id); of; of = calls.next(id)) tally.addCalls(of, 1);
    const status = STATUS.word(row[column('status')] as number);
    const expected = tally.columns(status === 'running', row[column('record_last_ms')] as number);
    const isRight =
      expected.every((value, i) => value === row[FACTS.length + i]) &&
      ((row[column('flag')] as number) & FLAG.failed) === (status === 'failed' ? FLAG.failed : 0) &&
      sets.get(row[column('model_set')] as number) === setText(tally.models()) &&
      texts.get(row[column('model')] as number) === tally.primaryModel();
    if (!isRight) wrong.push(id);
  }
  return wrong;
}

/** Those of some sessions whose rows are wrong, whatever they were sealed with and however large their sums. */
async function wrongExactly(writing: Writing, ids: readonly number[]): Promise<number[]> {
  const { ctx, trx, tenant } = writing;
  const wrong: number[] = [];
  for (const list of keyLists(ids)) {
    const rows = await trx
      .selectFrom('uk_session')
      .select(['id', 'status', 'record_last_ms', 'flag', 'model_set', 'model', 'sealed'])
      .select(SUM_COLUMNS.map((name) => ctx.traits.integerText(sql.ref(name)).$castTo<string | null>().as(name)))
      .where(ctx.traits.keyIn({ tenant: tenant.id }, 'id', list))
      .execute();
    const sums = await sessionSums(writing, new Map(rows.map((row) => [Number(row.id), row.sealed])));
    const of = (name: 'model_set' | 'model') => rows.map((row) => Number(row[name]));
    const sets = await ctx.dictionaries.modelSets.present(trx, tenant.id, of('model_set'));
    const names = await ctx.dictionaries.names.present(trx, tenant.id, of('model'));
    for (const row of rows) {
      const own = sums.get(Number(row.id));
      if (!own) continue;
      const status = STATUS.word(Number(row.status));
      const expected = sumColumns(own, { status, lastAtMs: Number(row.record_last_ms) });
      const isRight =
        SUM_COLUMNS.every((name, i) => String(row[name]) === String(expected[i])) &&
        (Number(row.flag) & FLAG.failed) === (status === 'failed' ? FLAG.failed : 0) &&
        sets.get(Number(row.model_set)) === modelSetText(own) &&
        names.get(Number(row.model)) === primaryModel(own.costByModel);
      if (!isRight) wrong.push(Number(row.id));
    }
  }
  return wrong;
}

/** Sessions that count as reset and were not, neither themselves nor with their run; and those that were and do not count as reset. */
async function wronglyReset({ trx, tenant }: Writing, { after, last }: IdStretch): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select s.id as id from ${sql.table('uk_session')} as s
    left join ${sql.table('uk_run')} as u on u.tenant = s.tenant and u.run_key = s.run
    where s.tenant = ${tenant.id} and s.id > ${after} and s.id <= ${last}
      and (s.flag >= ${FLAG.reset}) <> (s.own_reset = 1 or u.reset_marker is not null)`.execute(trx);
  return rows.map((row) => Number(row.id));
}

/**
 * Compares the rows of sessions with what they are sums of: some thousand sessions after an id.
 *
 * @param totals what their requests and calls add up to, where that is known; else the engine adds them up
 */
export async function checkedSessions(writing: Writing, after: number, totals?: TotalRows): Promise<CheckedSessions> {
  const { ctx, trx, tenant } = writing;
  const columns = ['id', ...FACTS.slice(1), ...SUM_COLUMNS, 'case when sealed is null then 0 else 1 end'];
  const page = (selected: string) => sql`select ${sql.raw(selected)} from ${sql.table('uk_session')}
    where tenant = ${tenant.id} and id > ${after} order by id limit ${SESSIONS_AT_ONCE}`;
  try {
    const named = columns.map((column, i) => `${column} as c${i}`).join(', ');
    const rows = numbersOf(await ctx.traits.values(trx, page(named)));
    const last = rows.at(-1)?.[0];
    if (last === undefined) return { last, wrong: [] };
    const stretch = { after, last };
    const unset = await wronglyReset(writing, stretch);
    const sealed = rows.filter((row) => row[columns.length - 1] === 1).map(([id]) => id as number);
    const isSealed = new Set(sealed);
    const found = (await wrongByNumbers(writing, stretch, rows, totals)).filter((id) => !isSealed.has(id));
    return { last, wrong: [...new Set([...unset, ...found, ...(await wrongExactly(writing, sealed))])] };
  } catch (error) {
    if (!(error instanceof SumTooLarge) && !ctx.traits.isOverflow(error)) throw error;
    const ids = (await ctx.traits.values(trx, page('id as c0'))).map(([id]) => Number(id));
    const last = ids.at(-1);
    if (last === undefined) return { last, wrong: [] };
    const unset = await wronglyReset(writing, { after, last });
    return { last, wrong: [...new Set([...unset, ...(await wrongExactly(writing, ids))])] };
  }
}
