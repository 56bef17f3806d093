import assert from 'node:assert/strict';

import { memoryStore } from '../../storage/memory/memoryStore.ts';
import type { UsageStore } from '../../storage/UsageStore.ts';
import { amounts } from '../amounts.ts';
import { exampleDimensions, examplePrice, FROM_MS, TO_MS } from '../ledgerArbitraries.ts';
import { sampleRandom } from '../sample/sampleRandom.ts';
import { FAULT_DAYS, faultBatches } from './faultBatches.ts';
import type { FaultOperation } from './FaultOperation.ts';
import type { FaultPlaces } from './faultPlaces.ts';
import type { FaultTarget } from './FaultTarget.ts';
import { openFaultTarget } from './openFaultTarget.ts';
import { OTHER_PRICES, otherPrice } from './otherPrice.ts';
import { startedWorker } from './startedWorker.ts';

const DAY_MS = 86_400_000;

const amountsOf = (store: UsageStore): Promise<unknown[]> =>
  amounts(store, FROM_MS - DAY_MS, TO_MS + (FAULT_DAYS + 1) * DAY_MS);

async function opened<T>(target: FaultTarget, work: (store: UsageStore) => Promise<T>): Promise<T> {
  const { store, close } = openFaultTarget(target);
  try {
    await store.migrate();
    return await work(store);
  } finally {
    await close();
  }
}

/** Lets a process do it; the steps it took, and whether it was killed. */
async function worked(target: FaultTarget, operation: FaultOperation, dieAt?: number) {
  const { killed, failure, said } = await startedWorker({ target, operation, ...(dieAt && { dieAt }) }).ended;
  assert.equal(failure, undefined);
  return { killed, steps: [...said].filter((line) => line.startsWith('step ')).length };
}

/**
 * Kills processes that reprice a store, and processes that undo it, at steps chosen at random. After each kill every sum agrees with the requests; a repricing that
 * goes on ends where one that nobody disturbed ends, and one that is undone from anywhere ends where it began.
 *
 * @returns how many were killed
 * @throws AssertionError when it is not so
 */
export async function repriceKills(
  places: FaultPlaces,
  { engine, seed, kills }: { engine: 'sqlite' | 'postgres'; seed: number; kills: number },
): Promise<number> {
  const [target, rehearsal] = [await places.empty(engine), await places.empty(engine)];
  const oracle = memoryStore();
  oracle.declare({ dimensions: exampleDimensions });
  for (const batch of faultBatches(seed, 4)) {
    await oracle.write(batch, examplePrice);
    for (const place of [target, rehearsal]) await opened(place, (store) => store.write(batch, examplePrice));
  }
  const before = await amountsOf(oracle);
  await oracle.reprice(otherPrice, OTHER_PRICES);
  const after = await amountsOf(oracle);
  assert.notDeepEqual(after, before);
  const random = sampleRandom(seed, 5);
  const steps = { reprice: 0, undo: 0 };
  for (const name of ['reprice', 'undo'] as const) steps[name] = (await worked(rehearsal, { do: name })).steps;

  /** 1 = it was killed, 0 = it was done before. */
  const kill = async (name: 'reprice' | 'undo'): Promise<number> => {
    const { killed } = await worked(target, { do: name }, random.whole(1, steps[name]));
    await opened(target, async (store) => assert.deepEqual((await store.check()).differences, []));
    return killed ? 1 : 0;
  };
  const goesOn = async (name: 'reprice' | 'undo', expected: unknown[]): Promise<void> => {
    await worked(target, { do: name });
    await opened(target, async (store) => {
      await store.drain();
      assert.deepEqual(await amountsOf(store), expected);
      const { differences, dirtyHours, dirtyDays } = await store.check();
      assert.deepEqual({ differences, dirtyHours, dirtyDays }, { differences: [], dirtyHours: 0, dirtyDays: 0 });
    });
  };
  let killed = 0;
  for (let life = 0; killed < kills; life += 1) {
    assert.ok(life < 10 + 4 * kills, 'hardly a process was killed in time');
    const first = await kill('reprice');
    // As far as it got it can be taken back, or gone on with.
    if (random.chance(0.5)) await goesOn('reprice', after);
    killed += first + (await kill('undo'));
    await goesOn('undo', before);
  }
  return killed;
}
