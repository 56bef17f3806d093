import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import type { UsageBatch } from '../../model/UsageBatch.ts';
import type { UsageStore } from '../../storage/UsageStore.ts';
import { examplePrice } from '../ledgerArbitraries.ts';
import { sampleRandom } from '../sample/sampleRandom.ts';
import { countedProgress } from './countedProgress.ts';
import { faultBatches } from './faultBatches.ts';
import type { FaultOperation } from './FaultOperation.ts';
import type { FaultPlaces } from './faultPlaces.ts';
import type { FaultTarget } from './FaultTarget.ts';
import { hostBatches } from './hostBatches.ts';
import { openFaultTarget, type OpenFaultTarget } from './openFaultTarget.ts';
import { oracleDifference } from './oracleDifference.ts';
import { runFaultOperation } from './runFaultOperation.ts';
import { startedWorker } from './startedWorker.ts';
import { storedBatches } from './storedBatches.ts';

/** One database and those who are killed while they work on it. */
export interface KillLifeOptions {
  engine: FaultTarget['engine'];
  operation: FaultOperation['do'];
  /** Of the records, and of the moments. */
  seed: number;
  batches: number;
  /** Processes to kill, one after another; each goes on where the last one stopped. */
  kills: number;
  /** Whether each process kills itself at an exact step; else it is killed from outside, a moment after it says that step. */
  exact: boolean;
}

/** Of the processes, those that were killed at work, and those that were done before. */
export interface KillLifeResult {
  kills: number;
  late: number;
}

const numbersOf = (batches: readonly UsageBatch[]): number[] => batches.map((_, i) => i);

async function opened<T>(
  target: FaultTarget,
  work: (open: OpenFaultTarget) => Promise<T>,
  listener?: (statement: string) => void,
): Promise<T> {
  const open = openFaultTarget(target, listener);
  try {
    return await work(open);
  } finally {
    await open.close();
  }
}

/** What is there before the operation begins. */
const prepared = (target: FaultTarget, operation: FaultOperation['do'], batches: readonly UsageBatch[]) =>
  opened(target, async ({ store }) => {
    await store.migrate();
    for (const [i, batch] of batches.entries()) await store.write(batch, examplePrice, { bulk: i % 4 > 0 });
    if (operation === 'rebuild') await store.drain();
  });

/** Steps that the operation takes when nobody disturbs it. */
async function stepsOf(target: FaultTarget, operation: FaultOperation): Promise<number> {
  let steps = 0;
  const progress = countedProgress(() => (steps += 1));
  if (operation.do === 'migrate') progress.start();
  await opened(
    target,
    async (open) => {
      if (operation.do !== 'migrate') await open.store.migrate();
      progress.start();
      await runFaultOperation(open, target, operation);
      progress.stop();
    },
    progress.listener,
  );
  return steps;
}

const assertRight = async (store: UsageStore, batches: readonly UsageBatch[], about: string) => {
  const { differences, levels } = await oracleDifference(store, batches);
  assert.deepEqual(differences, [], about);
  return levels;
};

/**
 * Lets processes work on a fresh database and kills them, as `kill -9` does. After each kill the database is opened anew: the check finds nothing, every batch is
 * there whole or not at all, whatever a process said it had committed is there, and all answers are those of the batches that are there. In the end the rest is
 * written and drained, and everything equals the definition.
 *
 * @throws AssertionError when it is not so
 */
export async function killLife(places: FaultPlaces, options: KillLifeOptions): Promise<KillLifeResult> {
  const { engine, operation, seed, kills, exact } = options;
  const about = `kill -9, ${JSON.stringify(options)}`;
  const batches = faultBatches(seed, options.batches);
  const random = sampleRandom(seed, 1);
  const writes = operation === 'sync' || operation === 'host';
  const undone = operation === 'host' ? numbersOf(batches).filter((i) => i % 5 === 2) : [];
  const wanted = numbersOf(batches).filter((i) => !undone.includes(i));
  const before = writes || operation === 'migrate' ? [] : batches;
  const operationOn = (left: readonly number[]): FaultOperation => {
    if (operation === 'sync') return { do: operation, seed, batches: left };
    return operation === 'host' ? { do: operation, seed, batches: left, undone } : { do: operation };
  };

  const [rehearsal, target] = [await places.empty(engine), await places.empty(engine)];
  for (const place of before.length > 0 ? [rehearsal, target] : []) await prepared(place, operation, before);
  const steps = await stepsOf(rehearsal, operationOn(numbersOf(batches)));

  const result = { kills: 0, late: 0 };
  let [left, dirtyAtFirst, share] = [numbersOf(batches), 0, 1];
  for (let i = 0; i < kills; i += 1) {
    if (share === 0) break;
    const step = random.whole(1, Math.max(1, Math.ceil(steps * share)));
    const worker = startedWorker({ target, operation: operationOn(left), ...(exact && { dieAt: step }) });
    if (!exact && (await worker.said(`step ${step}`))) {
      await pause(random.whole(0, 3));
      worker.kill();
    }
    const { killed, failure, said } = await worker.ended;
    assert.equal(failure, undefined, about);
    result[killed ? 'kills' : 'late'] += 1;

    await opened(target, async ({ store, host }) => {
      await store.migrate();
      // First of all: it waits for the tenant's lock, and with that for what the server still does for the dead.
      const check = await store.check();
      assert.deepEqual(check.differences, [], about);
      const stored = await storedBatches(store);
      if (writes) {
        const committed = left.filter((n) => said.has(`batch ${n}`) && !undone.includes(n));
        assert.deepEqual(
          committed.filter((n) => !stored.includes(n)),
          [],
          `${about}: committed, and gone`,
        );
        left = numbersOf(batches).filter((n) => !stored.includes(n) && !said.has(`batch ${n}`));
        share = killed ? left.length / batches.length : 0;
      } else {
        assert.deepEqual(stored, numbersOf(before), about);
        const dirty = check.dirtyHours + check.dirtyDays;
        dirtyAtFirst = Math.max(dirtyAtFirst, dirty);
        if (operation === 'drain') share = dirty / Math.max(1, dirtyAtFirst);
      }
      if (host) assert.deepEqual(await hostBatches(host), stored, `${about}: the host's rows`);
      const present = stored.map((n) => batches[n] as UsageBatch);
      await assertRight(store, present, about);
    });
  }

  await opened(target, async (open) => {
    const { store, host } = open;
    await runFaultOperation(open, target, operationOn(left));
    if (operation === 'migrate') for (const batch of batches) await store.write(batch, examplePrice, { bulk: true });
    await store.drain();
    const { differences, dirtyHours, dirtyDays } = await store.check();
    assert.deepEqual({ differences, dirtyHours, dirtyDays }, { differences: [], dirtyHours: 0, dirtyDays: 0 }, about);
    assert.deepEqual(await storedBatches(store), wanted, about);
    if (host) assert.deepEqual(await hostBatches(host), wanted, `${about}: the host's rows`);
    const levels = await assertRight(
      store,
      wanted.map((n) => batches[n] as UsageBatch),
      about,
    );
    assert.deepEqual([...levels].toSorted(), ['L0', 'L1', 'L2'], `${about}: levels that answered`);
  });
  return result;
}
