import type { PriceRow, PriceWindow } from '../PriceRow.ts';

/** Rates in the order input, output, cache read, five-minute and one-hour cache write; `-` or nothing = not listed, a mere `-` = no price, on days when it is not sure. `'3 15 0.3 3.75 6'` */
export type TableRates = string;

/** Prices by size of the prompt: thresholds and rates, ascending. */
export interface TableTiers {
  /** Above so many tokens of the whole prompt. */
  over?: readonly (readonly [tokens: number, rates: TableRates])[];
  /** From so many tokens on. */
  from?: readonly (readonly [tokens: number, rates: TableRates])[];
}

/** A row of a table: what differs from the table's own facts. */
export interface TableRow extends TableTiers {
  /** Further ids, separated by spaces. */
  names?: string;
  /** Beginnings of ids, separated by spaces. */
  begins?: string;
  tier?: string;
  speed?: string;
  /** Residencies, separated by spaces. */
  residency?: string;
  /** `validFrom`; absent = from the beginning. */
  since?: string;
  /** `validTo`. */
  until?: string;
  /** Where it was published, when not where the table was. */
  source?: string;
  bands?: readonly (TableTiers & { windows: readonly PriceWindow[]; rates: TableRates })[];
  /** USD per 1,000 web searches. */
  search?: string;
}

/** Prices of one provider as data, made into rows by `tableRows`. Rows are appended, never edited, but for what `PriceRow` says of days and sources. */
export interface PriceTable extends Pick<PriceRow, 'provider' | 'source' | 'origin'> {
  /** Beginning of the ids. */
  idPrefix?: string;
  rows: readonly (readonly [model: string, knownFrom: string, rates: TableRates, more?: TableRow])[];
}
