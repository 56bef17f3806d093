/** A place in the grid of data that a chart's cursor walks: columns from left to right, rows from top to bottom. */
export interface CursorPlace {
  column: number;
  row: number;
}

/**
 * Where a key takes the cursor; `null` for keys that do not move it. It stops at the edges.
 *
 * @example
 * cursorMove('ArrowRight', { column: 0, row: 0 }, { columns: 30, rows: 5 }) // => { column: 1, row: 0 }
 * cursorMove('PageDown', { column: 0, row: 0 }, { columns: 30, rows: 5 }) // => { column: 3, row: 0 }
 * cursorMove('a', { column: 0, row: 0 }, { columns: 30, rows: 5 }) // => null
 */
export function cursorMove(
  key: string,
  from: CursorPlace,
  { columns, rows }: { columns: number; rows: number },
): CursorPlace | null {
  const page = Math.max(1, Math.round(columns / 10));
  const to = (column: number, row: number): CursorPlace => ({
    column: Math.max(0, Math.min(columns - 1, column)),
    row: Math.max(0, Math.min(rows - 1, row)),
  });
  const { column, row } = from;
  if (key === 'ArrowRight') return to(column + 1, row);
  if (key === 'ArrowLeft') return to(column - 1, row);
  if (key === 'ArrowDown') return to(column, row + 1);
  if (key === 'ArrowUp') return to(column, row - 1);
  if (key === 'Home') return to(0, row);
  if (key === 'End') return to(columns - 1, row);
  if (key === 'PageDown') return to(column + page, row);
  if (key === 'PageUp') return to(column - page, row);
  return null;
}
