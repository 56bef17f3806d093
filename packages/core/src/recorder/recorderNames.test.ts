import { expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { recorder } from './recorder.ts';

const usage = { inputTokens: 5 };

it.each([
  ['modelId', "did you mean 'model'?"],
  ['model_name', "did you mean 'model'?"],
  ['Provider', "did you mean 'provider'?"],
  ['service_tier', "did you mean 'serviceTier'?"],
  ['totalCostUSD', 'state totalCostUsd with the usage'],
  ['inputTokens', 'state inputTokens with the usage'],
  ['billing', 'billing is an option of usagekit'],
])('a field %s is refused, and where it belongs is said; declared it is a dimension', async (name, hint) => {
  const refused = expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(hint) });
  const store = memoryStore();
  const record = recorder({ store, price: examplePrice });
  const of = { [name]: '3' };
  await expect(record.request({ session: 's', usage, ...of })).rejects.toEqual(refused);
  expect(() => record.start({ key: 'job', ...of })).toThrow(refused);
  expect(() => record.run().start({ key: 'job', ...of })).toThrow(refused);
  expect(() => record.aiSdk({ session: 's', ...of })).toThrow(refused);
  await record.flush();
  expect((await store.extent()).latestMs).toBeNull();

  const dimensions = [dimension(name, { grain: 'session' })];
  await recorder({ store, price: examplePrice, dimensions }).request({ session: 's', usage, ...of });
  const { sessions } = await store.sessions({ sortBy: 'cost', sortOrder: 'desc', limit: 9, offset: 0 });
  expect(sessions).toMatchObject([{ dimensions: { [name]: '3' } }]);
});

it('a dimension that is not declared is told of once, and its values are kept for when it is', async () => {
  const store = memoryStore();
  const told: unknown[] = [];
  const onError = (error: unknown): number => told.push(error);
  const record = recorder({
    store,
    price: examplePrice,
    dimensions: [dimension('user', { grain: 'request' })],
    onError,
  });
  for (const key of ['a', 'b']) {
    await record.request({ session: 's', key, usage, team: 'x', user: 'u', nothing: undefined });
    await record.start({ key: `job ${key}`, team: 'x', table: 'orders' }).complete(usage);
  }
  expect(told).toMatchObject([
    { code: 'unknown_dimension', message: expect.stringContaining("'team' is recorded, but not declared") },
    { code: 'unknown_dimension', message: expect.stringContaining("'table' is recorded, but not declared") },
  ]);
  store.declare({ dimensions: [dimension('team', { grain: 'request' })] });
  const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }];
  const rows = await store.rollup({ family: 'usage', segments, bucket: 'total', by: ['team'], measures: ['requests'] });
  expect(rows.map(({ key, measures }) => [...key, measures.requests])).toContainEqual(['x', 2n]);
});
