import { hash63 } from '../../model/hash63.ts';
import type { RequestRecord } from '../../model/RequestRecord.ts';
import type { SessionRecord } from '../../model/SessionRecord.ts';
import type { UsageBatch } from '../../model/UsageBatch.ts';
import type { ReadOptions, SourceFile } from '../UsageSource.ts';
import { type Cell, textCell } from './cellValues.ts';
import { floatText } from './floatText.ts';
import { type FormQueries, MAX_FORMS, readableForms } from './readableForms.ts';
import { cursorRevision, isShownTwice, loweredCursor, type PositionValue, repeatMs } from './tableCursor.ts';
import type { TableDatabase, TableQuery } from './TableDatabase.ts';
import { aheadUs, MAX_AHEAD_US, type TableClock, tableClock } from './tableClock.ts';
import { RowError, type RowRules, tableRecords } from './tableRecords.ts';
import { rowKey, shownKey } from './rowKey.ts';
import { type Remembered, type StreamState, type TableState, tableState } from './TableState.ts';
import type { TableShape, TableStatements } from './TableStatements.ts';

/** Everything a table is read by. */
export interface TableReading {
  source: string;
  db: TableDatabase;
  shape: TableShape;
  statements: TableStatements;
  /** Columns that name a row; those of the primary key when `undefined`. */
  key: readonly string[] | undefined;
  rules: RowRules;
  overlap: number | undefined;
  pageSize: number;
  /** The present, ms. */
  now: () => number;
}

/** Rows of the overlap that are remembered, so that rows which have not changed are not read as new. */
const MAX_REMEMBERED = 500;

/** A value as the statements deliver it: PostgreSQL's come as JSON, whose numbers stay text, or as the bits of a floating number. */
function cellOf(value: unknown, isJson: boolean): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || value instanceof Date || value instanceof Uint8Array) return value;
  if (!isJson) return String(value);
  // Of a column of type `json` it is as it was written, blanks around it too.
  const text = String(value).trim();
  if (text === 'null') return null;
  if (text.startsWith('x')) return floatText(text.slice(1));
  return text.startsWith('"') ? (JSON.parse(text) as string) : text;
}

/** A cell as it goes into a hash of its row. */
const shownCell = (cell: Cell): unknown => (cell instanceof Uint8Array ? [textCell(cell)] : cell);

const reasonOf = (error: unknown): string =>
  `the table cannot be read: ${(error instanceof Error ? error.message : String(error)).slice(0, 200)}`;

/** Code of PostgreSQL for a syntax error, whose message may be in any language. */
const SYNTAX_ERROR = '42601';

/** What came of the first statement, which every database of the engine understands. */
function withEngine(error: unknown, engine: string): unknown {
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  if (code !== SYNTAX_ERROR && !/syntax/i.test(message)) return error;
  return new Error(`is the database '${engine}', as the option 'engine' says? It answers: ${message}`, {
    cause: error,
  });
}

type Rows = Record<string, unknown>[];

/** The rows of one form of the cursor, from where they were read to the end. */
interface TableStream {
  form: string;
  /** What a page is asked for. */
  page: (at: Parameters<TableStatements['page']>[3]) => Promise<Rows>;
  keys: readonly string[];
  /** Declared types of the columns of the key, in SQLite. */
  keyTypes: readonly (string | undefined)[];
  fields: readonly string[];
  before: StreamState | undefined;
  /** Rows of the table that were read, over all streams, those of them that are too far ahead of the clock, and those with the key of another row, of which one is shown. */
  count: { rows: number; ahead: number; alike: number; shownAlike: string };
}

/** What was read at once of a stream. */
interface StreamPage {
  requests: RequestRecord[];
  sessions: SessionRecord[];
  state: StreamState;
  /** Rows whose time clocks show twice. */
  shownTwice: number;
}

/** The rows that the next reading may meet again. Those without a place never crowd out others. */
function remembered(seen: readonly Remembered[], fromRevision: number): Remembered[] {
  const placed = seen.filter(([revision]) => revision !== null && revision >= fromRevision);
  const others = seen.filter(([revision]) => revision === null);
  return [...others.slice(-MAX_REMEMBERED), ...placed.slice(-MAX_REMEMBERED)];
}

