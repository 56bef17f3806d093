import assert from 'node:assert/strict';

import type { UsageBatch } from '../../model/UsageBatch.ts';
import { sampleRandom } from '../sample/sampleRandom.ts';
import { faultBatches } from './faultBatches.ts';
import type { FaultOperation } from './FaultOperation.ts';
import type { FaultPlaces } from './faultPlaces.ts';
import type { FaultTarget } from './FaultTarget.ts';
import { hostBatches } from './hostBatches.ts';
import { openFaultTarget } from './openFaultTarget.ts';
import { oracleDifference } from './oracleDifference.ts';
import { startedWorker } from './startedWorker.ts';
import { storedBatches } from './storedBatches.ts';

const WRITERS = 4;
/** Of ten batches, how many any one writer has. */
const SHARE = 0.7;

/**
 * Four processes write overlapping batches in orders of their own, some of them twice, to one database that none of them finds made or migrated; they begin together. On
 * PostgreSQL the last is a host that writes in its own transactions and rolls some of them back. In the end everything equals the definition.
 *
 * @returns batches that were written, by all of them together
 * @throws AssertionError when it is not so
 */
export async function concurrentWriters(
  places: FaultPlaces,
  { engine, seed, batches: count }: { engine: 'sqlite' | 'postgres'; seed: number; batches: number },
): Promise<number> {
  const about = `four writers on ${engine}, seed ${seed}`;
  const random = sampleRandom(seed, 2);
  const batches = faultBatches(seed, count);
  const place = await places.empty(engine === 'sqlite' ? 'sqlite' : 'host');
  const target = (writer: number): FaultTarget =>
    place.engine === 'sqlite' || writer === WRITERS - 1 ? place : { ...place, engine: 'postgres' };
  // Only the host has those that it rolls back.
  const undone = batches.flatMap((_, i) => (engine === 'postgres' && i % 5 === 2 ? [i] : []));
  const wanted = batches.map((_, i) => i).filter((i) => !undone.includes(i));
  const shuffled = (numbers: readonly number[]): number[] =>
    numbers
      .map((n) => [random.fraction(), n] as const)
      .toSorted((a, b) => a[0] - b[0])
      .map(([, n]) => n);

  const operations = Array.from({ length: WRITERS }, (_, writer): FaultOperation => {
    // Each batch is somebody's, whatever the chances.
    const own = wanted.filter((n) => n % WRITERS === writer || random.chance(SHARE));
    const isHost = target(writer).engine === 'host';
    if (isHost) return { do: 'host', seed, batches: shuffled([...own, ...undone]), undone };
    return { do: 'sync', seed, batches: shuffled([...own, ...own.filter(() => random.chance(0.2))]) };
  });
  const workers = operations.map((operation, i) => startedWorker({ target: target(i), operation, waits: true }));
  await Promise.all(workers.map((worker) => worker.said('ready')));
  for (const worker of workers) worker.begin();
  const ends = await Promise.all(workers.map((worker) => worker.ended));
  assert.deepEqual(
    ends.map((end) => end.failure),
    ends.map(() => undefined),
    about,
  );

  const { store, host, close } = openFaultTarget(place);
  try {
    const present = wanted.map((n) => batches[n] as UsageBatch);
    assert.deepEqual((await store.check()).differences, [], about);
    assert.deepEqual(await storedBatches(store), wanted, about);
    assert.deepEqual((await oracleDifference(store, present)).differences, [], about);
    await store.drain();
    const { differences, dirtyHours, dirtyDays } = await store.check();
    assert.deepEqual({ differences, dirtyHours, dirtyDays }, { differences: [], dirtyHours: 0, dirtyDays: 0 }, about);
    assert.deepEqual((await oracleDifference(store, present)).differences, [], about);
    const ofHost = operations.flatMap((o) => (o.do === 'host' ? o.batches.filter((n) => !undone.includes(n)) : []));
    if (host)
      assert.deepEqual(
        await hostBatches(host),
        ofHost.toSorted((a, b) => a - b),
        `${about}: the host's rows`,
      );
  } finally {
    await close();
  }
  return operations.reduce((sum, o) => sum + ('batches' in o ? o.batches.length : 0), 0);
}
