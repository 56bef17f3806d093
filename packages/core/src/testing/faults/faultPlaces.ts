import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { temporaryPostgres } from '../temporaryPostgres.ts';
import type { FaultTarget } from './FaultTarget.ts';

/** Makes empty places for stores: files in a folder of its own, and schemas in a database of its own. */
export interface FaultPlaces {
  /** An empty place; a `host` has its table. */
  empty(engine: FaultTarget['engine']): Promise<FaultTarget>;
  /** Takes all of them away. Every store has to be closed. */
  remove(): Promise<void>;
}

/**
 * Places on this machine.
 *
 * @param withPostgres whether there is a PostgreSQL database as well
 */
export async function faultPlaces(withPostgres: boolean): Promise<FaultPlaces> {
  const folder = mkdtempSync(join(tmpdir(), 'usagekit-faults-'));
  const database = withPostgres ? await temporaryPostgres() : undefined;
  let count = 0;
  return {
    async empty(engine) {
      count += 1;
      if (engine === 'sqlite') return { engine, file: join(folder, `${count}.db`) };
      if (!database) throw new Error('these places are without PostgreSQL');
      const schema = `fault_${count}`;
      await database.execute(`create schema ${schema}`);
      if (engine === 'host') await database.execute(`create table ${schema}.host_log (batch integer primary key)`);
      return { engine, url: database.url, schema };
    },
    async remove() {
      rmSync(folder, { recursive: true, force: true });
      await database?.remove();
    },
  };
}
