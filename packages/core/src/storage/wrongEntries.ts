import { sql } from 'kysely';

import { UsageError } from '../errors.ts';
import { APPROVAL, type Code, DIMENSION_GRAIN, OUTCOME, REPRICING_STAGE, STATUS } from './codes.ts';
import { entryText, hashOf } from './dictionaries.ts';
import { BEYOND_REBUILD, ENTRY_KINDS, KIND } from './lostEntry.ts';
import { ALL_MODELS } from './repricingRuns.ts';
import type { Schema } from './Schema.ts';
import type { CellReference, SealedCells } from './sealedCells.ts';
import type { Writing } from './StoreContext.ts';

/** Which of the texts with the same hash one may be. */
const attempts = Array.from({ length: 16 }, (_, attempt) => attempt);

/** A column of small integers; what those of the ledger mean is told by nothing else, all others a rebuild makes anew. */
interface Reference {
  column: string;
  isLedger: boolean;
  /** The kind of the entries that it refers to, or the words that it stands for. */
  to: number | Code<string>;
  /** Stands for no entry. */
  none?: number;
}

const ledger = (column: string, to: Reference['to'], none?: number): Reference => ({
  column,
  to,
  isLedger: true,
  ...(none !== undefined && { none }),
});
const made = (column: string, to: Reference['to']): Reference => ({ column, to, isLedger: false });

const REFERENCES: Readonly<Partial<Record<keyof Schema, readonly Reference[]>>> = {
  uk_request: [ledger('book', KIND.name), ledger('dimset', KIND.dimset), ledger('rate_class', KIND.rateClass)],
  uk_tool_call: [
    ledger('model', KIND.name),
    ledger('tool', KIND.name),
    ledger('approval_source', KIND.name),
    ledger('dimset', KIND.dimset),
    ledger('outcome', OUTCOME),
    ledger('approval', APPROVAL),
  ],
  uk_run: [ledger('status', STATUS)],
  uk_repricing: [ledger('book', KIND.name), ledger('model', KIND.name, ALL_MODELS), ledger('stage', REPRICING_STAGE)],
  uk_repriced_request: [
    ledger('old_book', KIND.name),
    ledger('new_book', KIND.name),
    ledger('old_class', KIND.rateClass),
    ledger('new_class', KIND.rateClass),
  ],
  uk_session: [
    ledger('dimset', KIND.dimset),
    made('model', KIND.name),
    made('model_set', KIND.modelSet),
    ledger('status', STATUS),
  ],
  uk_dimension: [made('dimension', KIND.name), made('grain', DIMENSION_GRAIN)],
  uk_dimset_value: [made('dimension', KIND.name), made('value', KIND.name), made('dimset', KIND.dimset)],
  uk_dimset_rollup: [made('dimset', KIND.dimset), made('rollup', KIND.dimset)],
  uk_model_set: [made('model_set', KIND.modelSet), made('model', KIND.name)],
  uk_marginal: [made('dimension', KIND.name)],
};

/** Of cells of sealed time, which are not made again; in their packed columns. */
const CELL_COLUMNS: Readonly<Record<CellReference, Reference['to']>> = {
  rate_class: KIND.rateClass,
  request_dimset: KIND.dimset,
  call_dimset: KIND.dimset,
  dimset: KIND.dimset,
  tool: KIND.name,
  model: KIND.name,
  approval_source: KIND.name,
  outcome: OUTCOME,
  approval: APPROVAL,
};

/** An entry of the dictionary that is not there, though rows refer to it, or is not what was written; or a code that stands for no word. */
export interface WrongEntry {
  /** Table in which it is wrong. */
  at: keyof Schema;
  /** Of an entry of the dictionary. */
  kind?: number;
  id: number;
  isThere: boolean;
  /** Column that refers to an entry and is of the ledger, of which nothing else tells what it was; `undefined` = a rebuild can do without. */
  neededBy?: string;
  /** Column that has a code. */
  column?: string;
}

function faultOf({ kind, id, isThere, neededBy, column }: WrongEntry): string {
  if (kind === undefined) return `the code ${id} of ${column} stands for no word`;
  return `the ${ENTRY_KINDS[kind]} ${id}${neededBy === undefined ? '' : ` of ${neededBy}`} is ${isThere ? 'damaged' : 'lost'}`;
}

/** What is wrong with an entry and what helps. */
export function entryFault(entry: WrongEntry): string {
  return `${faultOf(entry)}: ${entry.neededBy === undefined ? 'a rebuild mends it' : BEYOND_REBUILD}`;
}

/** Entries that are there as they were written, and those that are not, by kind. */
async function readEntries({ ctx, trx, tenant }: Writing): Promise<{ sound: Set<number>[]; damaged: Set<number>[] }> {
  const rows = await trx
    .selectFrom('uk_dictionary')
    .select(['kind', 'id', 'value', ctx.traits.integerText(sql.ref('hash')).as('hash')])
    .where('tenant', '=', tenant.id)
    .execute();
  // The empty text is no rate class.
  const sound = ENTRY_KINDS.map((_, kind) => new Set(kind === KIND.rateClass ? [] : [0]));
  const damaged = ENTRY_KINDS.map(() => new Set<number>());
  for (const row of rows) {
    const text = entryText(row.value);
    const isSound = text !== undefined && attempts.some((attempt) => String(hashOf(text, attempt)) === row.hash);
    (isSound ? sound : damaged)[Number(row.kind)]?.add(Number(row.id));
  }
  return { sound, damaged };
}

