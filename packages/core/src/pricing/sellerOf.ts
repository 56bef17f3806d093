import { publisherNamed } from './publisherNamed.ts';

/** Whose price a row states: a platform's own, as of everyone who sells the models of others, its publisher's, or that of whoever bills the model. */
export type Seller = (typeof SELLERS)[number];

/** The most specific first: its price comes before those of the others, whatever their dates. */
export const SELLERS = ['platform', 'publisher', 'anyone'] as const;

/**
 * The seller that a `PriceRow.provider` means.
 *
 * @example
 * sellerOf('azure') // => 'platform'
 */
export function sellerOf(provider: string): Seller {
  if (provider === '') return 'anyone';
  return publisherNamed(provider) === undefined ? 'platform' : 'publisher';
}
