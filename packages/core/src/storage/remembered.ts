import type { Trx } from './StoreContext.ts';

/**
 * Packed rows that each store keeps in memory, in bytes. A dashboard of one user or project over a year of a million sessions reads 30 MB, 22 of them facts of sessions that others
 * read too; one of fifty users up to 63 MB more.
 */
const MAX_BYTES = 96 * 1024 * 1024;

/**
 * Rows that one of so many last snapshots used do not go for others: a few dashboards in turn that read more than there is room for would else find nothing of what they read before.
 */
const LATELY = 32;

/** Answers to questions about one state of the database that are kept, beyond which all are forgotten. */
const MAX_KEPT = 500;

/**
 * What was read of one state of the database, for as long as that is the state: whatever anybody commits, drains and other processes included, makes another one. Kept are
 * answers that do not depend on what was declared.
 */
export class Remembered {
  #state: string | undefined;
  #snapshots = 0;
  readonly #found = new Map<string, unknown>();
  readonly #rows = new Map<string, { rows: unknown; bytes: number; usedIn: number }>();
  #bytes = 0;

  /** A snapshot begins: forgets all unless it is of this state. */
  turnTo(state: string): void {
    this.#snapshots += 1;
    if (state !== this.#state) this.forget();
    this.#state = state;
  }

  forget(): void {
    this.#state = undefined;
    this.#found.clear();
    this.#rows.clear();
    this.#bytes = 0;
  }

  get(what: string): unknown {
    return this.#found.get(what);
  }

  keep(what: string, found: unknown): void {
    if (this.#found.size >= MAX_KEPT) this.#found.clear();
    this.#found.set(what, found);
  }

  rows(what: string): unknown {
    const known = this.#rows.get(what);
    if (!known) return undefined;
    known.usedIn = this.#snapshots;
    this.#rows.delete(what);
    this.#rows.set(what, known);
    return known.rows;
  }

  /** Keeps rows of so many bytes where there is room for them: those that were used longest ago go, but none that was used lately. */
  keepRows(what: string, rows: unknown, bytes: number): void {
    this.#drop(what);
    let room = MAX_BYTES - this.#bytes;
    const old: string[] = [];
    for (const [oldest, of] of this.#rows) {
      if (room >= bytes || this.#snapshots - of.usedIn < LATELY) break;
      room += of.bytes;
      old.push(oldest);
    }
    if (room < bytes) return;
    for (const oldest of old) this.#drop(oldest);
    this.#bytes += bytes;
    this.#rows.set(what, { rows, bytes, usedIn: this.#snapshots });
  }

  #drop(what: string): void {
    this.#bytes -= this.#rows.get(what)?.bytes ?? 0;
    this.#rows.delete(what);
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

/**
 * Packed rows, in memory while the state stays: copying them out of the engine takes longer than adding them up. Nobody may change them.
 *
 * @param what names all that they depend on
 * @param bytesOf how many bytes they take
 */
export async function rowsOnce<T extends {}>(
  trx: Trx,
  what: string,
  read: () => Promise<T>,
  bytesOf: (rows: T) => number,
): Promise<T> {
  const known = rememberedIn.get(trx)?.rows(what) as T | undefined;
  if (known !== undefined) return known;
  const rows = await read();
  rememberedIn.get(trx)?.keepRows(what, rows, bytesOf(rows));
  return rows;
}
