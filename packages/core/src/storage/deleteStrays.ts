import { sql } from 'kysely';

import { FACT_DAYS } from './dayKinds.ts';
import { marginalKinds } from './marginalKinds.ts';
import { type MarginalDimensions, PARTS, WHOLE } from './marginals.ts';
import { CELL_FAMILIES } from './cells.ts';
import { PACKED } from './packed/layouts.ts';
import { FACT_FAMILIES } from './sessionFacts.ts';
import type { Writing } from './StoreContext.ts';

/** Cells of other families than there are, and facts elsewhere than at a day that is listed. */
async function deleteStrayCells({ trx, tenant }: Writing): Promise<void> {
  const codes = (families: readonly Parameters<typeof PACKED.code>[0][]) => sql.join(families.map(PACKED.code));
  await sql`delete from ${sql.table('uk_cell')} where tenant = ${tenant.id} and
    family not in (${codes([...CELL_FAMILIES, ...FACT_FAMILIES])})`.execute(trx);
  await sql`delete from ${sql.table('uk_cell')} where tenant = ${tenant.id} and family in (${codes(FACT_FAMILIES)})
    and (hour % 24 <> 0 or hour / 24 not in (select day from ${sql.table('uk_day')}
      where tenant = ${tenant.id} and offset_slots = ${FACT_DAYS}))`.execute(trx);
}

/** Marginals of other kinds than days have, as a dimension that is no longer in the rollups leaves them, and of places that there are not. */
async function deleteStrayMarginals({ trx, tenant }: Writing, dimensions: MarginalDimensions): Promise<void> {
  const name = (family: number, dimension: number): string => `${family} ${dimension}`;
  const made = new Set(marginalKinds(dimensions).map((of) => name(PACKED.code(of.family), of.dimension)));
  const kept = trx.selectFrom('uk_marginal').select(['family', 'dimension']).distinct();
  const strays = trx.deleteFrom('uk_marginal').where('tenant', '=', tenant.id);
  for (const row of await kept.where('tenant', '=', tenant.id).execute()) {
    const [family, dimension] = [Number(row.family), Number(row.dimension)];
    if (made.has(name(family, dimension))) continue;
    await strays.where('family', '=', family).where('dimension', '=', dimension).execute();
  }
  await strays.where((of) => of.or([of('part', '<', WHOLE), of('part', '>', PARTS)])).execute();
}

/** Deletes rows of the rollups that nothing makes anew: whatever is in them, they tell nothing, and in the way of those that do they could not be read. */
export async function deleteStrays(writing: Writing, dimensions: MarginalDimensions): Promise<void> {
  await deleteStrayCells(writing);
  await deleteStrayMarginals(writing, dimensions);
}
