import { type PriceBook, priceBook } from './priceBook.ts';

/**
 * A book as it was known at an instant, ms since 1970 UTC: without the prices that became public later. Its id is that of the prices it holds; before
 * the first of them it prices nothing. To ask one request only, `costOf(query, book, { knownAtMs })` finds the same price.
 *
 * @example
 * bookKnownAt(priceBook(), Date.UTC(2026, 7, 1)).knownUntil <= '2026-08-01' // => true
 */
export function bookKnownAt(book: PriceBook, knownAtMs: number): PriceBook {
  const isKnown = ({ knownFrom }: { knownFrom: string }): boolean => Date.parse(`${knownFrom}T00:00Z`) <= knownAtMs;
  return priceBook({
    rows: book.rows.slice(book.overrides.length).filter(isKnown),
    overrides: book.overrides.filter(isKnown),
  });
}
