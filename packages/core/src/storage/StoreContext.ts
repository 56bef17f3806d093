import type { Kysely, Transaction } from 'kysely';

import type { PriceKey } from '../model/RequestCost.ts';
import type { EngineTraits } from './EngineTraits.ts';
import type { Interned } from './interned.ts';
import type { Schema } from './Schema.ts';

/** Values a request itself is grouped by, beside its price key. */
export type RequestDims = { kind: string };

/** Values fixed per session. */
export type SessionDims = { project: string; source: string };

/** What the parts of a SQL store share. */
export interface StoreContext {
  db: Kysely<Schema>;
  traits: EngineTraits;
  names: Interned<string>;
  /** All dimension combinations and model sets share one dictionary. */
  dimsets: Interned<RequestDims | SessionDims | string[]>;
  priceKeys: Interned<PriceKey>;
  /** Id of the tenant the store is scoped to. */
  tenant(db: Kysely<Schema>): Promise<number>;
}

export type Trx = Transaction<Schema>;

/** Keys in one statement; a shorter list repeats its last key, so that one prepared statement serves every list. */
export const KEYS_PER_STATEMENT = 250;

/**
 * Lists of exactly {@link KEYS_PER_STATEMENT} keys that together hold all keys given.
 *
 * @example
 * keyLists([]) // => []
 */
export function keyLists(keys: readonly bigint[]): bigint[][] {
  const lists: bigint[][] = [];
  for (let i = 0; i < keys.length; i += KEYS_PER_STATEMENT) {
    const list = keys.slice(i, i + KEYS_PER_STATEMENT);
    while (list.length < KEYS_PER_STATEMENT) list.push(list[0] ?? 0n);
    lists.push(list);
  }
  return lists;
}
