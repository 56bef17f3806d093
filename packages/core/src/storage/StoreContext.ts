import type { Kysely } from 'kysely';

import type { Dimension } from '../model/Dimension.ts';
import type { DimsetValues } from './dimsetValues.ts';
import type { EngineTraits } from './EngineTraits.ts';
import type { KnownKeys } from './KnownKeys.ts';
import type { Dictionaries } from './dictionaries.ts';
import type { Schema } from './Schema.ts';

/** What a host declares of its data, beside the built-in dimensions. */
export interface StoreDeclaration {
  dimensions: readonly Dimension[];
  /** IANA zones whose local days are kept ready. */
  zones: readonly string[];
}

/** What the parts of a SQL store share. */
export interface StoreContext {
  db: Kysely<Schema>;
  traits: EngineTraits;
  tenantName: string;
  /** Runs reads in one snapshot; in a host's transaction that is the transaction's own. */
  snapshot<T>(read: (trx: Trx) => Promise<T>): Promise<T>;
  dictionaries: Dictionaries;
  dimsetValues: DimsetValues;
  knownKeys: KnownKeys;
  /**
   * Told each revision of the tenant that is read. One before the last, or of another lineage: the database was set back, and what is remembered of it is forgotten.
   *
   * @returns whether others have written since the last: then it is to be seen whether they went on from there
   */
  notice(revision: number, lineage: number): boolean;
  /** Forgets all that is remembered of the database. */
  forget(): void;
  declared: StoreDeclaration;
}

export type Trx = Kysely<Schema>;

/** A tenant's row while a writer holds its lock; what changed is written back before the commit. */
export interface TenantState {
  id: number;
  /** Another one after the tenant was made anew, or a rebuild gave names other ids. */
  lineage: number;
  revision: number;
  nextId: number;
  nextSession: number;
  sealedBeforeMs: number;
  lateSealed: number;
}

/** A write in progress. */
export interface Writing {
  ctx: StoreContext;
  trx: Trx;
  tenant: TenantState;
}

/** Keys in one statement; a shorter list repeats its first key, so that one prepared statement serves every list. */
export const KEYS_PER_STATEMENT = 250;

/** The same for a few keys: looking 250 up takes longer than most of what they are needed for. */
const FEW_KEYS = 16;

/**
 * Lists of exactly {@link KEYS_PER_STATEMENT} keys, the last one perhaps of sixteen, that together hold all keys given.
 *
 * @example
 * keyLists([]) // => []
 */
export function keyLists<T>(keys: readonly T[]): T[][] {
  const lists: T[][] = [];
  for (let i = 0; i < keys.length; i += KEYS_PER_STATEMENT) {
    const list = keys.slice(i, i + KEYS_PER_STATEMENT);
    const length = list.length > FEW_KEYS ? KEYS_PER_STATEMENT : FEW_KEYS;
    while (list.length < length) list.push(list[0] as T);
    lists.push(list);
  }
  return lists;
}
