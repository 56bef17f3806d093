import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { Kysely } from 'kysely';
import { describe, expect, it } from 'vitest';

import { exampleDimensions, examplePrice, FROM_MS, usageBatch } from '../testing/ledgerArbitraries.ts';
import { EXAMPLE_ZONE } from '../testing/queryArbitraries.ts';
import { request, session, toolCall } from '../testing/steadyUsage.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import { ledgerStore } from './ledgerStore.ts';
import type { Schema } from './Schema.ts';
import { sqliteDialect } from './sqlite/sqliteDialect.ts';
import { sqliteTraits } from './sqlite/sqliteTraits.ts';
import type { UsageStore } from './UsageStore.ts';

const HOUR_MS = 3_600_000;
const MANY = sqliteTraits.rowsAtOnce;

/** What is made from the ledger, in the order of its keys. */
const MADE = [
  'select tenant, family, hour, data from uk_cell order by tenant, family, hour',
  'select tenant, family, dimension, offset_slots, day, part, data from uk_marginal order by 1, 2, 3, 4, 5, 6',
  'select tenant, hour, state from uk_hour order by tenant, hour',
  'select tenant, offset_slots, day, state from uk_day order by 1, 2, 3',
  'select tenant, hour, session from uk_request_hour order by 1, 2, 3',
  'select tenant, hour, session from uk_tool_call_hour order by 1, 2, 3',
  'select * from uk_session order by tenant, id',
];

interface Opened {
  database: DatabaseSync;
  store: UsageStore;
}

/** A store that reads so many rows at once to add them up, or lets the engine do that. */
async function opened(rowsAtOnce: number): Promise<Opened> {
  const database = new DatabaseSync(':memory:');
  const db = new Kysely<Schema>({ dialect: sqliteDialect(database, 0) });
  const store = ledgerStore(db, { ...sqliteTraits, rowsAtOnce });
  store.declare({ dimensions: exampleDimensions, zones: [EXAMPLE_ZONE] });
  await store.migrate();
  return { database, store };
}

const made = ({ database }: Opened): unknown[] =>
  MADE.map((sql) => {
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    return statement.all();
  });

const batch = (of: Partial<UsageBatch>): UsageBatch => ({
  source: 'codex',
  requests: [],
  toolCalls: [],
  turns: [],
  sessions: [],
  cursors: [],
  ...of,
});

describe('cells that are added up row by row', () => {
  it('are, byte by byte, those that the engine adds up, and so is all that is made from them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(usageBatch, { maxLength: 5 }),
        fc.boolean(),
        fc.constantFrom(2, 6, MANY),
        async (batches, isReset, rowsAtOnce) => {
          const [rows, engine] = [await opened(rowsAtOnce), await opened(0)];
          for (const { store } of [rows, engine]) {
            for (const each of batches) await store.write(each, examplePrice, { bulk: true });
            if (isReset) await store.reset('all', 'again');
            await store.drain();
          }
          expect(made(rows)).toEqual(made(engine));
          for (const { database, store } of [rows, engine]) {
            database.exec(`update uk_session set output = output + 1, flag = 1 - flag % 2 + flag / 2 * 2 where id % 2 = 1;
            delete from uk_cell where hour % 3 = 0; update uk_session set model_set = 0 where id = 2`);
            await store.rebuild();
          }
          expect(made(rows)).toEqual(made(engine));
          await Promise.all([rows.store.close(), engine.store.close()]);
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);

  it('leave sums that no cell holds to the ledger, as the engine does', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    const requests = [0, 1, 2].map((n) =>
      request(`r${n}`, 's', FROM_MS + Math.floor(n / 2) * HOUR_MS, {
        model: 'unpriced',
        inputTokens: 0,
        outputTokens: most - n,
      }),
    );
    const [rows, engine] = [await opened(MANY), await opened(0)];
    for (const { store } of [rows, engine]) {
      await store.write(batch({ requests, toolCalls: [toolCall('c', 's', FROM_MS)] }), examplePrice, { bulk: true });
      await store.drain();
      await store.rebuild();
    }
    expect(made(rows)).toEqual(made(engine));
    const states = rows.database.prepare('select state from uk_hour order by hour').all();
    expect(states.map((row) => Number(row['state']))).toEqual([2, 0]);
    await Promise.all([rows.store.close(), engine.store.close()]);
  });

  it('hours of sessions that are wrong are found, and rows that no hour leads to', async () => {
    for (const damage of [
      'delete from uk_request_hour where session = 1',
      'delete from uk_tool_call_hour',
      'insert into uk_request_hour select tenant, hour + 9, session from uk_request_hour where session = 2',
      'update uk_tool_call_hour set session = 3 - session where hour = (select min(hour) from uk_tool_call_hour)',
    ]) {
      const of = await opened(MANY);
      const requests = [0, 1, 2, 3].map((n) => request(`r${n}`, `s${n % 2}`, FROM_MS + Math.floor(n / 2) * HOUR_MS));
      const toolCalls = [toolCall('c0', 's0', FROM_MS), toolCall('c1', 's1', FROM_MS + HOUR_MS)];
      await of.store.write(batch({ requests, toolCalls }), examplePrice);
      await of.store.drain();
      const expected = made(of);
      of.database.exec(damage);
      expect(made(of)).not.toEqual(expected);
      await of.store.rebuild();
      expect(made(of)).toEqual(expected);
      await of.store.close();
    }
  });

  it('sessions are right after a rebuild in which somebody else writes', async () => {
    const of = await opened(MANY);
    const requests = Array.from({ length: 800 }, (_, n) => request(`r${n}`, `s${n % 40}`, FROM_MS + n * HOUR_MS));
    const sessions = Array.from({ length: 40 }, (_, n) => session(`s${n}`, FROM_MS));
    await of.store.write(batch({ requests, sessions }), examplePrice, { bulk: true });
    await of.store.drain();
    of.database.exec('update uk_session set output = 7 where id > 30');
    const rebuilding = of.store.rebuild();
    for (let n = 0; n < 20; n += 1) {
      const later = request(`later${n}`, `s${n}`, FROM_MS + n * HOUR_MS);
      await of.store.write(batch({ requests: [later] }), examplePrice, { bulk: n % 2 === 0 });
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await rebuilding;
    await of.store.drain();
    const { differences, dirtyHours } = await of.store.check();
    expect([differences, dirtyHours]).toEqual([[], 0]);
    const expected = made(of);
    await of.store.rebuild();
    expect(made(of)).toEqual(expected);
    await of.store.close();
  });
});
