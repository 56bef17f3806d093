import { hostNamed } from './hostNamed.ts';
import { platformNamed } from './platformNamed.ts';
import { publisherNamed } from './publisherNamed.ts';

/**
 * Who sells by a name that a price list has, as `PriceRow.provider` has it, and the residency that the name means.
 *
 * @example
 * sellerNamed('Fireworks_AI') // => { seller: 'fireworks', residency: '' }
 * @example
 * sellerNamed('moonshotai-cn') // => { seller: 'moonshot', residency: 'cn' }
 */
export function sellerNamed(name: string): { seller: string; residency: string } {
  const plain = name.trim().toLowerCase();
  const publisher = publisherNamed(plain);
  return { seller: platformNamed(plain) ?? publisher?.id ?? hostNamed(plain), residency: publisher?.residency ?? '' };
}
