import { UsageError } from '../errors.ts';
import { scaledDecimal } from './scaledDecimal.ts';

/** USD for a million tokens, or a thousand searches, that nobody charges: a slip in a list, by which few tokens would cost more than can be held. */
const ABSURD_USD = 10n ** 9n;

/**
 * A price as a list states it, in units of 10^−`digits` USD; see {@link scaledDecimal}.
 *
 * @throws `invalid_argument` for text that is no price, and for a thousand million USD or more
 * @example
 * listedPrice('3', 6).value // => 3000000n
 */
export function listedPrice(text: string, digits: number): { value: bigint; exact: boolean } {
  const price = scaledDecimal(text, digits);
  if (price.value < ABSURD_USD * 10n ** BigInt(digits)) return price;
  throw new UsageError(
    'invalid_argument',
    `'${text.slice(0, 40)}' is not a price: it must be less than ${ABSURD_USD} USD`,
  );
}