/** Reads the rows of one form page by page; pages that hold nothing new are passed over. */
async function* streamPages(
  { shape, rules, overlap, pageSize, now }: TableReading,
  { form, page, keys, keyTypes, fields, before, count }: TableStream,
  skip: (line: number, reason: string) => void,
): AsyncGenerator<StreamPage, void, undefined> {
  const isJson = shape.engine === 'postgres';
  const isText = !isJson || /^(text|digits) /.test(form);
  const lowered = (value: PositionValue, withZone: boolean): PositionValue =>
    loweredCursor(value, overlap, withZone, repeatMs(value, overlap, rules.timeZone));
  const known = new Set(before?.seen.map(([, content]) => content));
  let { last, seen }: StreamState = before ?? { last: null, seen: [] };
  const present = (): TableClock => tableClock(now(), rules.timeZone);
  // Of a clock that is further ahead than the overlap. Everything is read again, because nobody knows what was written since.
  if (last && aheadUs(present(), lowered(last, true)) > 0) last = null;
  let at: Parameters<TableStatements['page']>[3] = last ? { from: lowered(last, !isText) } : undefined;
  let anchor = '';
  for (let pages = 1; ; pages += 1) {
    const clock = present();
    const rows = await page(at);
    const requests: RequestRecord[] = [];
    const sessions = new Map<string, SessionRecord>();
    // Only within a page: a row that was changed since comes in a later one again.
    const pageKeys = new Set<string>();
    let [isNew, shownTwice] = [false, 0];
    let position: PositionValue[] = [];
    for (const row of rows) {
      count.rows += 1;
      position = [shape.cursor, ...keys].map((_, i) => ({
        value: cellOf(row[`p${i}`], isJson) as string | number,
        type: String(row[`y${i}`]),
      }));
      const cells = new Map(fields.map((field, i) => [field, cellOf(row[`v${i}`], isJson)]));
      const key = rowKey(position.slice(1), keyTypes);
      const [cursor] = position;
      const revision = cursorRevision(cursor?.value ?? null);
      const content = hash63(JSON.stringify([position, [...cells.values()].map(shownCell)])).toString(36);
      const isKnown = known.has(content);
      if (!isKnown) {
        seen.push([revision ?? null, content]);
        isNew = true;
        if (pageKeys.has(key)) {
          count.alike += 1;
          count.shownAlike = shownKey(position.slice(1));
        }
      }
      pageKeys.add(key);
      try {
        if (cursor === undefined || revision === undefined)
          throw new RowError(`${shape.cursor}: neither a time nor a number from 0 to 2^53 - 1`);
        const ahead = aheadUs(clock, cursor);
        // A row that is ahead holds as of the present: what is mended later has a time after it, and holds then.
        const { request, session } = tableRecords(rules, cells, key, revision - Math.max(0, ahead));
        if (ahead > MAX_AHEAD_US) count.ahead += 1;
        // Only rows that can be used and whose time has come say how far the table is read.
        if (ahead <= 0) last = cursor;
        if (isKnown) continue;
        requests.push(request);
        sessions.set(JSON.stringify([session.id, session.claim, session.project, session.dimensions]), session);
        if (isShownTwice(cursor, rules.timeZone)) shownTwice += 1;
      } catch (error) {
        if (!(error instanceof RowError)) throw error;
        if (!isKnown) skip(count.rows, `row ${shownKey(position.slice(1))}: ${error.message}`);
      }
    }
    if (isNew) {
      const fromRevision = (last && cursorRevision(lowered(last, true).value)) ?? -Infinity;
      seen = remembered(seen, fromRevision);
      yield { requests, sessions: [...sessions.values()], state: { last, seen }, shownTwice };
    }
    if (rows.length < pageSize) return;
    // Each page ends after all others. One that does not begins a circle, which meets the place that is kept, whatever its length.
    const end = JSON.stringify(position);
    if (end === anchor)
      throw new Error(`the database does not find row ${shownKey(position.slice(1))} again by its key`);
    if (Number.isInteger(Math.log2(pages))) anchor = end;
    at = { after: position };
  }
}

