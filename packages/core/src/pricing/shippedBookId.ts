import { contentHash } from './contentHash.ts';
import { shippedHash } from './prices/generated/shippedHash.ts';
import { rowsHash } from './rowsHash.ts';

/**
 * The id of the book of shipped prices, without making it: to see that prices have not changed is cheap.
 *
 * @example
 * shippedBookId() === priceBook().id // => true
 */
export function shippedBookId(): string {
  return contentHash([rowsHash([]), shippedHash]);
}
