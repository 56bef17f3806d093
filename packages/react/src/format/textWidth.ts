/**
 * Estimated width in px of a line of text in the kit's font. Server and browser get the same answer, which measuring could not give; it errs on the wide side.
 *
 * @param size font size in px
 * @example
 * Math.round(textWidth('$100', 12)) // => 27
 * textWidth('', 12) // => 0
 */
export function textWidth(text: string, size = 12): number {
  let em = 0;
  for (const char of text) {
    if (/[0-9$€£≥<>+]/.test(char)) em += 0.556;
    else if (/[mwMW%@—]/.test(char)) em += 0.87;
    else if (/[A-Z]/.test(char)) em += 0.68;
    else if (/[ijltfrI.,:;'|! ]/.test(char)) em += 0.29;
    else em += char.charCodeAt(0) > 0x2e7f ? 1 : 0.55;
  }
  return em * size;
}
