import { hash63 } from '../model/hash63.ts';
import type { SessionQuery, SessionSort } from '../model/SessionSummary.ts';
import type { ListedFacts } from './factsSummary.ts';
import { ledgerKey } from './Ledger.ts';
import { tokenCount } from './tokenCount.ts';

const SORT_VALUE: Record<SessionSort, (f: ListedFacts) => bigint> = {
  cost: (f) => (f.priced ? f.costPico : -1n),
  tokens: tokenCount,
  date: (f) => BigInt(f.startedMs),
  duration: (f) => BigInt(f.lastMs - f.startedMs),
};

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Sessions in the order of a list, those without a price as cheaper than free ones; ties by the key by which stores break them.
 *
 * @example
 * sessionsInOrder([], 'cost', 'desc') // => []
 */
export function sessionsInOrder<F extends ListedFacts>(
  sessions: Iterable<F>,
  sortBy: SessionSort,
  sortOrder: Required<SessionQuery>['sortOrder'],
): F[] {
  const valueOf = SORT_VALUE[sortBy];
  const sign = sortOrder === 'asc' ? 1 : -1;
  return Array.from(sessions, (facts) => ({
    facts,
    value: valueOf(facts),
    key: hash63(ledgerKey(facts.session.source, facts.session.id)),
  }))
    .toSorted((a, b) => sign * (compare(a.value, b.value) || compare(a.key, b.key)))
    .map(({ facts }) => facts);
}
