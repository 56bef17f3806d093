import { UsageError } from '../errors.ts';
import type { StoredSessionQuery } from './UsageStore.ts';

type Order = Pick<StoredSessionQuery, 'sortBy' | 'sortOrder'>;

const WORDS: { readonly [N in keyof Order]: readonly Order[N][] } = {
  sortBy: ['cost', 'tokens', 'date', 'duration'],
  sortOrder: ['asc', 'desc'],
};

/**
 * Checks the order in which sessions are asked for.
 *
 * @throws UsageError `invalid_argument` for one there is not
 * @example
 * assertOrder({ sortBy: 'cost', sortOrder: 'desc' }) // => undefined
 */
export function assertOrder(order: Order): void {
  for (const [name, words] of Object.entries(WORDS)) {
    const word = order[name as keyof Order];
    if ((words as readonly unknown[]).includes(word)) continue;
    throw new UsageError('invalid_argument', `${name} is one of ${words.join(', ')}, and not '${String(word)}'`);
  }
}
