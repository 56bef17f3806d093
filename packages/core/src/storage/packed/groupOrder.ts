const MAX = Number.MAX_SAFE_INTEGER;

/** Values of rows. */
export function picked(column: Int32Array, rows: Int32Array): Int32Array {
  const of = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) of[i] = column[rows[i] as number] as number;
  return of;
}

/** Rows in the order of their keys. */
export function orderOf(keys: readonly Int32Array[], rows: number): Int32Array {
  const least: number[] = [];
  const spans: number[] = [];
  for (const column of keys) {
    let [from, to] = [0, 0];
    for (let row = 0; row < rows; row += 1) {
      const value = column[row] as number;
      if (value < from) from = value;
      else if (value > to) to = value;
    }
    least.push(from);
    spans.push(to - from + 1);
  }
  const places = spans.reduce((all, span) => all * span, rows);
  if (places > MAX) return comparedOrder(keys, rows);
  // All keys of a row, and its number, as one number: numbers are sorted without calling back.
  const sorted = new Float64Array(rows);
  for (const [i, column] of keys.entries()) {
    const [from, span] = [least[i] as number, spans[i] as number];
    for (let row = 0; row < rows; row += 1)
      sorted[row] = (sorted[row] as number) * span + (column[row] as number) - from;
  }
  for (let row = 0; row < rows; row += 1) sorted[row] = (sorted[row] as number) * rows + row;
  sorted.sort();
  const order = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) order[row] = (sorted[row] as number) % rows;
  return order;
}

function comparedOrder(keys: readonly Int32Array[], rows: number): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  return order.toSorted((a, b) => {
    for (const column of keys) {
      const difference = (column[a] as number) - (column[b] as number);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}
