import { describe } from 'vitest';

import { contractTools, type ContractTools, type StoreDatabase, type StoreHarness } from './contractTools.ts';
import { storeBlockTests } from './storeBlockTests.ts';
import { storeDamageTests } from './storeDamageTests.ts';
import { storeLevelTests } from './storeLevelTests.ts';
import { storeSealTests } from './storeSealTests.ts';
import { storeSharedTests } from './storeSharedTests.ts';

/** A fresh, empty database with tables. */
export interface SqlStoreDatabase extends StoreDatabase {
  /** Runs a statement past the store, with the tables named as the store names them, for tests that damage something on purpose. */
  execute(statement: string): Promise<void>;
}

/** What the parts of the contract share. */
export type SqlContractTools = ContractTools<SqlStoreDatabase>;

/**
 * What a store on SQL tables must do beside `storeContract`, as tests: answers are read from the rollups that are meant for them, damage to a table is reported and mended
 * where it can be, sealed time has no detail, and several stores share one database.
 *
 * @param name shown in the test titles
 */
export function sqlStoreContract(name: string, harness: StoreHarness<SqlStoreDatabase>): void {
  describe(`SQL store contract: ${name}`, () => {
    const tools = contractTools(harness);
    storeLevelTests(tools);
    storeBlockTests(tools);
    storeSealTests(tools);
    storeDamageTests(tools);
    storeSharedTests(tools);
  });
}
