import { keptDays } from './dayMarginals.ts';
import { type DayStretch, NO_DIMENSION } from './marginals.ts';
import { DAYS, place, width } from './packed/layouts.ts';
import { PackedRows } from './packed/packedRows.ts';
import { type RollupPiece, stretchOf } from './plan.ts';
import { TOP_PLACES } from './sessionMarginals.ts';
import type { Trx } from './StoreContext.ts';

/** Sessions of equal cost beyond which the rollups help no more. */
const MAX_CANDIDATES = 500;

interface Candidate {
  id: number;
  nano: number;
  pico: number;
}

const LAYOUT = DAYS.top;
const dearer = (a: Candidate, b: Candidate): number => b.nano - a.nano || b.pico - a.pico;

async function candidatesOf(trx: Trx, tenant: number, stretch: DayStretch): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const { data } of await keptDays(trx, tenant, { family: 'top', dimension: NO_DIMENSION }, stretch)) {
    const packed = new PackedRows(data, width(LAYOUT));
    const [ids, nano, pico] = ['session', 'costNano', 'costPico'].map((name) => packed.column(place(LAYOUT, name)));
    for (let row = 0; row < packed.rows; row += 1) {
      found.push({ id: ids?.[row] ?? 0, nano: nano?.[row] ?? 0, pico: pico?.[row] ?? 0 });
    }
  }
  return found;
}

/**
 * The sessions of whole days among which the dearest are, more of them where several cost the same.
 *
 * @param places how many are asked for, {@link TOP_PLACES} at most: a day keeps so many, and one more than that of a day is never needed
 * @returns `undefined` when too many cost the same
 */
export async function dearest(
  trx: Trx,
  tenant: number,
  pieces: readonly RollupPiece[],
  places: number,
): Promise<number[] | undefined> {
  if (places > TOP_PLACES) return undefined;
  const all: Candidate[] = [];
  for (const piece of pieces) {
    if (piece.level === 'L2') all.push(...(await candidatesOf(trx, tenant, stretchOf(piece))));
  }
  all.sort(dearer);
  const last = all[places - 1];
  const kept = last ? all.filter((candidate) => dearer(candidate, last) <= 0) : all;
  return kept.length > MAX_CANDIDATES ? undefined : kept.map(({ id }) => id);
}