/** Names of dimensions that cells of sealed time do not all have: nothing else tells it. */
async function sealedDimensions({ trx, tenant }: Writing): Promise<number[]> {
  if (tenant.sealedBeforeMs === 0) return [];
  const query = trx.selectFrom('uk_dimension').select('dimension').where('tenant', '=', tenant.id);
  const rows = await query.where((of) => of.or([of('rolled', '=', 0), of('since_ms', '>', 0)])).execute();
  return rows.map((row) => Number(row.dimension));
}

/** Tables that have nearly as many different references as rows: to tell them apart takes longer than to read all. */
const VARIED: readonly (keyof Schema)[] = ['uk_session', 'uk_dimset_value'];

/**
 * Compares the dictionary with the hashes of its texts, and with the rows that refer to it; and codes with the words that there are.
 *
 * @param cells those of sealed time, which refer to it as the ledger does
 */
export async function wrongEntries(writing: Writing, cells: SealedCells): Promise<WrongEntry[]> {
  const { ctx, trx, tenant } = writing;
  const { sound, damaged } = await readEntries(writing);
  const wrong = damaged.map(
    (ids, kind) =>
      new Map([...ids].map((id): [number, WrongEntry] => [id, { at: 'uk_dictionary', kind, id, isThere: true }])),
  );
  const codes = new Map<string, WrongEntry>();
  const compare = (table: keyof Schema, { column, to, none, isLedger }: Reference, id: number): void => {
    const place = `${table}.${column}`;
    if (typeof to !== 'number') {
      if (to.words[id] !== undefined) return;
      const entry: WrongEntry = { at: table, id, isThere: true, column: place };
      codes.set(`${place} ${id}`, isLedger ? { ...entry, neededBy: place } : entry);
      return;
    }
    if (id === none || sound[to]?.has(id)) return;
    const entry: WrongEntry = wrong[to]?.get(id) ?? { at: 'uk_dictionary', kind: to, id, isThere: false };
    if (isLedger) entry.neededBy ??= place;
    wrong[to]?.set(id, entry);
  };
  for (const [name, references] of Object.entries(REFERENCES)) {
    const table = name as keyof Schema;
    const each = sql.raw(VARIED.includes(table) ? '' : 'distinct');
    const columns = sql.join(references.map(({ column }) => sql.ref(column)));
    const rows = await ctx.traits.values(
      trx,
      sql`select ${each} ${columns} from ${sql.table(table)} where tenant = ${tenant.id}`,
    );
    for (const row of rows) for (const [i, of] of references.entries()) compare(table, of, Number(row[i]));
  }
  for (const id of await sealedDimensions(writing)) compare('uk_dimension', ledger('dimension', KIND.name), id);
  for (const [column, ids] of cells.references) {
    for (const id of ids) compare('uk_cell', ledger(column, CELL_COLUMNS[column]), id);
  }
  return [...wrong.flatMap((entries) => [...entries.values()].toSorted((a, b) => a.id - b.id)), ...codes.values()];
}

/**
 * Deletes what a rebuild makes anew of entries that are wrong.
 *
 * @throws UsageError `store_unavailable` when the ledger, or a cell of sealed time, refers to one, or has a code that stands for no word: nothing is deleted then
 */
export async function deleteWrongEntries(writing: Writing, cells: SealedCells): Promise<void> {
  const { trx, tenant } = writing;
  const wrong = await wrongEntries(writing, cells);
  const needed = wrong.filter(({ neededBy }) => neededBy !== undefined);
  if (needed[0]) {
    const others = needed.length > 1 ? `, and so are ${needed.length - 1} more` : '';
    throw new UsageError(
      'store_unavailable',
      `in the table ${needed[0].at} ${faultOf(needed[0])}${others}: ${BEYOND_REBUILD}`,
    );
  }
  for (const { kind, id } of wrong) {
    if (kind === undefined) {
      // The grain of a dimension: that of a built-in or declared one is written anew.
      const update = trx.updateTable('uk_dimension').set({ grain: 0 }).where('tenant', '=', tenant.id);
      await update.where('grain', '=', id).execute();
      continue;
    }
    const entry = trx.deleteFrom('uk_dictionary').where('tenant', '=', tenant.id).where('kind', '=', kind);
    await entry.where('id', '=', id).execute();
    if (kind === KIND.dimset) {
      await trx.deleteFrom('uk_dimset_rollup').where('tenant', '=', tenant.id).where('dimset', '=', id).execute();
    }
    if (kind !== KIND.name) continue;
    for (const table of ['uk_dimension', 'uk_marginal'] as const) {
      await trx.deleteFrom(table).where('tenant', '=', tenant.id).where('dimension', '=', id).execute();
    }
  }
}
