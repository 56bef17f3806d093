import { UsageError } from '../../errors.ts';

/** Integers of one column; `undefined` where every row has 0. */
export type IntegerColumn = Uint8Array | Uint16Array | Uint32Array | Float64Array | undefined;

/** A sum is too large for what caches hold: the ledger has to answer. */
export class SumTooLarge extends Error {
  override name = 'SumTooLarge';
}

const VERSION = 1;
/** Version, number of columns, two unused bytes, number of rows as 32 bits; then one byte for the width of each column. */
const HEADER_BYTES = 8;
const WIDTHS = [8, 4, 2, 1] as const;
type Width = 0 | (typeof WIDTHS)[number];

const IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;

function widthOf(values: Float64Array, from: number, to: number): Width {
  let most = 0;
  let least = 0;
  for (let i = from; i < to; i += 1) {
    const value = values[i] as number;
    if (value > most) most = value;
    else if (value < least) least = value;
  }
  if (most > Number.MAX_SAFE_INTEGER || least < Number.MIN_SAFE_INTEGER) throw new SumTooLarge();
  if (least < 0 || most > 0xffff_ffff) return 8;
  return most > 0xffff ? 4 : most > 0xff ? 2 : most > 0 ? 1 : 0;
}

function view(width: Width, buffer: ArrayBufferLike, offset: number, rows: number): Exclude<IntegerColumn, undefined> {
  if (width === 8) return new Float64Array(buffer, offset, rows);
  if (width === 4) return new Uint32Array(buffer, offset, rows);
  if (width === 2) return new Uint16Array(buffer, offset, rows);
  return new Uint8Array(buffer, offset, rows);
}

/** Reverses the bytes of each value, for machines that keep the highest byte first. */
function swapped(bytes: Uint8Array, widths: ArrayLike<number>, rows: number): void {
  let offset = aligned(HEADER_BYTES + widths.length);
  for (const width of WIDTHS) {
    for (let column = 0; column < widths.length; column += 1) {
      if (widths[column] !== width) continue;
      for (let row = 0; row < rows; row += 1)
        bytes.subarray(offset + row * width, offset + (row + 1) * width).reverse();
      offset += rows * width;
    }
  }
}

/**
 * Rows of integers, as many in each column, as bytes: columns one after the other, the widest first, each as wide as its largest value needs: 0, 1, 2 or 4 bytes unsigned, or an
 * IEEE 754 double for what is longer or negative. Little-endian. The same rows always give the same bytes.
 *
 * @param from the first of the rows: cutting columns out of longer ones takes longer than packing a few rows
 * @throws SumTooLarge when a value is beyond ±(2⁵³ − 1)
 */
export function packRows(columns: readonly Float64Array[], rows: number, from = 0): Uint8Array {
  const widths = new Uint8Array(columns.length);
  let rowBytes = 0;
  // By index, as all loops here: they are run for thousands of columns of a few rows.
  for (let i = 0; i < columns.length; i += 1) {
    const width = widthOf(columns[i] as Float64Array, from, from + rows);
    widths[i] = width;
    rowBytes += width;
  }
  const start = aligned(HEADER_BYTES + columns.length);
  const length = start + rows * rowBytes;
  const { buffer } = new Uint8Array(aligned(length));
  const bytes = new Uint8Array(buffer, 0, length);
  bytes[0] = VERSION;
  bytes[1] = columns.length;
  bytes[4] = rows;
  bytes[5] = rows >>> 8;
  bytes[6] = rows >>> 16;
  bytes[7] = rows >>> 24;
  bytes.set(widths, HEADER_BYTES);
  let offset = start;
  for (let w = 0; w < WIDTHS.length; w += 1) {
    const width = WIDTHS[w] as Exclude<Width, 0>;
    let all: Exclude<IntegerColumn, undefined> | undefined;
    for (let i = 0; i < columns.length; i += 1) {
      if (widths[i] !== width) continue;
      // One view for all columns of a width: making one takes longer than a few rows.
      all ??= view(width, buffer, 0, Math.floor(buffer.byteLength / width));
      copied(columns[i] as Float64Array, from, rows, all, offset / width);
      offset += rows * width;
    }
  }
  if (!IS_LITTLE_ENDIAN) swapped(bytes, widths, rows);
  return bytes;
}

/** The machine code of each kind of array is its own: one for all of them is several times as slow. */
function copied(
  values: Float64Array,
  from: number,
  rows: number,
  to: Exclude<IntegerColumn, undefined>,
  at: number,
): void {
  if (to instanceof Uint8Array) for (let i = 0; i < rows; i += 1) to[at + i] = values[from + i] as number;
  else if (to instanceof Uint16Array) for (let i = 0; i < rows; i += 1) to[at + i] = values[from + i] as number;
  else if (to instanceof Uint32Array) for (let i = 0; i < rows; i += 1) to[at + i] = values[from + i] as number;
  else for (let i = 0; i < rows; i += 1) to[at + i] = values[from + i] as number;
}

/** The bytes of no rows. */
export function emptyRows(columns: number): Uint8Array {
  return packRows(
    Array.from({ length: columns }, () => new Float64Array(0)),
    0,
  );
}