/**
 * Reads what is new in a table, page by page in the order of (cursor, key), so that rows with equal cursor values are all read. Values of each form are read for
 * themselves, because a database orders text as text. It begins a little before where it ended, because transactions end in another order than they began; rows
 * of that stretch which have not changed are passed over. It never begins after the present, whatever times rows have. What cannot be used is reported; the table itself as a whole when it cannot be read.
 */
export async function* readTable(
  of: TableReading,
  file: SourceFile,
  options: ReadOptions,
): AsyncGenerator<UsageBatch, void, undefined> {
  const { source, statements, rules, shape, pageSize } = of;
  const skip = (line: number, reason: string): void => options.onSkipped?.({ file: file.path, line, reason });
  const say = (reason: string): void => skip(0, reason);
  const fields = Object.keys(rules.columns).filter((field) => rules.columns[field] !== undefined && field !== 'tenant');
  const columns = fields.map((field) => rules.columns[field] ?? field);
  try {
    const db = of.db.withoutPlugins();
    const rowsOf = async (query: TableQuery): Promise<Rows> => (await db.executeQuery(query)).rows as Rows;
    const described = await rowsOf(statements.columns()).catch((error: unknown) => {
      throw withEngine(error, shape.engine);
    });
    if (described.length === 0) throw new Error(`there is no table ${shape.table}`);
    const inKey = described.filter((row) => Number(row['place']) > 0);
    const primary = inKey.toSorted((a, b) => Number(a['place']) - Number(b['place']));
    const keys = of.key ?? primary.map((row) => String(row['name']));
    if (keys.length === 0) {
      say("no primary key was found: name the columns that identify a row by the option 'key'");
      return;
    }
    const types = new Map(described.map((row) => [String(row['name']), String(row['type'])]));
    const type = types.get(shape.cursor);
    const keyTypes = keys.map((name) => (shape.engine === 'sqlite' ? types.get(name) : undefined));
    const countOf = async (query: TableQuery): Promise<number> => Number((await rowsOf(query))[0]?.['n'] ?? 0);
    const queries: FormQueries = {
      outside: async (known) =>
        (await rowsOf(statements.forms(keys, type, known, MAX_FORMS + 1))).map((row) => String(row['form'])),
      count: (form) => countOf(statements.formCount(keys, type, form)),
      outsideCount: (known) => countOf(statements.outsideCount(keys, type, known)),
    };
    const fingerprint = hash63(JSON.stringify([shape, keys])).toString(36);
    const before = tableState(options.cursors?.get(file.path), fingerprint);
    const names = { cursor: shape.cursor, keys };
    const readable = await readableForms(queries, Object.keys(before), rules.timeZone === 'UTC', { names, say });
    const state: TableState = Object.fromEntries(Object.entries(before).filter(([form]) => readable.includes(form)));
    const count = { rows: 0, ahead: 0, alike: 0, shownAlike: '' };
    let shownTwice = 0;
    for (const form of readable.toSorted()) {
      const page: TableStream['page'] = (at) => rowsOf(statements.page(keys, columns, { types, form }, at, pageSize));
      const stream = { form, page, keys, keyTypes, fields, before: before[form], count };
      for await (const read of streamPages(of, stream, skip)) {
        state[form] = read.state;
        shownTwice += read.shownTwice;
        // A table is never taken for unchanged: it has no size and no time of its own.
        const cursor = { file: file.path, offset: 0, size: -1, mtimeMs: 0, fingerprint, state: JSON.stringify(state) };
        const { requests, sessions } = read;
        yield { source, requests, toolCalls: [], turns: [], sessions, cursors: [cursor] };
      }
    }
    if (count.alike > 0) {
      say(
        `${count.alike} rows have the key of another row, such as ${count.shownAlike}: rows with one key count as one; name all columns that identify a row by the option 'key'`,
      );
    }
    if (count.ahead > 0) {
      say(
        `${count.ahead} rows have a ${shape.cursor} more than a day after the present: they are counted, and read again with every sync`,
      );
    }
    if (shownTwice > 0) {
      say(
        `${shownTwice} rows have a ${shape.cursor} that clocks in ${rules.timeZone} show twice: if it is not UTC, a change of them within that hour is not seen`,
      );
    }
  } catch (error) {
    say(reasonOf(error));
  }
}
