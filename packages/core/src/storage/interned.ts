import type { Kysely } from 'kysely';

import { hash63 } from '../model/hash63.ts';
import type { PriceKey } from '../model/RequestCost.ts';
import type { Schema } from './Schema.ts';
import { originalText, storedText } from './storedText.ts';

type Dictionary = 'uk_name' | 'uk_dimset' | 'uk_price_key';

/** A dictionary of values that rows refer to by a small integer; entries are only ever added, so what was read stays true. */
export interface Interned<T> {
  /** Ids of values, adding those that are missing; call it inside the write transaction. */
  ids(db: Kysely<Schema>, values: Iterable<T>): Promise<Map<string, number>>;
  /** The value behind an id. Call {@link load} in the same read before. */
  value(id: number): T;
  /** All known entries, after reading those that were added since. */
  load(db: Kysely<Schema>): Promise<ReadonlyMap<number, T>>;
  /** Drops what is known, after a transaction that may have added entries was rolled back. */
  forget(): void;
}

/** How a dictionary's values become text (its identity) and columns. */
interface InternedShape<T> {
  table: Dictionary;
  /** Columns that hold the value. */
  selected: readonly string[];
  text(value: T): string;
  columns(value: T): Record<string, string | number>;
  from(row: Record<string, unknown>): T;
}

function interned<T>(shape: InternedShape<T>): Interned<T> {
  const known = new Map<string, number>();
  const values = new Map<number, T>();

  const load = async (db: Kysely<Schema>): Promise<ReadonlyMap<number, T>> => {
    const last = Math.max(0, ...values.keys());
    const rows = await db
      .selectFrom(shape.table)
      .select(['id', ...shape.selected] as never)
      .where('id', '>', last)
      .execute();
    for (const row of rows as unknown as Record<string, unknown>[]) {
      const value = shape.from(row);
      values.set(Number(row['id']), value);
      known.set(shape.text(value), Number(row['id']));
    }
    return values;
  };

  return {
    load,
    forget() {
      known.clear();
      values.clear();
    },
    value(id) {
      const value = values.get(id);
      if (value === undefined) throw new Error(`${shape.table} has no entry ${id}`);
      return value;
    },
    async ids(db, wanted) {
      const missing = new Map<string, T>();
      const result = new Map<string, number>();
      for (const value of wanted) {
        const text = shape.text(value);
        const id = known.get(text);
        if (id === undefined) missing.set(text, value);
        else result.set(text, id);
      }
      if (missing.size === 0) return result;
      for (const [text, value] of missing) {
        const row = { hash: hash63(text), ...shape.columns(value) };
        await db
          .insertInto(shape.table)
          .values(row as never)
          .onConflict((c) => c.column('hash').doNothing())
          .execute();
      }
      await load(db);
      for (const text of missing.keys()) {
        const id = known.get(text);
        if (id === undefined) throw new Error(`${shape.table}: two values have the hash of ${JSON.stringify(text)}`);
        result.set(text, id);
      }
      return result;
    },
  };
}

/** Interned texts: tenants, tools, approval sources, price-book hashes, model names. */
export function internedNames(): Interned<string> {
  return interned<string>({
    table: 'uk_name',
    selected: ['value'],
    text: (value) => value,
    columns: (value) => ({ value: storedText(value) }),
    from: (row) => originalText(String(row['value'])),
  });
}

/** Interned combinations of dimension values, or sets of names, kept as JSON. Give objects their names in a fixed order. */
export function internedDimsets<T>(): Interned<T> {
  return interned<T>({
    table: 'uk_dimset',
    selected: ['value'],
    text: (value) => JSON.stringify(value),
    columns: (value) => ({ value: JSON.stringify(value) }),
    from: (row) => JSON.parse(String(row['value'])) as T,
  });
}

/** Interned price keys. */
export function internedPriceKeys(): Interned<PriceKey> {
  return interned<PriceKey>({
    table: 'uk_price_key',
    selected: ['provider', 'model', 'service_tier', 'speed', 'residency', 'prompt_band'],
    text: priceKeyText,
    columns: (k) => ({
      provider: storedText(k.provider),
      model: storedText(k.model),
      service_tier: storedText(k.serviceTier),
      speed: storedText(k.speed),
      residency: storedText(k.residency),
      prompt_band: k.promptBand,
    }),
    from: (row) => ({
      provider: originalText(String(row['provider'])),
      model: originalText(String(row['model'])),
      serviceTier: originalText(String(row['service_tier'])),
      speed: originalText(String(row['speed'])),
      residency: originalText(String(row['residency'])),
      promptBand: Number(row['prompt_band']),
    }),
  });
}

/** Identity of a price key. */
export function priceKeyText(k: PriceKey): string {
  return JSON.stringify([k.provider, k.model, k.serviceTier, k.speed, k.residency, k.promptBand]);
}
