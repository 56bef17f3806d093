import type { Trx } from './StoreContext.ts';

/** Answers to questions about one state of the database that are kept, beyond which all are forgotten. */
const MAX_KEPT = 500;

/**
 * What was read of one state of the database, for as long as that is the state: whatever anybody commits, drains and other processes included, makes another one. Kept are
 * answers that do not depend on what was declared.
 */
export class Remembered {
  #state: string | undefined;
  readonly #found = new Map<string, unknown>();

  /** Forgets all unless it is of this state. */
  turnTo(state: string): void {
    if (state !== this.#state) this.forget();
    this.#state = state;
  }

  forget(): void {
    this.#state = undefined;
    this.#found.clear();
  }

  get(what: string): unknown {
    return this.#found.get(what);
  }

  keep(what: string, found: unknown): void {
    if (this.#found.size >= MAX_KEPT) this.#found.clear();
    this.#found.set(what, found);
  }
}

const rememberedIn = new WeakMap<Trx, Remembered>();

/** Says what is remembered of the state that a snapshot is of, until it ends. */
export function remember(trx: Trx, remembered: Remembered): void {
  rememberedIn.set(trx, remembered);
}

/** The snapshot has ended: what is still read through it is of another state. */
export function endRemembering(trx: Trx): void {
  rememberedIn.delete(trx);
}

/** Whether what is read in a snapshot is known the next time. */
export function isRemembered(trx: Trx): boolean {
  return rememberedIn.has(trx);
}

/** What is made from nothing but what is remembered: as {@link once}. */
export function onceMade<T extends {}>(trx: Trx, what: string, make: () => T): T {
  const remembered = rememberedIn.get(trx);
  const known = remembered?.get(what) as T | undefined;
  if (known !== undefined) return known;
  const made = make();
  remembered?.keep(what, made);
  return made;
}

/**
 * What is read of a tenant, once for each state of the database where that can be told; nobody may change what is found.
 *
 * @param what names all that it depends on
 */
export async function once<T extends {}>(trx: Trx, what: string, read: () => Promise<T>): Promise<T> {
  const known = rememberedIn.get(trx)?.get(what) as T | undefined;
  if (known !== undefined) return known;
  const found = await read();
  // Read after the snapshot has ended, it would be of no known state.
  rememberedIn.get(trx)?.keep(what, found);
  return found;
}
