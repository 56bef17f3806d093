import { hash63 } from '../../model/hash63.ts';
import type { SessionRecord } from '../../model/SessionRecord.ts';
import type { SourceCursor } from '../../model/SourceCursor.ts';
import type { UsageBatch } from '../../model/UsageBatch.ts';
import type { ReadOptions, SourceFile } from '../UsageSource.ts';
import type { Cell } from './cellValues.ts';
import { cursorRevision, loweredCursor, type PositionValue } from './tableCursor.ts';
import type { TableDatabase } from './TableDatabase.ts';
import { RowError, type RowRules, tableRecords } from './tableRecords.ts';
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
}

/** Rows of the overlap that are remembered, so that rows which have not changed are not read as new. */
const MAX_REMEMBERED = 500;
const MAX_SHOWN_KEY = 60;

/** A row that was read: where it stood and what was in it. */
type Remembered = [revision: number, content: string];

/** How far a table is read. */
interface TableState {
  last: PositionValue;
  seen: Remembered[];
}

function stateOf(cursor: SourceCursor | undefined, fingerprint: string): TableState | undefined {
  if (cursor?.fingerprint !== fingerprint) return undefined;
  try {
    const { last, seen } = JSON.parse(cursor.state) as Partial<TableState>;
    const isPlace = last && ['string', 'number'].includes(typeof last.value) && typeof last.type === 'string';
    return isPlace && Array.isArray(seen) ? { last, seen } : undefined;
  } catch {
    return undefined;
  }
}

/** A value as the statements deliver it: PostgreSQL's come as JSON, whose numbers stay text. */
function cellOf(value: unknown, isJson: boolean): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || value instanceof Date) return value;
  const text = String(value);
  return isJson && text.startsWith('"') ? (JSON.parse(text) as string) : text;
}

const reasonOf = (error: unknown): string =>
  `the table cannot be read: ${(error instanceof Error ? error.message : String(error)).slice(0, 200)}`;

/**
 * Reads what is new in a table, page by page in the order of (cursor, key), so that rows with equal cursor values are all read. It begins a little before where
 * it ended, because transactions end in another order than they began; rows of that stretch which have not changed are passed over.
 * What cannot be used is reported; the table itself as a whole when it cannot be read.
 */
export async function* readTable(
  of: TableReading,
  file: SourceFile,
  options: ReadOptions,
): AsyncGenerator<UsageBatch, void, undefined> {
  const { source, statements, rules, shape, overlap, pageSize } = of;
  const isJson = shape.engine === 'postgres';
  const skip = (line: number, reason: string): void => options.onSkipped?.({ file: file.path, line, reason });
  const fields = Object.keys(rules.columns).filter((field) => rules.columns[field] !== undefined && field !== 'tenant');
  const columns = fields.map((field) => rules.columns[field] ?? field);
  try {
    const db = of.db.withoutPlugins();
    const rowsOf = async (query: Parameters<TableDatabase['executeQuery']>[0]): Promise<Record<string, unknown>[]> =>
      (await db.executeQuery(query)).rows as Record<string, unknown>[];
    const keys = of.key ?? (await rowsOf(statements.primaryKey())).map((row) => String(row['name']));
    if (keys.length === 0) {
      skip(0, "no primary key was found: name the columns that identify a row by the option 'key'");
      return;
    }
    const unordered = Number((await rowsOf(statements.unordered(keys)))[0]?.['n'] ?? 0);
    if (unordered > 0) skip(0, `${unordered} rows without a value in ${[shape.cursor, ...keys].join(' or ')}`);

    const fingerprint = hash63(JSON.stringify([shape, keys])).toString(36);
    const before = stateOf(options.cursors?.get(file.path), fingerprint);
    const known = new Set(before?.seen.map(([, content]) => content));
    let seen: Remembered[] = before?.seen ?? [];
    let at: Parameters<TableStatements['page']>[2] = before && {
      from: loweredCursor(before.last, overlap, isJson),
    };
    let line = 0;
    for (;;) {
      const rows = await rowsOf(statements.page(keys, columns, at, pageSize));
      const batch: UsageBatch = { source, requests: [], toolCalls: [], turns: [], sessions: [], cursors: [] };
      const sessions = new Map<string, SessionRecord>();
      let isNew = false;
      let position: PositionValue[] = [];
      for (const row of rows) {
        line += 1;
        position = [shape.cursor, ...keys].map((_, i) => ({
          value: cellOf(row[`p${i}`], isJson) as string | number,
          type: String(row[`y${i}`]),
        }));
        const cells = new Map(fields.map((field, i) => [field, cellOf(row[`v${i}`], isJson)]));
        const key = JSON.stringify(position.slice(1).map(({ value }) => String(value)));
        const revision = cursorRevision(position[0]?.value ?? null);
        const content = hash63(JSON.stringify([position, [...cells.values()]])).toString(36);
        if (known.has(content)) continue;
        seen.push([revision ?? 0, content]);
        isNew = true;
        try {
          if (revision === undefined)
            throw new RowError(`${shape.cursor}: neither a time nor a number from 0 to 2^53 - 1`);
          const { request, session } = tableRecords(rules, cells, key, revision);
          batch.requests.push(request);
          sessions.set(JSON.stringify([session.id, session.claim, session.project, session.dimensions]), session);
        } catch (error) {
          if (!(error instanceof RowError)) throw error;
          skip(line, `row ${key.slice(0, MAX_SHOWN_KEY)}: ${error.message}`);
        }
      }
      const [last] = position;
      if (last === undefined) return;
      if (isNew) {
        const fromRevision = cursorRevision(loweredCursor(last, overlap, true).value) ?? 0;
        seen = seen.filter(([revision]) => revision >= fromRevision).slice(-MAX_REMEMBERED);
        batch.sessions = [...sessions.values()];
        const state: TableState = { last, seen };
        // A table is never taken for unchanged: it has no size and no time of its own.
        const cursor = { file: file.path, offset: 0, size: -1, mtimeMs: 0, fingerprint, state: JSON.stringify(state) };
        batch.cursors = [cursor];
        yield batch;
      }
      if (rows.length < pageSize) return;
      at = { after: position };
    }
  } catch (error) {
    skip(0, reasonOf(error));
  }
}
