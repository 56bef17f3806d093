import { sql } from 'kysely';

import { UsageError } from '../errors.ts';
import { BEYOND_REBUILD } from './lostEntry.ts';
import { migration0001Ledger } from './migrations/0001Ledger.ts';
import type { Schema } from './Schema.ts';
import { SUM_COLUMNS } from './sessionSums.ts';
import type { StoreContext, Writing } from './StoreContext.ts';
import type { TableSpec } from './TableSpec.ts';
import { tenantState } from './tenantState.ts';

/** Tables whose integers nothing else tells; entries of the dictionary are compared with their hashes. */
const LEDGER: ReadonlySet<keyof Schema> = new Set<keyof Schema>([
  'uk_session',
  'uk_run',
  'uk_request',
  'uk_tool_call',
  'uk_turn',
  'uk_repricing',
  'uk_repriced_request',
]);

/** Columns of a session that its own rows tell. */
const MADE: ReadonlySet<string> = new Set([...SUM_COLUMNS, 'model_set', 'model', 'flag']);

/** A column that has a value of another type than was written, as only an engine without types of columns allows. */
export interface WrongType {
  table: keyof Schema;
  column: string;
  /** A rebuild computes it anew. */
  isMade: boolean;
}

/** Columns of integers, by name, and whether NULL is among their values. */
function integers({ columns }: TableSpec): [name: string, nullable: boolean][] {
  const all = Object.entries(columns).map(([name, type]) => [name, type.replace('?', ''), type.endsWith('?')] as const);
  return all.filter(([, type]) => ['code', 'id', 'int64'].includes(type)).map(([name, , nullable]) => [name, nullable]);
}

/** Columns of the ledger that have values that are no integers, though they are of integers; none on an engine that has types of columns. */
export async function wrongTypes({ ctx, trx, tenant }: Writing): Promise<WrongType[]> {
  const { isOtherType } = ctx.traits;
  const wrong: WrongType[] = [];
  if (!isOtherType) return wrong;
  for (const spec of migration0001Ledger) {
    const { name: table } = spec;
    if (!LEDGER.has(table)) continue;
    const areThere = async (columns: readonly [name: string, nullable: boolean][]): Promise<boolean> => {
      const tests = columns.map(([name, nullable]) => isOtherType(sql.ref(name), nullable));
      const { rows } = await sql`select 1 from ${sql.table(table)}
        where tenant = ${tenant.id} and (${sql.join(tests, sql` or `)}) limit 1`.execute(trx);
      return rows.length > 0;
    };
    const columns = integers(spec);
    if (!(await areThere(columns))) continue;
    for (const column of columns) {
      if (await areThere([column])) {
        const [name] = column;
        wrong.push({ table, column: name, isMade: table === 'uk_session' && MADE.has(name) });
      }
    }
  }
  return wrong;
}

/** What is wrong with a column and what helps. */
export function typeFault({ table, column, isMade }: WrongType): string {
  const help = isMade ? '`usagekit doctor --rebuild`, or rebuild() of the store, computes it anew' : BEYOND_REBUILD;
  return `a value in the column ${column} of the table ${table} is no integer: ${help}`;
}

/**
 * Refuses to compute anything from values that were not written here.
 *
 * @throws UsageError `store_unavailable`
 */
export async function assertTypes(writing: Writing): Promise<void> {
  const first = (await wrongTypes(writing)).find(({ isMade }) => !isMade);
  if (first) throw new UsageError('store_unavailable', typeFault(first));
}

/** Errors of JavaScript, and of SQLite, about values that are no integers. */
const isOfTypes = (error: unknown): error is Error =>
  error instanceof SyntaxError ||
  error instanceof RangeError ||
  (error instanceof Error && /NOT NULL constraint failed|datatype mismatch/i.test(error.message));

/** An error that comes of a value of another type than was written, as one that names its table and what helps; any other as it is. */
export async function namedTypeError(ctx: StoreContext, error: unknown): Promise<unknown> {
  if (!ctx.traits.isOtherType || !isOfTypes(error)) return error;
  try {
    const tenant = await tenantState(ctx, ctx.db);
    const [first] = tenant ? await wrongTypes({ ctx, trx: ctx.db, tenant }) : [];
    return first ? new UsageError('store_unavailable', typeFault(first), { cause: error }) : error;
  } catch {
    return error;
  }
}
