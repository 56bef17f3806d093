import { DIGIT, DIGIT_MASK, FIELD_MODE, SCANNER_LAYOUT as AT } from './scannerLayout.ts';

/** What is read of a value. */
export interface Field {
  /** How a string is kept. `beginning`: 64 bytes of it after white space, or more. `output`: 256 bytes or more, or all when a needle is in it. Whole when absent. */
  text?: 'beginning' | 'output';
  /** What is read of an object; without it, and where the value is of another kind, only that it is one. */
  fields?: Fields;
  /** `fields` describe the objects of a list as well; other items become 0. */
  list?: boolean;
  /** A list in which no needle stands becomes an empty one. */
  onlyWithNeedle?: boolean;
  /** A line in which this is `true` is read whole. */
  wholeLineIfTrue?: boolean;
}

/** The keys of an object that are read; all others are dropped. At most 32 of them, each of at most 32 ASCII characters. */
export interface Fields {
  readonly [key: string]: Field;
}

/** What the parser of a source reads of its lines, so that the rest need not be made into values. */
export interface ReadPlan {
  fields: Fields;
  /** Lines that begin so carry no usage, whatever follows; at most 128 ASCII characters each. A `0` stands for any digit, see `isIdleLine`. */
  idleStarts?: readonly string[];
  /** What an `output` is kept whole for. */
  needles?: readonly Needle[];
}

/** A word that is looked for in small and capital letters. */
export interface Needle {
  /** In small letters, one at least; at most 32 ASCII characters. */
  word: string;
  /** It need not be found when it begins after more bytes than this. */
  within?: number;
}

/** Tables of the scanner in its memory, and where they are. */
export interface FieldTable {
  bytes: Uint8Array;
  root: number;
  idle: [from: number, to: number];
  needles: [from: number, to: number];
}

const MAX_START = 128;
const FOLD = 0x20;
const UNLIMITED = 2 ** 31 - 1;

/** Letters, the seldom ones first. */
const BY_FREQUENCY = [...'zqjxkvbpygfwmucldrhsnioate'];

/** The letter of a needle that it is found by: its most seldom one. */
function anchorOf({ word }: Needle): string {
  const anchor = BY_FREQUENCY.find((letter) => word.includes(letter));
  if (anchor === undefined) throw new RangeError(`no small letter: ${JSON.stringify(word)}`);
  return anchor;
}

function ascii(text: string, maxLength: number = AT.maxKey): number[] {
  const codes = [...text].map((c) => c.codePointAt(0) ?? 0);
  if (codes.length === 0 || codes.length > maxLength || codes.some((c) => c < 0x20 || c > 0x7e || c === 0x5c)) {
    throw new RangeError(`not 1 to ${maxLength} plain ASCII characters: ${JSON.stringify(text)}`);
  }
  return codes;
}

/** First slot of a key; the scanner computes it in the same way. */
const slotOf = (codes: readonly number[]): number => (codes[0] ?? 0) * 31 + (codes.at(-1) ?? 0) * 13 + codes.length * 7;

/**
 * Lays a read plan out for the scanner: a hash table with open addressing for each object, and two lists of texts.
 *
 * @param base position in memory at which the bytes will stand; not 0
 * @throws RangeError when a name is too long or not ASCII, or an object has too many
 */
export function fieldTable({ fields, idleStarts = [], needles = [] }: ReadPlan, base: number): FieldTable {
  let bytes = new Uint8Array(1024);
  let end = 0;
  const reserved = (count: number): number => {
    const at = end;
    end += count;
    while (bytes.length < end) {
      const larger = new Uint8Array(bytes.length * 2);
      larger.set(bytes);
      bytes = larger;
    }
    return at;
  };
  const int = (at: number, value: number): void => new DataView(bytes.buffer).setInt32(at, value, true);
  const writeText = (at: number, codes: readonly number[], fold: number): void => {
    int(at + AT.keyLength, codes.length);
    codes.forEach((code, i) => {
      bytes[at + AT.key + i] = code | fold;
      bytes[at + AT.mask + i] = 0xff;
    });
  };
  const words = (list: readonly Needle[]): [number, number] => {
    const from = end;
    for (const [anchor, group] of Map.groupBy(list, anchorOf)) {
      const first = reserved(group.length * AT.textBytes);
      // Where the anchor may be: a needle's length after its beginning at most.
      const within = Math.min(UNLIMITED, Math.max(...group.map((needle) => needle.within ?? UNLIMITED)) + AT.maxKey);
      group.forEach(({ word }, i) => {
        const at = first + i * AT.textBytes;
        writeText(at, ascii(word), FOLD);
        int(at + AT.within, within);
        int(at + AT.anchor, word.indexOf(anchor));
        int(at + AT.groupEnd, base + end);
      });
    }
    return [base + from, base + end];
  };
  const starts = (list: readonly string[]): [number, number] => {
    const from = end;
    for (const codes of list.map((text) => ascii(text, MAX_START))) {
      for (let offset = 0; offset < codes.length; offset += AT.maxKey) {
        const at = reserved(AT.textBytes);
        const piece = codes.slice(offset, offset + AT.maxKey);
        writeText(at, piece, 0);
        piece.forEach((code, i) => {
          if (code === DIGIT) bytes[at + AT.mask + i] = DIGIT_MASK;
        });
        int(at + AT.offset, offset);
        int(at + AT.more, Math.ceil((codes.length - offset) / AT.maxKey) - 1);
      }
    }
    return [base + from, base + end];
  };
  const node = (of: Fields): number => {
    const keys = Object.entries(of);
    const slots = 2 ** Math.ceil(Math.log2(2 * Math.max(1, keys.length)));
    // Seen keys are 64 bits.
    if (slots > 64) throw new RangeError('more than 32 fields of one object');
    const at = reserved(AT.slots + slots * AT.slotBytes);
    int(at, slots - 1);
    for (const [key, field] of keys) {
      const codes = ascii(key);
      const child = field.fields ? node(field.fields) : 0;
      let slot = slotOf(codes) & (slots - 1);
      const place = (): number => at + AT.slots + slot * AT.slotBytes;
      while (new DataView(bytes.buffer).getInt32(place() + AT.keyLength, true) !== 0) slot = (slot + 1) & (slots - 1);
      writeText(place(), codes, 0);
      const mode =
        (field.text ? FIELD_MODE[field.text] : 0) |
        (field.list ? FIELD_MODE.list : 0) |
        (field.onlyWithNeedle ? FIELD_MODE.onlyWithNeedle : 0) |
        (field.wholeLineIfTrue ? FIELD_MODE.unlessTrue : 0);
      int(place() + AT.mode, mode);
      int(place() + AT.child, child);
    }
    return base + at;
  };
  const table = { root: node(fields), idle: starts(idleStarts), needles: words(needles) };
  return { bytes: bytes.subarray(0, end), ...table };
}
