import type { UsageBatch } from '../../model/UsageBatch.ts';
import { kyselyStore } from '../../storage/kyselyStore.ts';
import { examplePrice, exampleDimensions } from '../ledgerArbitraries.ts';
import { EXAMPLE_ZONE } from '../queryArbitraries.ts';
import { faultBatches } from './faultBatches.ts';
import type { FaultOperation } from './FaultOperation.ts';
import type { FaultTarget } from './FaultTarget.ts';
import { OTHER_PRICES, otherPrice } from './otherPrice.ts';
import type { HostTables, OpenFaultTarget } from './openFaultTarget.ts';

/** Hours and days in a transaction of a drain: few, so that there are many. */
const DRAIN_LIMIT = 12;

/** The host's own end of a transaction. */
class Undone extends Error {}

async function writeWithHost(
  { host }: OpenFaultTarget,
  schema: string,
  batch: UsageBatch,
  number: number,
  undo: boolean,
): Promise<void> {
  if (!host) throw new Error('this target has no host');
  const work = host.transaction().execute(async (trx) => {
    await trx.insertInto('host_log').values({ batch: number }).execute();
    const store = kyselyStore<HostTables>(trx, { engine: 'postgres', schema });
    store.declare({ dimensions: exampleDimensions, zones: [EXAMPLE_ZONE] });
    await store.write(batch, examplePrice);
    if (undo) throw new Undone();
  });
  await work.catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error;
  });
}

/**
 * Does an operation to its end.
 *
 * @param say is told of each batch that is committed
 */
export async function runFaultOperation(
  opened: OpenFaultTarget,
  target: FaultTarget,
  operation: FaultOperation,
  say: (progress: string) => void = () => {},
): Promise<void> {
  const { store } = opened;
  if (operation.do === 'migrate') return store.migrate();
  if (operation.do === 'drain') return store.drain({ limit: DRAIN_LIMIT });
  if (operation.do === 'rebuild') return store.rebuild();
  if (operation.do === 'reprice') return void (await store.reprice(otherPrice, OTHER_PRICES));
  if (operation.do === 'undo') return void (await store.undoReprice(OTHER_PRICES));
  const all = faultBatches(operation.seed, Math.max(-1, ...operation.batches) + 1);
  for (const number of operation.batches) {
    const batch = all[number] as UsageBatch;
    if (operation.do === 'sync') await store.write(batch, examplePrice, { bulk: number % 2 === 1 });
    else {
      const { schema } = target as FaultTarget & { engine: 'host' };
      await writeWithHost(opened, schema, batch, number, operation.undone.includes(number));
    }
    say(`batch ${number}`);
  }
}
