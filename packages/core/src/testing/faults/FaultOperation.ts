/**
 * What a process of a fault test does with a store.
 *
 * - `sync` writes the batches, in this order
 * - `reprice` prices everything at other prices (`otherPrice`), and `undo` takes that back, few requests at a time
 * - `host` writes each batch in a transaction of the host's own together with a row of the host's own table; every batch of `undone` is rolled back
 */
export type FaultOperation =
  | { do: 'migrate' }
  | { do: 'drain' }
  | { do: 'rebuild' }
  | { do: 'reprice' }
  | { do: 'undo' }
  | { do: 'sync'; seed: number; batches: readonly number[] }
  | { do: 'host'; seed: number; batches: readonly number[]; undone: readonly number[] };
