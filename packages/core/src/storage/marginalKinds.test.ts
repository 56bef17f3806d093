import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request, session, toolCall } from '../testing/steadyUsage.ts';
import { FACT_DAYS } from './dayKinds.ts';
import { marginalKinds } from './marginalKinds.ts';
import { PACKED } from './packed/layouts.ts';
import { sqliteStore } from './sqlite/sqliteStore.ts';

it('are what every day is kept by, and nothing else', async () => {
  const database = new DatabaseSync(':memory:');
  const store = sqliteStore(database);
  const dimensions = (['session', 'request', 'call'] as const).map((grain) => dimension(`of_${grain}`, { grain }));
  store.declare({ dimensions, zones: ['UTC'] });
  await store.migrate();
  const atMs = Date.UTC(2026, 5, 1);
  const written = batch({
    requests: [request('r', 's', atMs, { dimensions: { of_request: 'a' } })],
    toolCalls: [toolCall('c', 's', atMs, { dimensions: { of_call: 'b' } })],
    sessions: [session('s', atMs, { project: 'p', dimensions: { of_session: 'c' } })],
  });
  await store.write(written, examplePrice);
  await store.drain();
  const idOf = (name: string): number =>
    Number(database.prepare('select id from uk_dictionary where kind = 0 and value = ?').get(name)?.['id']);
  const listed = database.prepare('select dimension, grain from uk_dimension where rolled = 1').all();
  const grains = ['session', 'request', 'call'] as const;
  const rolled = listed.map(({ dimension: id, grain }) => ({ id: Number(id), grain: grains[Number(grain)] ?? 'call' }));
  expect(rolled.length).toBeGreaterThan(dimensions.length);
  const kinds = marginalKinds({ rolled, project: idOf('project'), model: idOf('model') });
  const nameOf = (of: (typeof kinds)[number]): string => `${PACKED.code(of.family)} ${of.dimension}`;
  const kept = database
    .prepare(`select distinct family || ' ' || dimension as name from uk_marginal where offset_slots < ${FACT_DAYS}`)
    .all();
  expect(kinds.map(nameOf).toSorted()).toEqual(kept.map(({ name }) => name).toSorted());
});