/** Whether bytes as they are kept are those of some packed rows; what was never written has no rows. */
export function isKept(stored: Uint8Array | ArrayBuffer | undefined, expected: Uint8Array, columns: number): boolean {
  const bytes = stored === undefined ? emptyRows(columns) : storedBytes(stored);
  if (bytes.length !== expected.length) return false;
  let from = 0;
  if (bytes.byteOffset % 4 === 0 && expected.byteOffset % 4 === 0) {
    const words = bytes.length >>> 2;
    const [a, b] = [words32(bytes, words), words32(expected, words)];
    for (let i = 0; i < words; i += 1) if (a[i] !== b[i]) return false;
    from = words * 4;
  }
  for (let i = from; i < bytes.length; i += 1) if (bytes[i] !== expected[i]) return false;
  return true;
}

const words32 = (bytes: Uint8Array, words: number): Int32Array => new Int32Array(bytes.buffer, bytes.byteOffset, words);

/** What stands for a value that is no bytes, as SQLite may hold: it was never written here. */
const NO_BYTES = new Uint8Array(2);

/** What a driver gives for bytes, as bytes. */
export function storedBytes(data: Uint8Array | ArrayBuffer): Uint8Array {
  if (data instanceof Uint8Array) return data;
  return typeof data === 'object' ? new Uint8Array(data) : NO_BYTES;
}

/** How many rows the header says. */
function rowsIn(bytes: Uint8Array): number {
  const byte = (at: number): number => (bytes[at] as number) << (8 * (at - 4));
  return (byte(4) | byte(5) | byte(6) | byte(7)) >>> 0;
}

/** Packed rows, read column by column without a copy. */
export class PackedRows {
  readonly rows: number;
  readonly #buffer: ArrayBufferLike;
  readonly #offsets: Int32Array;
  readonly #widths: Uint8Array;
  /** The whole buffer as values of each width. */
  readonly #whole: Partial<Record<Width, Exclude<IntegerColumn, undefined>>> = {};

  /**
   * @param data what a driver gives for bytes
   * @throws UsageError `store_unavailable` when it is not what {@link packRows} made of so many columns
   */
  constructor(data: Uint8Array | ArrayBuffer, columns: number) {
    const given = storedBytes(data);
    // Typed arrays need their own width's alignment; drivers cut bytes out of larger buffers.
    const bytes = given.byteOffset % 8 === 0 && IS_LITTLE_ENDIAN ? given : given.slice();
    const rows = bytes.length < HEADER_BYTES ? -1 : rowsIn(bytes);
    if (bytes[0] !== VERSION || bytes[1] !== columns || rows < 0) throw damaged();
    this.#widths = bytes.subarray(HEADER_BYTES, HEADER_BYTES + columns);
    if (!IS_LITTLE_ENDIAN) swapped(bytes, this.#widths, rows);
    const offsets = new Int32Array(columns);
    const start = aligned(HEADER_BYTES + columns);
    // How many columns of each width there are says where the first of it begins.
    let [eights, fours, twos, ones] = [0, 0, 0, 0];
    for (let column = 0; column < columns; column += 1) {
      const width = this.#widths[column] as number;
      if (width === 8) eights += 1;
      else if (width === 4) fours += 1;
      else if (width === 2) twos += 1;
      else if (width === 1) ones += 1;
    }
    if (start + rows * (8 * eights + 4 * fours + 2 * twos + ones) !== bytes.length) throw damaged();
    let eight = bytes.byteOffset + start;
    let four = eight + 8 * rows * eights;
    let two = four + 4 * rows * fours;
    let one = two + 2 * rows * twos;
    for (let column = 0; column < columns; column += 1) {
      const width = this.#widths[column] as number;
      if (width === 8) {
        offsets[column] = eight;
        eight += 8 * rows;
      } else if (width === 4) {
        offsets[column] = four;
        four += 4 * rows;
      } else if (width === 2) {
        offsets[column] = two;
        two += 2 * rows;
      } else if (width === 1) {
        offsets[column] = one;
        one += rows;
      }
    }
    this.#offsets = offsets;
    this.rows = rows;
    this.#buffer = bytes.buffer;
  }

  /** The values of a column. */
  column(index: number): IntegerColumn {
    const width = (this.#widths[index] ?? 0) as Width;
    return width === 0 ? undefined : view(width, this.#buffer, this.#offsets[index] ?? 0, this.rows);
  }

  /** Whether some row of a column has a value other than 0. */
  has(index: number): boolean {
    return this.#widths[index] !== 0;
  }

  /** Copies the values of a column that has some: of few rows that takes less time than making an array of them. */
  copyTo(index: number, to: Float64Array, at: number): void {
    const width = this.#widths[index] as Exclude<Width, 0>;
    const all = (this.#whole[width] ??= view(width, this.#buffer, 0, Math.floor(this.#buffer.byteLength / width)));
    const from = (this.#offsets[index] as number) / width;
    const { rows } = this;
    // The machine code of each kind of array is its own.
    if (all instanceof Uint8Array) for (let i = 0; i < rows; i += 1) to[at + i] = all[from + i] as number;
    else if (all instanceof Uint16Array) for (let i = 0; i < rows; i += 1) to[at + i] = all[from + i] as number;
    else if (all instanceof Uint32Array) for (let i = 0; i < rows; i += 1) to[at + i] = all[from + i] as number;
    else for (let i = 0; i < rows; i += 1) to[at + i] = all[from + i] as number;
  }
}

/** The error for bytes that are not what was written. */
export function damaged(): UsageError {
  return new UsageError(
    'store_unavailable',
    'a cache of the database is damaged: `usagekit doctor --rebuild`, or rebuild() of the store, makes it anew, or says what helps where it is of sealed time',
  );
}
