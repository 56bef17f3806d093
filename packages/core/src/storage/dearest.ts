import type { CacheStates } from './coverage.ts';
import type { FactReader } from './factScan.ts';
import { readDays } from './dayBlocks.ts';
import { type DayStretch, NO_DIMENSION } from './marginals.ts';
import type { Integers } from './packed/GroupFold.ts';
import { DAYS, place } from './packed/layouts.ts';
import { type RollupPiece, stretchOf } from './plan.ts';
import { TOP_PLACES } from './sessionMarginals.ts';
import type { Trx } from './StoreContext.ts';

/** Sessions of equal cost beyond which the rollups help no more. */
const MAX_CANDIDATES = 500;

interface Candidate {
  id: number;
  /** Whole nano-USD and the pico rest; −1 without a price. */
  nano: number;
  pico: number;
}

const LAYOUT = DAYS.top;
const dearer = (a: Candidate, b: Candidate): number => b.nano - a.nano || b.pico - a.pico;

/** The dearest of many sessions, more of them where several cost the same. */
export class Dearest implements FactReader {
  readonly names = ['session', 'costNano', 'costPico', 'priced'];
  readonly #places: number;
  #found: Candidate[] = [];
  /** What is cheaper is none of them. */
  #least = -Infinity;
  /** So many are sorted at once. */
  #room = MAX_CANDIDATES;

  constructor(places: number) {
    this.#places = places;
  }

  add(rows: Int32Array, [ids, nano, pico, priced]: readonly Integers[]): void {
    for (const row of rows) {
      const isPriced = (priced?.[row] ?? 0) === 1;
      const whole = isPriced ? (nano?.[row] ?? 0) : -1;
      if (whole >= this.#least) this.addOne(ids?.[row] ?? 0, whole, isPriced ? (pico?.[row] ?? 0) : 0);
    }
  }

  addOne(id: number, nano: number, pico: number): void {
    if (nano < this.#least) return;
    this.#found.push({ id, nano, pico });
    if (this.#found.length < this.#room) return;
    this.#cut();
    // Where many cost the same, they are sorted the less often.
    this.#room = Math.max(MAX_CANDIDATES, 2 * this.#found.length);
  }

  #cut(): void {
    this.#found.sort(dearer);
    const last = this.#found[this.#places - 1];
    if (!last) return;
    this.#found = this.#found.filter((candidate) => dearer(candidate, last) <= 0);
    this.#least = last.nano;
  }

  /** Their ids; `undefined` when too many cost the same. */
  ids(): number[] | undefined {
    this.#cut();
    return this.#found.length > MAX_CANDIDATES + this.#places ? undefined : this.#found.map(({ id }) => id);
  }
}

const TOP = { family: 'top', dimension: NO_DIMENSION } as const;

async function addDays(
  found: Dearest,
  trx: Trx,
  tenant: number,
  stretch: DayStretch,
  states: CacheStates,
): Promise<void> {
  for await (const days of readDays(trx, tenant, TOP, stretch, states, ['days'])) {
    for (const packed of days) {
      const [ids, nano, pico] = ['session', 'costNano', 'costPico'].map((name) => packed.column(place(LAYOUT, name)));
      for (let row = 0; row < packed.rows; row += 1) found.addOne(ids?.[row] ?? 0, nano?.[row] ?? 0, pico?.[row] ?? 0);
    }
  }
}

/**
 * The sessions of whole days among which the dearest are, more of them where several cost the same.
 *
 * @param places how many are asked for, {@link TOP_PLACES} at most: a day keeps so many, and one more than that of a day is never needed
 * @returns `undefined` when too many cost the same
 */
export async function dearestOfDays(
  trx: Trx,
  tenant: number,
  pieces: readonly RollupPiece[],
  places: number,
  states: CacheStates,
): Promise<number[] | undefined> {
  if (places > TOP_PLACES) return undefined;
  const found = new Dearest(places);
  for (const piece of pieces) if (piece.level === 'L2') await addDays(found, trx, tenant, stretchOf(piece), states);
  return found.ids();
}
