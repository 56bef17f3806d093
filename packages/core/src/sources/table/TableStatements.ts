import { formPattern, isPlainType, NUMBER_FORM, typeForm, UNORDERED_FORM } from './cursorForm.ts';
import { settledValue } from './settledValue.ts';
import type { PositionValue } from './tableCursor.ts';
import { type TableQuery, tableQuery } from './TableDatabase.ts';

/** Engines whose tables can be read. */
export type TableEngine = 'sqlite' | 'postgres';

/** What is read, and how it is ordered. */
export interface TableShape {
  engine: TableEngine;
  schema: string | undefined;
  table: string;
  cursor: string;
  tenant: { column: string; value: string | number } | undefined;
}

/** A name of a table or column in a statement: never anything but a name. */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** Qualified, because SQLite takes an unknown quoted name alone for text. */
const column = (name: string): string => `t.${quoted(name)}`;

/** The text of a value of PostgreSQL as it is written: its column may have a collation for which other text is equal, and which patterns cannot be compared by. */
const plainText = (of: string): string => `cast(${of} as text) collate "C"`;

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));

/** Types by which a value of PostgreSQL is named again, as it writes them: with their schema, and in quotes where they need any. Of arrays it infers the type from the column. */
const TYPE_NAME = /^(?:[a-z_][a-z0-9_ ]*|"(?:[^"]|"")+")(?:\.(?:[a-z_][a-z0-9_]*|"(?:[^"]|"")+"))?$/;
const SQLITE_TYPES: readonly string[] = ['integer', 'real', 'text'];

/** The statements that a table is read with: values are bound, names are quoted, integers come as text and times as ISO 8601. */
export class TableStatements {
  readonly #shape: TableShape;
  readonly #isPostgres: boolean;

  constructor(shape: TableShape) {
    this.#shape = shape;
    this.#isPostgres = shape.engine === 'postgres';
  }

