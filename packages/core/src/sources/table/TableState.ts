import type { SourceCursor } from '../../model/SourceCursor.ts';
import type { PositionValue } from './tableCursor.ts';

/** A row that was read: where it stood, `null` when its cursor value is none, and what was in it. */
export type Remembered = [revision: number | null, content: string];

/** How far the rows of one form of the cursor are read. */
export interface StreamState {
  /** Cursor value of the last row that could be used and whose time has come. */
  last: PositionValue | null;
  /** Rows from the next beginning on. */
  seen: Remembered[];
}

/** How far a table is read, by the form of the cursor. */
export type TableState = Record<string, StreamState>;

function isStream(value: unknown): value is StreamState {
  const { last, seen } = (value ?? {}) as Partial<StreamState>;
  if (!Array.isArray(seen)) return false;
  return last === null || (['string', 'number'].includes(typeof last?.value) && typeof last?.type === 'string');
}

/** The state in a cursor; empty when it is of another table, or none. */
export function tableState(cursor: SourceCursor | undefined, fingerprint: string): TableState {
  if (cursor?.fingerprint !== fingerprint) return {};
  try {
    const state: unknown = JSON.parse(cursor.state);
    const streams = typeof state === 'object' && state !== null ? Object.entries(state) : [];
    return Object.fromEntries(streams.filter((entry): entry is [string, StreamState] => isStream(entry[1])));
  } catch {
    return {};
  }
}
