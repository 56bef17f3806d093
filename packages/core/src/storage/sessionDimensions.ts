import type { DimensionValues } from '../model/Dimension.ts';
import { dimensionValues } from './dimsets.ts';
import { rowsOfKeys } from './keyedQuery.ts';
import type { Reading } from './storedRequests.ts';

/** What sessions of these ids say of themselves beside project and source; those that say nothing are absent. */
export async function sessionDimensions(
  { ctx, trx, tenant }: Reading,
  ids: ReadonlySet<number>,
): Promise<Map<number, DimensionValues>> {
  const rows = await rowsOfKeys({ trx, tenant: tenant.id }, 'dimensions of sessions', [...ids], (of, list) =>
    trx
      .selectFrom('uk_session')
      .select(['id', 'dimset'])
      .where(ctx.traits.keyIn({ tenant: of }, 'id', list)),
  );
  const texts = await ctx.dictionaries.dimsets.texts(
    trx,
    tenant.id,
    rows.map((row) => Number(row.dimset)),
  );
  const said = new Map<number, DimensionValues>();
  for (const { id, dimset } of rows) {
    const { project: _, source: __, ...values } = dimensionValues(texts.get(Number(dimset)) ?? '');
    if (Object.keys(values).length > 0) said.set(Number(id), values);
  }
  return said;
}
