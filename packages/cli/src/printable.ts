/** Control characters (C0, DEL, C1), those that change the direction of writing, and Unicode's own line ends. */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

/**
 * A name as it can be shown on a terminal, in one line: what would steer the terminal, or make the text look like another one, is written
 * out. Names of models and files are somebody else's text.
 *
 * @example
 * printable('opus\u001B[2J') // => 'opus\\u001b[2J'
 */
export function printable(text: string): string {
  return text.replaceAll(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
