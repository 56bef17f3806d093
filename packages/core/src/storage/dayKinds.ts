/**
 * The offset under which UTC days have a state of their session facts. Those come from the sessions alone, never from cells, and stay computable when
 * time is sealed. No zone has it.
 */
export const FACT_DAYS = 1000;

/** Local days that are kept together, where they take few bytes: a year is then read as two dozen rows. Of more days together, fewer ranges begin and end with them. */
export const BLOCK_DAYS = 16;

/** From here on offsets are those of blocks: rows of `day` and `marginal` under them are blocks, not days. */
export const FIRST_BLOCKS = 1900;

/** The offset under which blocks of days at an offset are kept. */
export function blocksAt(offsetSlots: number): number {
  return FIRST_BLOCKS + 100 + offsetSlots;
}

/** The offset under which sums of the days of blocks are kept. They are right when the block is. */
export function sumsAt(offsetSlots: number): number {
  return FIRST_BLOCKS + 400 + offsetSlots;
}

/** The offset of the days of blocks. */
export function offsetOfBlocks(kept: number): number {
  return kept - FIRST_BLOCKS - 100;
}

/** The block that a local day belongs to. */
export function blockOf(day: number): number {
  return Math.floor(day / BLOCK_DAYS);
}
