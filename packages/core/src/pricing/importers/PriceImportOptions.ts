/** What a price list does not say of itself. */
export interface PriceImportOptions {
  /** UTC day on which the list was read, `YYYY-MM-DD`: since when its prices are known. A price that began earlier is known since then. */
  knownFrom: string;
  /** Where the list was published, for rows whose entry does not say. */
  source: string;
  /**
   * Beginning of the ids of the rows. Default: the list's name, so that an id is `litellm/provider/model`, `models.dev/…` or `genai-prices/…` and no
   * shipped row has it.
   */
  idPrefix?: string;
}
