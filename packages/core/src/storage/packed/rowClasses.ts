import { orderOf, spanOf } from './groupOrder.ts';

/** Places in a table for each row: passing by that many takes as long as sorting the row. */
const PLACES_PER_ROW = 32;
const LEAST_PLACES = 1 << 12;
/** The table of so many places is kept for the next rows. */
const MOST_PLACES = 1 << 20;

/** The combination of keys that each row has, numbered in the order of the keys. */
export interface RowClasses {
  ofRow: Int32Array;
  /** How many there are; each is that of some row. */
  count: number;
}

let places = new Int32Array(LEAST_PLACES);

/** A table of zeros that is good until the next one is asked for. */
function zeros(length: number): Int32Array {
  if (places.length < length) places = new Int32Array(Math.min(length * 2, MOST_PLACES));
  return places.fill(0, 0, length);
}

/**
 * Tells rows apart by one more key, the least important so far. A key is looked up in a table of all that it could be combined with, where that is not too large for
 * the rows; else rows are sorted.
 *
 * @param of changed by this
 */
export function addKey(of: RowClasses, key: Int32Array): RowClasses {
  const { ofRow, count } = of;
  const rows = ofRow.length;
  if (rows === 0) return of;
  let { least, span } = spanOf(key, rows);
  if (span === 1) return of;
  const most = Math.max(LEAST_PLACES, Math.min(rows * PLACES_PER_ROW, MOST_PLACES));
  let values = key;
  if (count * span > rows * 4 && span <= most) {
    // Values of others, or of none, lie between those of a key.
    ({ ofRow: values, count: span } = combined(new Int32Array(rows), 1, key, least, span));
    least = 0;
  }
  if (count * span <= most) return combined(ofRow, count, values, least, span);
  const order = orderOf([ofRow, values], rows);
  let number = 0;
  let [lastClass, lastValue] = [ofRow[order[0] as number] as number, values[order[0] as number] as number];
  for (let i = 0; i < rows; i += 1) {
    const row = order[i] as number;
    const [ownClass, value] = [ofRow[row] as number, values[row] as number];
    if (ownClass !== lastClass || value !== lastValue) number += 1;
    [lastClass, lastValue] = [ownClass, value];
    ofRow[row] = number;
  }
  return { ofRow, count: number + 1 };
}

function combined(ofRow: Int32Array, count: number, key: Int32Array, least: number, span: number): RowClasses {
  const rows = ofRow.length;
  const size = count * span;
  const table = zeros(size);
  for (let row = 0; row < rows; row += 1) {
    const place = (ofRow[row] as number) * span + ((key[row] as number) - least);
    ofRow[row] = place;
    table[place] = 1;
  }
  let number = 0;
  for (let place = 0; place < size; place += 1) if (table[place] === 1) table[place] = number++;
  for (let row = 0; row < rows; row += 1) ofRow[row] = table[ofRow[row] as number] as number;
  return { ofRow, count: number };
}
