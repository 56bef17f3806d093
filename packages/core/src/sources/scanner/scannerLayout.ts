/** Where things lie in the scanner's tables: written by `fieldTable`, read by the scanner's code. Offsets in bytes. */
export const SCANNER_LAYOUT = {
  /** Of a node: slots minus one, a power of two minus one; then the slots. */
  slots: 16,
  /** Of a slot: length of the key (0 = no key), mode and child node, then the key and its mask. */
  slotBytes: 80,
  keyLength: 0,
  mode: 4,
  child: 8,
  key: 16,
  mask: 48,
  /** Longest key a node can hold. */
  maxKey: 32,
  /** Of a needle, or of a piece of an idle start: its length, then its text and mask. */
  textBytes: 80,
  /** Of a needle: after how many bytes no needle of its group need be found, the place of its anchor, and where its group ends. */
  within: 4,
  anchor: 8,
  groupEnd: 12,
  /** Of a piece: where in the line it stands, and how many pieces of the same start follow. */
  offset: 4,
  more: 8,
  /** One entry for each line: where the next begins, what it is, where its output ends. */
  lineBytes: 12,
} as const;

/** What is done with a value, as bits of a slot's mode. */
export const FIELD_MODE = {
  /** Only the beginning of a string is kept: what a person or an agent wrote. */
  beginning: 1,
  /** Only the beginning of a string is kept, unless it holds one of the needles: what a tool put out. */
  output: 2,
  /** The child describes the objects of a list too. */
  list: 4,
  /** `true` leaves the line to `JSON.parse`. */
  unlessTrue: 8,
  /** A list is empty unless it holds one of the needles, or an escape that may hide one. */
  onlyWithNeedle: 16,
} as const;

/** What the scanner says of a line. */
export const LINE_KIND = {
  /** Empty, or it begins like a line that carries nothing. */
  idle: 0,
  /** Its output is ASCII. */
  ascii: 1,
  /** Left to `JSON.parse`: not JSON, or unusual. */
  other: 2,
  /** Its output is UTF-8. */
  utf8: 3,
} as const;
/** Indices of the module's globals. */
export const SCANNER_GLOBAL = {
  /** Where output goes. */
  out: 0,
  /** 1 = this line is left to `JSON.parse`. */
  bad: 1,
  depth: 2,
  /** 1 = the string holds an escape. */
  escaped: 3,
  /** 1 = the string holds an escape of a character that is no control character. */
  unicode: 4,
  needles: 5,
  needlesEnd: 6,
} as const;

/** Stands for any digit in an idle start: `0`. */
export const DIGIT = 0x30;

/** The bits that all digits share; `:;<=>?` have them as well, and are taken for digits. */
export const DIGIT_MASK = 0xf0;
