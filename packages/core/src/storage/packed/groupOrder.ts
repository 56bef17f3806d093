/** Values of rows. Of the kind that sums have: what reads columns of more than four kinds is several times as slow. */
export function picked(column: ArrayLike<number>, rows: Int32Array): Float64Array {
  const of = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) of[i] = column[rows[i] as number] as number;
  return of;
}

/** Rows for each of which a place to count in may be made. */
const PLACES_PER_ROW = 16;
const LEAST_PLACES = 1 << 16;

/** Rows in the order of their keys: sorted by the last key first, each time without changing the order of equals. */
export function orderOf(keys: readonly Int32Array[], rows: number): Int32Array {
  let order = firstRows(rows);
  let spare = new Int32Array(rows);
  for (const column of keys.toReversed()) {
    const { least, span } = spanOf(column, rows);
    if (span === 1) continue;
    if (span <= Math.max(LEAST_PLACES, rows * PLACES_PER_ROW)) {
      countingSort(column, least, span, order, spare);
      [order, spare] = [spare, order];
    } else order.sort((a, b) => (column[a] as number) - (column[b] as number));
  }
  return order;
}

function firstRows(rows: number): Int32Array<ArrayBuffer> {
  const order = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) order[row] = row;
  return order;
}

/** The least value of the first rows, and how many there are from it to the largest. */
export function spanOf(column: Int32Array, rows: number): { least: number; span: number } {
  let least = column[0] ?? 0;
  let most = least;
  for (let row = 1; row < rows; row += 1) {
    const value = column[row] as number;
    if (value < least) least = value;
    else if (value > most) most = value;
  }
  return { least, span: most - least + 1 };
}

/** Puts rows into the order of a column whose values lie close together. */
function countingSort(column: Int32Array, least: number, span: number, from: Int32Array, to: Int32Array): void {
  const places = new Int32Array(span + 1);
  const rows = from.length;
  for (let i = 0; i < rows; i += 1) {
    const next = (column[from[i] as number] as number) - least + 1;
    places[next] = (places[next] as number) + 1;
  }
  for (let value = 1; value < span; value += 1)
    places[value] = (places[value] as number) + (places[value - 1] as number);
  for (let i = 0; i < rows; i += 1) {
    const row = from[i] as number;
    const value = (column[row] as number) - least;
    const place = places[value] as number;
    to[place] = row;
    places[value] = place + 1;
  }
}
