/**
 * The same text with every kind of space as a plain one: engines differ in which space `Intl` puts before "AM" or a unit, and the first
 * render in a browser has to equal the server's.
 *
 * @example
 * plainSpaces('4:00\u202fPM') // => '4:00 PM'
 */
export function plainSpaces(text: string): string {
  return text.replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ');
}
