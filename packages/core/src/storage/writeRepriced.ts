import type { RequestCost } from '../model/RequestCost.ts';
import { hourOf, markHours, untouched } from './dirtyHours.ts';
import { pricedContent } from './repricedCost.ts';
import type { Writing } from './StoreContext.ts';
import type { StoredRequest } from './storedRequests.ts';
import { classOf, type PricedRow, writeRequestRows } from './writeRequests.ts';
import { writeSessions } from './writeSessions.ts';

/** A request with what it cost and what it costs now. */
export interface RepricedRow extends PricedRow {
  record: StoredRequest['record'];
  before: RequestCost;
}

/** Writes requests whose cost changed, sums up their sessions anew and marks what they are part of. */
export async function writeCosts(writing: Writing, rows: readonly PricedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await writeRequestRows(writing, rows);
  const touched = untouched();
  const sessions = new Set(rows.map((row) => row.session));
  for (const id of sessions) touched.replaced.add(id);
  for (const { record } of rows) touched.hours.add(hourOf(record.atMs));
  await writeSessions(writing, [], sessions, { requests: [], calls: [], turns: [] }, touched);
  await markHours(writing, touched);
}

/** Writes requests whose cost a run changes, and keeps what they cost before. */
export async function writeRepriced(writing: Writing, run: number, rows: readonly RepricedRow[]): Promise<void> {
  const { ctx, trx, tenant } = writing;
  await writeCosts(writing, rows);
  const before = rows.map(({ record, before: cost }) => ({ record, cost }));
  const classes = await ctx.dictionaries.rateClasses.ids(writing, [...rows, ...before].map(classOf));
  const books = await ctx.dictionaries.names.ids(
    writing,
    [...rows, ...before].map(({ cost }) => cost.bookId),
  );
  const columns = (of: Pick<PricedRow, 'record' | 'cost'>): unknown[] => [
    classes.ids.get(classOf(of)),
    of.cost.nanoUsd,
    of.cost.picoRest,
    books.ids.get(of.cost.bookId),
  ];
  await ctx.traits.upsert(trx, {
    table: 'uk_repriced_request',
    columns: [
      'tenant',
      'run',
      'request_key',
      'content',
      'old_class',
      'old_nano',
      'old_pico',
      'old_book',
      'new_class',
      'new_nano',
      'new_pico',
      'new_book',
    ],
    keys: 3,
    rows: rows.map((row) => [
      tenant.id,
      run,
      row.key,
      pricedContent(row.record),
      ...columns({ record: row.record, cost: row.before }),
      ...columns(row),
    ]),
  });
}
