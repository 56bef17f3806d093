import { sql } from 'kysely';

import { hash63 } from '../model/hash63.ts';
import type { EngineTraits } from './EngineTraits.ts';
import { keptQuery, rowsOfKeys } from './keyedQuery.ts';
import { KIND, lostEntry } from './lostEntry.ts';
import { once } from './remembered.ts';
import type { Trx, Writing } from './StoreContext.ts';
import { originalText, storedText } from './storedText.ts';

/** Entries kept in memory, per kind. */
const MAX_KEPT = 200_000;

/** Hash that a text is looked up by; a later attempt gives another one. */
export const hashOf = (text: string, attempt: number): bigint => hash63(text, attempt === 0 ? '' : `${attempt}\0`);

/** The text of an entry; `undefined` when it was not written here. */
export function entryText(value: string): string | undefined {
  try {
    return originalText(value);
  } catch {
    return undefined;
  }
}

/**
 * Values of one kind as small integers, per tenant; the empty text is 0 in all of them. Entries are only ever added, so what was read stays true once it is
 * committed.
 */
export class Dictionary {
  readonly #kind: number;
  readonly #traits: EngineTraits;
  readonly #committed: Dictionary | undefined;
  readonly #ids = new Map<string, number>();
  readonly #texts = new Map<number, string>();
  #loadedTo = 0;
  /** Largest id that is kept. */
  #newest = 0;

  /** @param committed entries that are known to be in the database for good; what this one learns stays apart from them until {@link commit} */
  constructor(kind: number, traits: EngineTraits, committed?: Dictionary) {
    this.#kind = kind;
    this.#traits = traits;
    this.#committed = committed;
    this.#loadedTo = committed ? committed.#loadedTo : 0;
    this.#keep(0, '');
  }

  #keep(id: number, text: string): void {
    this.#ids.set(text, id);
    this.#texts.set(id, text);
    if (id > this.#newest) this.#newest = id;
  }

  /** The entry with the largest id that is kept. */
  get last(): { kind: number; id: number; text: string | undefined } {
    return { kind: this.#kind, id: this.#newest, text: this.#texts.get(this.#newest) };
  }

  #idOf(text: string): number | undefined {
    const committed = this.#committed;
    return this.#ids.get(text) ?? (committed ? committed.#ids.get(text) : undefined);
  }

