const PLAIN = /^(?!")[^\0\uD800-\uDFFF]*$/;

/**
 * Text as it is kept in a text column: as it is, or as JSON when it holds a NUL (which PostgreSQL refuses), a surrogate (a lone one is not UTF-8), or begins
 * with the quote that marks JSON.
 *
 * @example
 * storedText('web-app') // => 'web-app'
 */
export function storedText(text: string): string {
  return PLAIN.test(text) ? text : JSON.stringify(text);
}

/** The text that {@link storedText} was made from. */
export function originalText(stored: string): string {
  return stored.startsWith('"') ? (JSON.parse(stored) as string) : stored;
}
