import { assertOneOf } from './assertOneOf.ts';
import type { SessionQuery } from '../model/SessionSummary.ts';

type Order = Required<Pick<SessionQuery, 'sortBy' | 'sortOrder'>>;

const WORDS: { readonly [N in keyof Order]: readonly Order[N][] } = {
  sortBy: ['cost', 'tokens', 'date', 'duration'],
  sortOrder: ['asc', 'desc'],
};

/**
 * Asserts that sessions are asked for in an order that there is.
 *
 * @throws UsageError `invalid_argument`
 * @example
 * assertOrder({ sortBy: 'cost', sortOrder: 'desc' }) // => undefined
 */
export function assertOrder({ sortBy, sortOrder }: Order): void {
  assertOneOf('sortBy', sortBy, WORDS.sortBy);
  assertOneOf('sortOrder', sortOrder, WORDS.sortOrder);
}
