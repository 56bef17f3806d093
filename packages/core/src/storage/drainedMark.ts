import { hash63 } from '../model/hash63.ts';
import type { StoreDeclaration, Trx, Writing } from './StoreContext.ts';

const nameOf = (tenant: number): string => `drained ${tenant}`;
const markOf = (revision: number, { dimensions, zones }: StoreDeclaration): string =>
  `${revision} ${hash63(JSON.stringify([dimensions, zones]))}`;

/** Whether a drain has ended since anything was written, for the same declaration. Something may still be dirty, when others declare something else. */
export async function isDrained(
  trx: Trx,
  tenant: { id: number; revision: number },
  declared: StoreDeclaration,
): Promise<boolean> {
  const query = trx.selectFrom('uk_meta').select('value').where('name', '=', nameOf(tenant.id));
  return (await query.executeTakeFirst())?.value === markOf(tenant.revision, declared);
}

/** Keeps that a drain has ended. */
export async function markDrained({ ctx, trx, tenant }: Writing): Promise<void> {
  await ctx.traits.upsert(trx, {
    table: 'uk_meta',
    columns: ['name', 'value'],
    keys: 1,
    rows: [[nameOf(tenant.id), markOf(tenant.revision, ctx.declared)]],
  });
}
