/** Stands for any digit in the start of an idle line: `0`. */
export const DIGIT = 0x30;
/** The bits that all digits share; `:;<=>?` have them as well, and are taken for digits. */
export const DIGIT_MASK = 0xf0;

/** Whether a line begins like one that carries nothing. */
export function isIdleLine(bytes: Buffer, starts: readonly string[]): boolean {
  return starts.some((start) => {
    if (bytes.length < start.length) return false;
    for (let i = 0; i < start.length; i += 1) {
      const [code, byte] = [start.charCodeAt(i), bytes[i] ?? 0];
      if (code === DIGIT ? (byte & DIGIT_MASK) !== DIGIT : byte !== code) return false;
    }
    return true;
  });
}
