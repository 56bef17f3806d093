import { KeySet } from '../model/KeySet.ts';

/** Tables whose keys are remembered. */
export type KeyedTable = 'uk_request' | 'uk_tool_call' | 'uk_turn' | 'uk_session';

/**
 * All keys that a tenant has, as long as nobody else has written to it since it was new: what is not among them need not be looked for. A first import is
 * quicker by that; once somebody else has written, or there are too many, everything is looked for.
 */
export class KnownKeys {
  /** Revision of the tenant up to which all keys are known. */
  #revision: number | undefined = 0;
  #size = 0;
  readonly #keys = new Map<KeyedTable, KeySet>();
  readonly #maxKeys: number;

  /** @param maxKeys keys remembered at most, of all tables together */
  constructor(maxKeys = 1_000_000) {
    this.#maxKeys = maxKeys;
  }

  /** Told the tenant's revision under its lock, before anything is looked for. */
  begin(revision: number): void {
    if (revision !== this.#revision) this.#forget();
  }

  /** The revision that this store's own transaction has made; without a call, what it wrote is only known to be possible. */
  commit(revision: number): void {
    if (this.#revision !== undefined) this.#revision = revision;
  }

  #forget(): void {
    this.#revision = undefined;
    this.#keys.clear();
  }

  /** Those of the keys that can be in a table; from then on all of them can. */
  possible(table: KeyedTable, keys: readonly bigint[]): readonly bigint[] {
    if (this.#revision === undefined) return keys;
    const known = this.#keys.get(table) ?? new KeySet();
    this.#keys.set(table, known);
    const possible: bigint[] = [];
    for (let i = 0; i < keys.length; i += 1) {
      const key = keys[i] as bigint;
      if (!known.add(key)) possible.push(key);
    }
    this.#size += keys.length - possible.length;
    if (this.#size > this.#maxKeys) this.#forget();
    return possible;
  }
}
