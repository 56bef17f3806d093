import type { PriceRow } from '../PriceRow.ts';

/** What a new reading of a price list changes in the rows kept from earlier ones. */
export interface MergedPrices {
  /** All earlier rows, unchanged, and the appended ones. */
  rows: PriceRow[];
  /** Prices that were in no earlier reading. */
  added: PriceRow[];
  /** Prices, or names they answer to, that differ from the last reading: the row that was appended for each. */
  changed: { before: PriceRow; after: PriceRow }[];
  /** Prices that the list no longer has. They stay: old usage was billed by them. */
  withdrawn: PriceRow[];
  /** Withdrawn before they came into force: the row appended to say that the price before them goes on. */
  calledOff: PriceRow[];
}

const keyOf = (row: PriceRow): string =>
  JSON.stringify([row.provider, row.model, row.serviceTier, row.speed, row.residency, row.validFrom]);
const contentOf = (row: PriceRow): string =>
  JSON.stringify([row.match ?? {}, row.rates, row.tiers, row.timeBands, row.fees, row.validTo], (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

/** Id of what `day` makes of a row that is there: of rows known since one day the last id holds, so it goes on from that of the row it corrects. */
const idAfter = (known: PriceRow, row: PriceRow, day: string): string =>
  known.knownFrom === day && known.id.startsWith(row.id) ? `${known.id}/${day}` : `${row.id}/${day}`;

/**
 * Rows kept from earlier readings of a price list, with what a reading of `day` (UTC, `YYYY-MM-DD`) adds: nothing is edited or removed. A price that
 * differs gets a further row, known since `day`; one that had been announced for later and is gone gets a row with the rates of the one before it.
 *
 * @example
 * mergedPrices([], [], '2026-09-23').rows // => []
 */
export function mergedPrices(before: readonly PriceRow[], now: readonly PriceRow[], day: string): MergedPrices {
  const latest = new Map<string, PriceRow>();
  for (const row of before) {
    const known = latest.get(keyOf(row));
    if (known === undefined || known.knownFrom <= row.knownFrom) latest.set(keyOf(row), row);
  }
  const added: PriceRow[] = [];
  const changed: MergedPrices['changed'] = [];
  for (const row of now) {
    const known = latest.get(keyOf(row));
    if (known === undefined) added.push(row);
    else if (contentOf(known) !== contentOf(row)) {
      changed.push({ before: known, after: { ...row, id: idAfter(known, row, day), knownFrom: day } });
    }
  }
  const still = new Set(now.map(keyOf));
  const withdrawn = [...latest.values()].filter((row) => !still.has(keyOf(row)));
  const calledOff = withdrawn.flatMap((row) => {
    if (row.validFrom <= day) return [];
    const earlier = [...now, ...latest.values()]
      .filter((it) => it.model === row.model && it.provider === row.provider && it.validFrom < row.validFrom)
      .toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
    if (earlier === undefined || contentOf(earlier) === contentOf(row)) return [];
    return [{ ...earlier, id: `${row.id}/${day}`, validFrom: row.validFrom, knownFrom: day }];
  });
  const rows = [...before, ...added, ...changed.map(({ after }) => after), ...calledOff];
  return { rows, added, changed, withdrawn, calledOff };
}
