import { DIGIT, DIGIT_MASK } from './scanner/scannerLayout.ts';

/** Whether a line begins like one that carries nothing: like one of the starts, in which a `0` stands for any digit. */
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
