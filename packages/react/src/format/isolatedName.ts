/** Marks that turn the text around them: embeddings, overrides, isolates and directional marks. */
const STEERING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Letters of scripts that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A name of the host as it stands in an English sentence, table, label or option. One that is written from right to left lies between U+2068 and U+2069, as
 * `<bdi>` would hold it where there is markup, so that it does not turn what stands beside it; marks that steer the text are left out (UAX #9).
 *
 * @example
 * isolatedName('web-app') // => 'web-app'
 * isolatedName('متجر') // => '\u2068متجر\u2069'
 */
export function isolatedName(name: string): string {
  const plain = name.replace(STEERING, '');
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
}