  #textOf(id: number): string | undefined {
    const committed = this.#committed;
    return this.#texts.get(id) ?? (committed ? committed.#texts.get(id) : undefined);
  }

  /** A dictionary for one transaction, which may be rolled back. */
  fork(): Dictionary {
    return new Dictionary(this.#kind, this.#traits, this);
  }

  /** Hands what was learnt to the dictionary it was forked from, once its transaction is committed. */
  commit(): void {
    const committed = this.#committed;
    if (!committed) return;
    // Entries can be read again at any time: nothing is lost when they are forgotten.
    if (committed.#texts.size > MAX_KEPT) committed.#forget();
    else committed.#loadedTo = Math.max(committed.#loadedTo, this.#loadedTo);
    for (const [id, text] of this.#texts) committed.#keep(id, text);
  }

  #forget(): void {
    this.#ids.clear();
    this.#texts.clear();
    this.#newest = 0;
    this.#keep(0, '');
    this.#loadedTo = 0;
  }

  #rows(db: Trx, tenant: number, by: 'hash' | 'id', keys: readonly (bigint | number)[]) {
    return rowsOfKeys({ trx: db, tenant }, `dictionary ${this.#kind} by ${by}`, keys, (of, list) =>
      db
        .selectFrom('uk_dictionary')
        .select(['id', 'value', this.#traits.integerText(sql.ref('hash')).as('hash')])
        .where(this.#traits.keyIn({ tenant: of, kind: this.#kind }, by, list)),
    );
  }

  /**
   * Looks texts up: by their hash, and where another text has that already, by the next one.
   *
   * @returns ids of those that are there, and the free hash of each of the others
   */
  async #lookup(
    db: Trx,
    tenant: number,
    texts: Iterable<string>,
  ): Promise<{ found: Map<string, number>; free: Map<string, bigint> }> {
    const found = new Map<string, number>();
    const free = new Map<string, bigint>();
    let open: string[] = [];
    for (const text of texts) {
      const id = this.#idOf(text);
      if (id === undefined) open.push(text);
      else found.set(text, id);
    }
    const taken = new Set<bigint>();
    for (let attempt = 0; open.length > 0; attempt += 1) {
      const hashes = new Map(open.map((text) => [text, hashOf(text, attempt)]));
      const texts = new Map<bigint, string>();
      for (const row of await this.#rows(db, tenant, 'hash', [...hashes.values()])) {
        const text = entryText(row.value);
        if (text !== undefined) this.#keep(Number(row.id), text);
        // One that is damaged keeps its hash.
        texts.set(BigInt(row.hash), text ?? row.value);
      }
      open = open.filter((text) => {
        const hash = hashes.get(text) as bigint;
        const present = texts.get(hash);
        const id = present === text ? this.#idOf(text) : undefined;
        if (id !== undefined) found.set(text, id);
        if (id !== undefined) return false;
        if (present !== undefined || taken.has(hash)) return true;
        taken.add(hash);
        free.set(text, hash);
        return false;
      });
    }
    return { found, free };
  }

  /** Ids of those texts that have one. */
  async known(db: Trx, tenant: number, texts: Iterable<string>): Promise<Map<string, number>> {
    return (await this.#lookup(db, tenant, texts)).found;
  }

  /** Ids of all texts; those that have none yet get one. `added` = the new ones. */
  async ids(
    { ctx, trx, tenant }: Writing,
    texts: Iterable<string>,
  ): Promise<{ ids: Map<string, number>; added: [text: string, id: number][] }> {
    const { found: ids, free } = await this.#lookup(trx, tenant.id, new Set(texts));
    const added: [string, number][] = [];
    for (const text of free.keys()) {
      ids.set(text, tenant.nextId);
      added.push([text, tenant.nextId]);
      tenant.nextId += 1;
    }
    await ctx.traits.upsert(trx, {
      table: 'uk_dictionary',
      columns: ['tenant', 'kind', 'id', 'hash', 'value'],
      keys: 3,
      rows: added.map(([text, id]) => [tenant.id, this.#kind, id, free.get(text), storedText(text)]),
    });
    for (const [text, id] of added) this.#keep(id, text);
    return { ids, added };
  }

  /**
   * Texts of ids.
   *
   * @throws UsageError `store_unavailable` when one is lost
   */
  async texts(db: Trx, tenant: number, ids: Iterable<number>): Promise<ReadonlyMap<number, string>> {
    const wanted = new Set(ids);
    const found = await this.present(db, tenant, wanted);
    if (found.size < wanted.size) for (const id of wanted) if (!found.has(id)) throw lostEntry(this.#kind, id);
    return found;
  }

  /** Texts of those ids that are there. */
  async present(db: Trx, tenant: number, ids: Iterable<number>): Promise<ReadonlyMap<number, string>> {
    const found = new Map<number, string>();
    const missing: number[] = [];
    for (const id of new Set(ids)) {
      const text = this.#textOf(id);
      if (text === undefined) missing.push(id);
      else found.set(id, text);
    }
    for (const row of await this.#rows(db, tenant, 'id', missing)) {
      const text = entryText(row.value);
      if (text === undefined) continue;
      this.#keep(Number(row.id), text);
      found.set(Number(row.id), text);
    }
    return found;
  }

  /** All entries, for kinds of which there are few. */
  all(db: Trx, tenant: number): Promise<ReadonlyMap<number, string>> {
    return once(db, `dictionary ${tenant} ${this.#kind}`, () => this.#all(db, tenant));
  }

  async #all(db: Trx, tenant: number): Promise<ReadonlyMap<number, string>> {
    const committed = this.#committed;
    if (committed) this.#loadedTo = Math.min(this.#loadedTo, committed.#loadedTo);
    const values = [tenant, this.#kind, this.#loadedTo] as const;
    const rows = await keptQuery(db, 'dictionary', values, (of, kind, id) => {
      return sql<{ id: number; value: string }>`
        select id, value from ${sql.table('uk_dictionary')} where tenant = ${of} and kind = ${kind} and id > ${id}`;
    });
    for (const row of rows) {
      const text = entryText(row.value);
      if (text !== undefined) this.#keep(Number(row.id), text);
      this.#loadedTo = Math.max(this.#loadedTo, Number(row.id));
    }
    return new Map([...(committed ? committed.#texts : []), ...this.#texts]);
  }
}

/** All dictionaries of a store. */
export interface Dictionaries {
  /** Texts: dimension names and values, tools, models, price-book hashes. */
  names: Dictionary;
  /** Combinations of dimension values, as `dimensionText`. */
  dimsets: Dictionary;
  /** Sorted lists of model names, as JSON; none is the empty text. */
  modelSets: Dictionary;
  /** {@link rateClassText}. */
  rateClasses: Dictionary;
}

/** Empty dictionaries. */
export function dictionaries(traits: EngineTraits): Dictionaries {
  return {
    names: new Dictionary(KIND.name, traits),
    dimsets: new Dictionary(KIND.dimset, traits),
    modelSets: new Dictionary(KIND.modelSet, traits),
    rateClasses: new Dictionary(KIND.rateClass, traits),
  };
}

/** Dictionaries for one transaction. */
export function forkedDictionaries(of: Dictionaries): Dictionaries {
  return {
    names: of.names.fork(),
    dimsets: of.dimsets.fork(),
    modelSets: of.modelSets.fork(),
    rateClasses: of.rateClasses.fork(),
  };
}

/** Whether the last that is kept of each kind is what the database has. Ids are given one after the other: then what came before them is taken to be right as well. */
export async function areStillThere(of: Dictionaries, db: Trx, tenant: number): Promise<boolean> {
  const { names, dimsets, modelSets, rateClasses } = of;
  const last = [names.last, dimsets.last, modelSets.last, rateClasses.last] as const;
  if (last.every(({ id }) => id === 0)) return true;
  const rows = await keptQuery(db, 'last entries', [tenant, ...last.map(({ id }) => id)], (to, ...ids) => {
    const is = last.map(({ kind }, i) => sql`(kind = ${sql.lit(kind)} and id = ${ids[i]})`);
    return sql<{ kind: number; value: string }>`
      select kind, value from ${sql.table('uk_dictionary')} where tenant = ${to} and (${sql.join(is, sql` or `)})`;
  });
  const texts = new Map(rows.map(({ kind, value }) => [Number(kind), entryText(value)]));
  return last.every(({ kind, id, text }) => id === 0 || texts.get(kind) === text);
}
