/** What drivers give for bytes. */
type Bytes = Uint8Array | ArrayBuffer;

/** The cells of one UTC hour of a family, packed. */
export interface CellTable {
  tenant: number;
  family: number;
  hour: number;
  data: Bytes;
}

/** One local day at one offset by one dimension, or none, packed. */
export interface MarginalTable {
  tenant: number;
  family: number;
  dimension: number;
  offset_slots: number;
  day: number;
  part: number;
  data: Bytes;
}
