const LONGEST = 200;

/**
 * A value of a price list as JSON for a reason, cut where it is long; what JSON cannot say, or is nested too deeply for it, by its type.
 *
 * @example
 * jsonText({ start: 5 }) // => '{"start":5}'
 */
export function jsonText(value: unknown): string {
  try {
    const text = JSON.stringify(value) ?? String(value);
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  } catch {
    return typeof value;
  }
}
