/** Values by dimension name. An absent name has the value `''` = unknown; one whose value is `null` or `undefined` is absent. */
export type DimensionValues = { readonly [name: string]: string };

/** What a dimension describes: a whole session, one request, or one tool call. */
export type DimensionGrain = 'session' | 'request' | 'call';

/** A dimension that the host declares, beside the built-in `project`, `source` and `kind`. See `dimension`. */
export interface Dimension {
  name: string;
  grain: DimensionGrain;
  /** Whether it is kept in the rollups, so that queries on it are fast. */
  rollup: boolean;
  /** An order of its values for reports and charts; values that are not in it come after. */
  order?: readonly string[];
  /** Past this number of values it leaves the rollups: queries on it stay exact, and read the ledger. */
  maxValues: number;
}
