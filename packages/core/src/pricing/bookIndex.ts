import { UsageError } from '../errors.ts';
import { type CompiledRow, compiledRow } from './compiledRow.ts';
import { isBilledBy } from './isBilledBy.ts';
import { isSameModel } from './isSameModel.ts';
import { matchModel, type ModelName } from './matchModel.ts';
import type { RoundedRate } from './picoRates.ts';
import type { PriceRow } from './PriceRow.ts';
import { type RowDates, rowDates } from './rowDates.ts';
import { SELLERS, type Seller, sellerOf } from './sellerOf.ts';

/** A row in a book, its texts parsed when it is first looked at. */
export interface IndexedRow {
  row: PriceRow;
  /** 0 = the host's own row, 1 = of the price list, 2 = generated: a lower one that holds comes first. */
  rank: 0 | 1 | 2;
  seller: Seller;
  dates(): RowDates;
  compiled(): CompiledRow;
}

/** The rows of a book by the names of their models. */
export interface BookIndex {
  /** In the book's order. */
  rows: readonly IndexedRow[];
  /** Rows of a model, best rank first, and of a rank those of the most specific seller. */
  rowsOf(name: ModelName): readonly IndexedRow[];
}

const RANKS = [0, 1, 2] as const;
const NO_PLATFORM = SELLERS.filter((seller) => seller !== 'platform');
const sellersOf = ({ platform }: ModelName): readonly Seller[] => (platform === '' ? NO_PLATFORM : SELLERS);

const isFree = ({ rates }: PriceRow): boolean => Number(rates.input) === 0 && Number(rates.output) === 0;
/** What a publisher gives away is free from nobody else: a listed price of nothing needs the publisher's own name on the request. */
const isOffered = ({ row, rank, seller }: IndexedRow, name: ModelName): boolean =>
  isBilledBy(row.provider, name) && (name.byPublisher || rank === 0 || seller !== 'publisher' || !isFree(row));

/** Rows are never replaced: an id names one price for good, which costs that were explained by it refer to. */
const repeatedId = (id: string, isOverride: boolean): string =>
  isOverride
    ? `the override '${id}' has the id of a row that it overrides: give it its own, such as 'own/${id}'. It wins by being an override, and the other row stays`
    : `two price rows have the id '${id}'`;

/** The dates of a row that is known to be well formed. */
const trustedDates = ({ validFrom, validTo, knownFrom }: PriceRow): RowDates => ({
  fromMs: Date.parse(validFrom),
  toMs: validTo === undefined ? Number.POSITIVE_INFINITY : Date.parse(validTo),
  knownMs: Date.parse(knownFrom),
});

const indexed = (
  row: PriceRow,
  rank: IndexedRow['rank'],
  { isTrusted, rounded }: { isTrusted: boolean; rounded: RoundedRate[] },
): IndexedRow => {
  let dates: RowDates | undefined;
  let compiled: CompiledRow | undefined;
  return {
    row,
    rank,
    seller: sellerOf(row.provider),
    dates: () => (dates ??= isTrusted ? trustedDates(row) : rowDates(row)),
    compiled: () => (compiled ??= compiledRow(row, rounded)),
  };
};

/**
 * The rows of a book by the names of their models. With `isTrusted` the rows' model names are taken as canonical and nothing is parsed before it is
 * needed: for the shipped rows, which a test has checked.
 *
 * @throws `invalid_argument` for two rows with the same id, and for a malformed row unless it is trusted
 */
export function bookIndex(
  overrides: readonly PriceRow[],
  base: readonly PriceRow[],
  { isTrusted, rounded }: { isTrusted: boolean; rounded: RoundedRate[] },
): BookIndex {
  const exact = new Map<string, IndexedRow[]>();
  const prefixed: { prefix: string; row: IndexedRow }[] = [];
  const ranks = new Map<string, IndexedRow['rank']>();
  const nameRow = (name: string, entry: IndexedRow): void => {
    const found = exact.get(name);
    if (found === undefined) exact.set(name, [entry]);
    else found.push(entry);
  };
  const add = (row: PriceRow, rank: IndexedRow['rank'], isCanonical: boolean): IndexedRow => {
    const before = ranks.get(row.id);
    if (before !== undefined) throw new UsageError('invalid_argument', repeatedId(row.id, before === 0 && rank > 0));
    ranks.set(row.id, rank);
    const entry = indexed(row, rank, { isTrusted: isCanonical, rounded });
    if (!isCanonical) {
      entry.dates();
      entry.compiled();
    }
    // Written as it is looked up, so that a host's row may use any spelling of the id.
    const canonical = (name: string): string => (isCanonical ? name : matchModel('', name).snapshot);
    nameRow(canonical(row.model), entry);
    for (const name of row.match?.aliases ?? []) nameRow(canonical(name), entry);
    for (const prefix of row.match?.prefixes ?? []) prefixed.push({ prefix: prefix.toLowerCase(), row: entry });
    return entry;
  };
  const rows = [
    ...overrides.map((row) => add(row, 0, false)),
    ...base.map((row) => add(row, row.origin === 'generated' ? 2 : 1, isTrusted)),
  ];

  const namedRows = (name: ModelName, isFor: (entry: IndexedRow) => boolean): IndexedRow[] => {
    for (const id of [name.snapshot, name.model]) {
      const found = (exact.get(id) ?? []).filter(isFor);
      if (found.length > 0) return found;
    }
    const begun = prefixed.filter(({ prefix, row }) => isSameModel(name.model, prefix) && isFor(row));
    const longest = Math.max(...begun.map(({ prefix }) => prefix.length));
    return begun.filter(({ prefix }) => prefix.length === longest).map(({ row }) => row);
  };
  /** By exact id before prefix, separately for each rank and seller, so that a host can override a family of shipped models. */
  const rowsOf = (name: ModelName): IndexedRow[] =>
    RANKS.flatMap((rank) =>
      sellersOf(name).flatMap((seller) =>
        namedRows(name, (entry) => entry.rank === rank && entry.seller === seller && isOffered(entry, name)),
      ),
    );
  return { rows, rowsOf };
}
