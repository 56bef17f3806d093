import { UsageError } from '../errors.ts';

const PLAIN = /^(?!["\uFEFF])[^\0\uD800-\uDFFF]*$/;

/**
 * Text as it is kept in a text column: as it is, or as JSON when it holds a NUL (which PostgreSQL refuses), a surrogate (a lone one is not UTF-8), or begins
 * with the quote that marks JSON, or with a byte order mark, which some drivers take away.
 *
 * @example
 * storedText('web-app') // => 'web-app'
 */
export function storedText(text: string): string {
  return PLAIN.test(text) ? text : JSON.stringify(text);
}

/**
 * The text that {@link storedText} was made from.
 *
 * @throws UsageError `store_unavailable` when it was made from none
 */
export function originalText(stored: string): string {
  if (!stored.startsWith('"')) return stored;
  try {
    return String(JSON.parse(stored));
  } catch (cause) {
    throw new UsageError(
      'store_unavailable',
      `a text of the database is damaged, '${stored.slice(0, 40)}': restore a backup of the database, or begin a new one and sync again`,
      { cause },
    );
  }
}
