const BACKSLASH = 0x5c;
/** Of a digit, decimal, octal or hexadecimal. */
const digit = (code: number): number => (code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57);

/**
 * Bytes from the text a server sends of them, which is of hexadecimal digits or escaped, as `bytea_output` says:
 * https://www.postgresql.org/docs/current/datatype-binary.html
 *
 * @example
 * byteaValue(String.raw`\x005c41`) // => new Uint8Array([0, 92, 65])
 * @example
 * byteaValue(String.raw`\000\\A`) // => new Uint8Array([0, 92, 65])
 */
export function byteaValue(text: string): Uint8Array {
  if (text.startsWith(String.raw`\x`)) {
    const bytes = new Uint8Array(text.length / 2 - 1);
    for (let i = 0, at = 2; i < bytes.length; i += 1, at += 2) {
      bytes[i] = digit(text.charCodeAt(at)) * 16 + digit(text.charCodeAt(at + 1));
    }
    return bytes;
  }
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; length += 1) {
    let byte = text.charCodeAt(at);
    if (byte !== BACKSLASH) at += 1;
    else if (text.charCodeAt(at + 1) === BACKSLASH) at += 2;
    else {
      byte = Number.parseInt(text.slice(at + 1, at + 4), 8);
      at += 4;
    }
    bytes[length] = byte;
  }
  return bytes.slice(0, length);
}
