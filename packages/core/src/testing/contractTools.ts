import { afterEach } from 'vitest';

import type { UsageStore } from '../storage/UsageStore.ts';
import { exampleDimensions } from './ledgerArbitraries.ts';
import { EXAMPLE_ZONE } from './queryArbitraries.ts';

/** A fresh, empty database of the engine under test. */
export interface StoreDatabase {
  /** A migrated store in it. Every call is another store on the same database; where a store is all there is of a database, the same one for a tenant. */
  open(tenant?: string): Promise<UsageStore>;
  /** Takes the database away; stores may still be open. */
  remove(): Promise<void> | void;
}

/** How a contract gets at an engine. */
export interface StoreHarness<Database extends StoreDatabase = StoreDatabase> {
  create(): Promise<Database>;
}

/** What the parts of a contract share. */
export interface ContractTools<Database extends StoreDatabase = StoreDatabase> {
  /** A fresh database, removed after the test. */
  database(): Promise<Database>;
  /** A store in a fresh database that knows the example dimensions and zone. */
  fresh(): Promise<UsageStore>;
  /** Takes away the databases of a generated case before the next one. */
  removeAll(): Promise<void>;
}

/** The tools, for the tests of the group that asks for them. */
export function contractTools<Database extends StoreDatabase>(
  harness: StoreHarness<Database>,
): ContractTools<Database> {
  const open: Database[] = [];
  const tools: ContractTools<Database> = {
    async database() {
      const database = await harness.create();
      open.push(database);
      return database;
    },
    async fresh() {
      const store = await (await tools.database()).open();
      store.declare({ dimensions: exampleDimensions, zones: [EXAMPLE_ZONE, 'UTC'] });
      return store;
    },
    async removeAll() {
      for (const database of open.splice(0)) await database.remove();
    },
  };
  afterEach(tools.removeAll);
  return tools;
}
