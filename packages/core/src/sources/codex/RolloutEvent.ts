/** A line's payload with its time and place. */
export interface RolloutEvent {
  payload: Record<string, unknown>;
  atMs: number;
  position: number;
  ordinal: number | undefined;
}
