const CARRIAGE_RETURN = 13;

/** A line's own bytes: no `\r` at its end; at the very start of a file no UTF-8 BOM. */
export function trimmedLine(bytes: Buffer, atFileStart: boolean): Buffer {
  const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
  const bom = atFileStart && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.subarray(bom ? 3 : 0, end);
}
