import { BEGINNING } from '../prices/BEGINNING.ts';
import type { PriceBook } from '../priceBook.ts';
import type { PriceRow } from '../PriceRow.ts';

/**
 * Rows, or the names of them, that a book does not price on their first day: what another list knows and the book does not. A row some of whose names the
 * book knows keeps the others, without the beginnings of names.
 *
 * @example
 * priceGaps([], priceBook()) // => []
 */
export function priceGaps(rows: readonly PriceRow[], book: PriceBook): PriceRow[] {
  return rows.flatMap((row) => {
    const isPriced = (model: string): boolean => pricedBy(book, row, model);
    const names = [row.model, ...(row.match?.aliases ?? [])];
    const unknown = names.filter((name) => !isPriced(name));
    const [model, ...aliases] = unknown;
    if (unknown.length === names.length) return [row];
    if (model === undefined) return [];
    const { match: _, ...rest } = row;
    const id = row.id.replace(`/${row.model}`, `/${model}`);
    return [{ ...rest, id, model, ...(aliases.length > 0 && { match: { aliases } }) }];
  });
}

const pricedBy = (book: PriceBook, { provider, residency, validFrom }: PriceRow, model: string): boolean =>
  book.match({
    atMs: Date.parse(`${validFrom === BEGINNING ? BEGINNING : validFrom.slice(0, 10)}T23:59:59Z`),
    provider,
    model,
    serviceTier: '',
    speed: '',
    residency: residency?.[0] ?? '',
    grain: 'session',
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
  }).row !== null;