  /** The columns of the table: `name`, `type` (PostgreSQL's; of a domain, also one over others, what is beneath it), and `place` in the primary key, 0 outside of it. None: there is no such table. */
  columns(): TableQuery {
    const { schema, table } = this.#shape;
    if (this.#isPostgres) {
      const sql = `select cast(a.attname as text) as name,
          cast(cast((with recursive u as (select b.oid, b.typbasetype
              union all select d.oid, d.typbasetype from u join pg_type d on d.oid = u.typbasetype)
            select u.oid from u where u.typbasetype = 0) as regtype) as text) as type,
          coalesce((select k.n from pg_index i cross join lateral unnest(i.indkey) with ordinality as k(attnum, n)
            where i.indrelid = a.attrelid and i.indisprimary and k.attnum = a.attnum), 0) as place
        from pg_attribute a join pg_type b on b.oid = a.atttypid
        where a.attrelid = to_regclass(cast($1 as text)) and a.attnum > 0 and not a.attisdropped order by a.attnum`;
      return tableQuery(sql, [this.#table()]);
    }
    const where = schema === undefined ? '?' : '?, ?';
    const sql = `select name as name, type as type, pk as place from pragma_table_info(${where})`;
    return tableQuery(sql, schema === undefined ? [table] : [table, schema]);
  }

  /**
   * The forms that cursor values have, `form`, each once, less those that are known: see `cursorForm.ts`.
   *
   * @param type type of the cursor column
   */
  forms(keys: readonly string[], type: string | undefined, known: readonly string[], limit: number): TableQuery {
    const bound: unknown[] = [];
    const where = `${this.#tenant(bound)} and ${this.#outside(bound, keys, type, known)}`;
    const sql = `select distinct ${this.#form(keys, type)} as form from ${this.#table()} as t where ${where} limit ${limit}`;
    return tableQuery(sql, bound);
  }

  /** How many rows have a form, `n`. */
  formCount(keys: readonly string[], type: string | undefined, form: string): TableQuery {
    const bound: unknown[] = [];
    const where = `${this.#tenant(bound)} and ${this.#is(bound, keys, type, form)}`;
    return tableQuery(`select count(*) as n from ${this.#table()} as t where ${where}`, bound);
  }

  /** How many rows have none of these forms, `n`; those that cannot be ordered at all among them. */
  outsideCount(keys: readonly string[], type: string | undefined, known: readonly string[]): TableQuery {
    const bound: unknown[] = [];
    const where = `${this.#tenant(bound)} and ${this.#outside(bound, keys, type, known)}`;
    return tableQuery(`select count(*) as n from ${this.#table()} as t where ${where}`, bound);
  }

  /**
   * The next rows of a form in the order of cursor and key: from a cursor value on, or after a row. Values are `v0…`, positions `p0…`, their types `y0…`.
   *
   * @param of.types types of the columns by their names
   */
  page(
    keys: readonly string[],
    columns: readonly string[],
    of: { types: ReadonlyMap<string, string>; form: string },
    at: { from: PositionValue } | { after: readonly PositionValue[] } | undefined,
    limit: number,
  ): TableQuery {
    const bound: unknown[] = [];
    const ordered = [this.#shape.cursor, ...keys];
    const selected = [
      ...columns.map((name, i) => `${this.#value(name, of.types.get(name))} as v${i}`),
      ...ordered.flatMap((name, i) => [
        `${this.#position(name, of.types.get(name), i > 0)} as p${i}`,
        `${this.#type(name)} as y${i}`,
      ]),
    ];
    const conditions = [
      this.#tenant(bound),
      // Not `is not null`, which holds of no composite value with a null in it.
      ...ordered.map((name) => `not (${column(name)} is null)`),
      this.#is(bound, keys, of.types.get(this.#shape.cursor), of.form),
    ];
    if (at && 'from' in at) conditions.push(`${column(this.#shape.cursor)} >= ${this.#bound(bound, at.from)}`);
    else if (at) {
      const after = at.after.map((position) => this.#bound(bound, position));
      conditions.push(`(${ordered.map(column).join(', ')}) > (${after.join(', ')})`);
    }
    const sql = `select ${selected.join(', ')} from ${this.#table()} as t where ${conditions.join(' and ')}
      order by ${ordered.map(column).join(', ')} limit ${limit}`;
    return tableQuery(sql, bound);
  }

  /** The form of a row's cursor value: what it is, and of text how long it is, what stands between day and time, and what follows the digits. */
  #form(keys: readonly string[], type: string | undefined): string {
    const of = column(this.#shape.cursor);
    const none = [of, ...keys.map(column)].map((name) => `${name} is null`).join(' or ');
    const value = this.#isPostgres ? plainText(of) : of;
    const end = `ltrim(substr(${value}, 12), '0123456789:.')`;
    const text = `case when ltrim(${value}, '0123456789') = '' then 'digits ' || length(${value})
      when ${value} like '____-__-__%' and length(${value}) <= 36 and length(${end}) <= 7
      then 'text ' || length(${value}) || '|' || substr(${value}, 11, 1) || '|' || ${end} else 'other' end`;
    const uniform = this.#isPostgres ? typeForm(type) : undefined;
    const form = uniform === undefined ? text : `'${uniform.replaceAll("'", "''")}'`;
    const typed = this.#isPostgres
      ? `else ${form}`
      : `when typeof(${of}) in ('integer', 'real') then '${NUMBER_FORM}' when typeof(${of}) = 'text' then ${form} else 'other'`;
    return `case when ${none} then '${UNORDERED_FORM}' ${typed} end`;
  }

  /** Whether a row's cursor value has a form. */
  #is(bound: unknown[], keys: readonly string[], type: string | undefined, form: string): string {
    const of = column(this.#shape.cursor);
    const pattern = formPattern(form, this.#isPostgres ? '_' : '?');
    if (pattern === undefined) return `${this.#form(keys, type)} = ${this.#place(bound, form)}`;
    const value = this.#isPostgres ? `${plainText(of)} like` : `${of} glob`;
    return `${value} ${this.#place(bound, pattern)}`;
  }

  #outside(bound: unknown[], keys: readonly string[], type: string | undefined, known: readonly string[]): string {
    if (known.length === 0) return '1 = 1';
    const none = [this.#shape.cursor, ...keys].map((name) => `${column(name)} is null`);
    const others = known.map((form) => `(${this.#is(bound, keys, type, form)})`);
    return `(${none.join(' or ')} or not (${others.join(' or ')}))`;
  }

  #table(): string {
    const { schema, table } = this.#shape;
    return schema === undefined ? quoted(table) : `${quoted(schema)}.${quoted(table)}`;
  }

  /** A value, of `character` without the blanks that fill it up: `to_json` keeps them, which a cast to text does not. */
  #value(name: string, type: string | undefined, isPadded = false): string {
    const of = column(name);
    const unpadded = type === 'character' && !isPadded ? `cast(${of} as text)` : of;
    if (this.#isPostgres) return settledValue(of, type) ?? `cast(to_json(${unpadded}) as text)`;
    return `case typeof(${of}) when 'integer' then cast(${of} as text) else ${of} end`;
  }

  /**
   * A value in the text by which it can be bound again: blobs by their digits; that of arrays, composite values and others is not what JSON has.
   *
   * @param isKey whether it names its row, as which `character` keeps its blanks: rows are counted by such names
   */
  #position(name: string, type: string | undefined, isKey: boolean): string {
    if (!this.#isPostgres)
      return `case typeof(${column(name)}) when 'blob' then hex(${column(name)}) else ${this.#value(name, type)} end`;
    if (type === undefined || type === 'bytea' || isPlainType(type)) return this.#value(name, type, isKey);
    return `cast(to_json(cast(${column(name)} as text)) as text)`;
  }

  #type(name: string): string {
    return this.#isPostgres ? `cast(pg_typeof(${column(name)}) as text)` : `typeof(${column(name)})`;
  }

  #place(bound: unknown[], value: unknown): string {
    bound.push(value);
    return this.#isPostgres ? `$${bound.length}` : '?';
  }

  #tenant(bound: unknown[]): string {
    const { tenant } = this.#shape;
    return tenant ? `${column(tenant.column)} = ${this.#place(bound, tenant.value)}` : '1 = 1';
  }

  #bound(bound: unknown[], { value, type }: PositionValue): string {
    if (this.#isPostgres) {
      const place = this.#place(bound, String(value));
      // `character` without a length is one character.
      const name = type === 'character' ? 'bpchar' : type;
      // `bit` without a length is one bit, and has no other name: its type is that of the column.
      return TYPE_NAME.test(name) && name !== 'bit' ? `cast(cast(${place} as text) as ${name})` : place;
    }
    if (type === 'blob') return this.#place(bound, bytesOf(String(value)));
    // The sign takes the affinity away, by which numbers would be compared with text that reads as one.
    return `+cast(${this.#place(bound, value)} as ${SQLITE_TYPES.includes(type) ? type : 'text'})`;
  }
}
