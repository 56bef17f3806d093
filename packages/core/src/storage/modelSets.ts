import { modelsOf } from './lostEntry.ts';
import type { Writing } from './StoreContext.ts';

/** Writes which models are in sets of models. */
export async function writeModelSets(writing: Writing, sets: readonly [text: string, set: number][]): Promise<void> {
  const { ctx, trx, tenant } = writing;
  const entries = sets.flatMap(([text, set]) => modelsOf(text).map((model): [number, string] => [set, model]));
  if (entries.length === 0) return;
  const { ids } = await ctx.dictionaries.names.ids(
    writing,
    entries.map(([, model]) => model),
  );
  await ctx.traits.upsert(trx, {
    table: 'uk_model_set',
    columns: ['tenant', 'model_set', 'model'],
    keys: 3,
    rows: entries.map(([set, model]) => [tenant.id, set, ids.get(model)]),
  });
}

/** Writes anew which models are in the sets of models that sessions have. */
export async function rebuiltModelSets(writing: Writing): Promise<void> {
  const { ctx, trx, tenant } = writing;
  const all = await ctx.dictionaries.modelSets.all(trx, tenant.id);
  await trx.deleteFrom('uk_model_set').where('tenant', '=', tenant.id).execute();
  await writeModelSets(
    writing,
    [...all].map(([set, text]): [string, number] => [text, set]),
  );
}
