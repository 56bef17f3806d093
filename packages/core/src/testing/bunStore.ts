// Run by Bun: a store on bun:sqlite against the definition, on generated histories. Prints how many it tried; ends with 1 when one differs.
import { equal } from 'node:assert/strict';
import fc from 'fast-check';

import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { SqliteDatabase } from '../storage/sqlite/SqliteDatabase.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { exampleDimensions, examplePrice, usageBatch } from './ledgerArbitraries.ts';
import { comparableRows, EXAMPLE_ZONE, rollupQuery } from './queryArbitraries.ts';

const cases = Number(process.argv[2] ?? 20);
// Known to Bun only.
const driver = 'bun:sqlite';
const { Database } = (await import(driver)) as { Database: new (file: string) => SqliteDatabase };

await fc.assert(
  fc.asyncProperty(
    fc.array(usageBatch, { minLength: 1, maxLength: 5 }),
    fc.array(rollupQuery, { minLength: 1, maxLength: 6 }),
    async (batches, queries) => {
      const [store, oracle] = [sqliteStore(new Database(':memory:')), memoryStore()];
      for (const each of [store, oracle]) {
        each.declare({ dimensions: exampleDimensions, zones: [EXAMPLE_ZONE] });
        await each.migrate();
        for (const batch of batches) await each.write(batch, examplePrice);
        await each.drain();
      }
      for (const query of queries) {
        const [rows, expected] = [await store.rollup(query), await oracle.rollup(query)];
        equal(JSON.stringify(comparableRows(rows)), JSON.stringify(comparableRows(expected)));
      }
      equal((await store.check()).differenceCount, 0);
      await store.close();
    },
  ),
  { numRuns: cases },
);
process.stdout.write(`${cases} histories\n`);
