import { sql } from 'kysely';

import { dimensionValues } from './dimsets.ts';
import type { Writing } from './StoreContext.ts';

/** What combinations of dimensions are kept to consist of, as `dimension=value` pairs in order, by combination. */
async function keptValues({ ctx, trx, tenant }: Writing): Promise<Map<number, string>> {
  const rows = await trx
    .selectFrom('uk_dimset_value')
    .select(['dimset', 'dimension', 'value'])
    .where('tenant', '=', tenant.id)
    .orderBy('dimset')
    .execute();
  const texts = await ctx.dictionaries.names.texts(
    trx,
    tenant.id,
    rows.flatMap((row) => [Number(row.dimension), Number(row.value)]),
  );
  const text = (id: unknown): string => texts.get(Number(id)) ?? '';
  const pairs = Map.groupBy(rows, (row) => Number(row.dimset));
  return new Map(
    [...pairs].map(([dimset, of]) => [
      dimset,
      JSON.stringify(of.map(({ dimension, value }) => [text(dimension), text(value)]).toSorted()),
    ]),
  );
}

/** The texts of those combinations of dimensions whose single values are not kept as their texts say. */
export async function wrongDimsets(writing: Writing): Promise<string[]> {
  const { ctx, trx, tenant } = writing;
  const kept = await keptValues(writing);
  const wrong: string[] = [];
  for (const [id, text] of await ctx.dictionaries.dimsets.all(trx, tenant.id)) {
    const expected = Object.entries(dimensionValues(text));
    if ((kept.get(id) ?? '[]') !== JSON.stringify(expected.toSorted())) wrong.push(text);
    kept.delete(id);
  }
  return [...wrong, ...[...kept].map(([id]) => `combination ${id}`)];
}

/** Names of dimensions that have values and are not listed: all their values are taken for unknown. */
export async function unlistedDimensions({ ctx, trx, tenant }: Writing): Promise<string[]> {
  const { rows } = await sql<{ dimension: number }>`
    select dimension from ${sql.table('uk_dimset_value')} where tenant = ${tenant.id}
    except select dimension from ${sql.table('uk_dimension')} where tenant = ${tenant.id}`.execute(trx);
  const texts = await ctx.dictionaries.names.present(
    trx,
    tenant.id,
    rows.map((row) => Number(row.dimension)),
  );
  return [...texts.values()].toSorted();
}
