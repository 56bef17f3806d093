import { type Kysely, type RawBuilder, sql } from 'kysely';

import { UsageError } from '../errors.ts';
import type { EngineName, EngineTraits } from './EngineTraits.ts';
import type { Schema } from './Schema.ts';
import type { ColumnType } from './TableSpec.ts';

const isNumber =
  (expected: number) =>
  (read: unknown): boolean =>
    ['number', 'bigint', 'string'].includes(typeof read) && Number(read) === expected;

const isBytes =
  (expected: Uint8Array) =>
  (read: unknown): boolean => {
    const bytes = read instanceof ArrayBuffer ? new Uint8Array(read) : read;
    return bytes instanceof Uint8Array && bytes.length === expected.length && bytes.every((b, i) => b === expected[i]);
  };

/** A value that has to come back from the database as it was sent. */
interface Sample {
  /** What it is called in the message. */
  what: string;
  type: ColumnType;
  value: unknown;
  /** Whether a value that was read is this one, to a store. */
  isRead(read: unknown): boolean;
}

const BIG = 1_780_272_000_123;
const BYTES = Uint8Array.of(0x00, 0x5c, 0x7f, 0x80, 0xff);
/** What drivers, and arrays of PostgreSQL, take for something else: digits, quotes, a word. */
const TEXT = String.raw`007 "\' {} é 🜁`;

const SAMPLES: readonly Sample[] = [
  { what: 'small integers', type: 'code', value: -12_345, isRead: isNumber(-12_345) },
  { what: 'integers', type: 'id', value: 2_000_000_011, isRead: isNumber(2_000_000_011) },
  { what: 'big integers', type: 'int64', value: BigInt(BIG), isRead: isNumber(BIG) },
  { what: 'double precision', type: 'double', value: 0.5, isRead: isNumber(0.5) },
  { what: 'text', type: 'text', value: TEXT, isRead: (read) => read === TEXT },
  { what: 'bytes', type: 'bytes', value: BYTES, isRead: isBytes(BYTES) },
  { what: 'null', type: 'text', value: null, isRead: (read) => read === null },
];

/** Where an engine's drivers are told to read values otherwise. */
const OPTIONS: Readonly<Record<EngineName, string>> = {
  sqlite: 'rows as lists (`raw`, `returnArrays`), `pragma full_column_names` or functions of its own that read values',
  postgres:
    "pg's `binary`, its `types` or `pg.types.setTypeParser`, `types` or `transform` of postgres.js, `parsers` or `serializers` of PGlite, `array_nulls = off` of the server",
};

/** @throws UsageError */
async function assertDriver(db: Kysely<Schema>, traits: EngineTraits): Promise<void> {
  const { engine, types } = traits;
  const big = sql`cast(${BigInt(BIG)} as ${sql.raw(types.int64)})`;
  const sum = sql`(select sum(v) from (select ${big} as v) as of_v)`;
  const columns: { what: string; as: RawBuilder<unknown>; isRead: Sample['isRead'] }[] = [
    ...SAMPLES.map(({ what, type, value, isRead }) => ({ what, as: traits.sent(type, value), isRead })),
    // As a query asks for it.
    { what: 'integers', as: sql`cast(${2_000_000_011} as ${sql.raw(types.id)})`, isRead: isNumber(2_000_000_011) },
    { what: 'text', as: sql`cast(${TEXT} as ${sql.raw(types.text)})`, isRead: (read) => read === TEXT },
    { what: 'big integers', as: big, isRead: isNumber(BIG) },
    { what: 'sums of big integers', as: sum, isRead: isNumber(BIG) },
    { what: 'sums as text', as: traits.integerText(sum), isRead: (read) => read === String(BIG) },
  ];
  const name = (i: number): string => `of_${i}`;
  let row: Record<string, unknown> | undefined;
  try {
    const list = sql.join(columns.map(({ as }, i) => sql`${as} as ${sql.id(name(i))}`));
    // By their names alone, as columns of tables are asked for.
    const names = sql.join(columns.map((_, i) => sql.id(name(i))));
    const { rows } = await sql<Record<string, unknown>>`select ${names} from (select ${list}) as sent`.execute(db);
    [row] = rows;
  } catch (error) {
    // Of the store as a whole, not of the statement.
    if (traits.storeError(error) instanceof UsageError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError('invalid_argument', `the database does not answer as ${engine} does: ${reason}`, {
      cause: error,
    });
  }
  const wrong = columns.filter(({ isRead }, i) => !isRead(row?.[name(i)])).map(({ what }) => what);
  if (wrong.length === 0) return;
  const isNamed = typeof row === 'object' && row !== null && name(0) in row;
  const what = isNamed
    ? `${[...new Set(wrong)].join(', ')} back as they were sent`
    : 'columns the names that were asked for';
  throw new UsageError(
    'invalid_argument',
    `the driver does not give ${what}: open the database for a store without what changes that, as ${OPTIONS[engine]}`,
  );
}

/**
 * Sees, the first time that it is called, whether a driver gives back what a store sends: a driver that reads a type in another way makes figures wrong, and what
 * is in the database looks damaged. One statement; once it has been right, none.
 *
 * @returns rejects with a UsageError: `invalid_argument` when it does not, naming the type, or when the engine is another
 */
export function provenDriver(db: Kysely<Schema>, traits: EngineTraits): () => Promise<void> {
  let proof: Promise<void> | undefined;
  return () =>
    (proof ??= assertDriver(db, traits).catch((error: unknown) => {
      proof = undefined;
      throw error;
    }));
}
