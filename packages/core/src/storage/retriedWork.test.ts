import { Kysely } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import { flatBook } from '../testing/flatBook.ts';
import { pricedBy } from '../testing/priceArbitraries.ts';
import { batch, request, session, steady } from '../testing/steadyUsage.ts';
import type { EngineTraits } from './EngineTraits.ts';
import { ledgerStore } from './ledgerStore.ts';
import type { Schema } from './Schema.ts';
import { openSqlite } from './sqlite/openSqlite.ts';
import { sqliteDialect } from './sqlite/sqliteDialect.ts';
import { sqliteTraits } from './sqlite/sqliteTraits.ts';
import type { UsageStore } from './UsageStore.ts';

const FROM = Date.UTC(2026, 5, 1);
const HOUR_MS = 3_600_000;
const [one, two] = [flatBook('1'), flatBook('2')];

/** An engine that gives up on every transaction once, when all its work is done, as PostgreSQL does when another is in its way. */
const givingUp = (): EngineTraits => {
  const conflict = new Error('could not serialize access');
  let count = 0;
  return {
    ...sqliteTraits,
    isConflict: (error) => error === conflict,
    transaction: (db, work) =>
      sqliteTraits.transaction(db, async (trx) => {
        const result = await work(trx);
        count += 1;
        return count % 2 === 1 ? Promise.reject(conflict) : result;
      }),
  };
};

describe('work under the lock', () => {
  const open: UsageStore[] = [];
  const opened = async (traits: EngineTraits): Promise<UsageStore> => {
    const dialect = sqliteDialect(openSqlite(':memory:'), 1000);
    const store = ledgerStore(new Kysely<Schema>({ dialect }), traits);
    open.push(store);
    await store.migrate();
    return store;
  };
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
  });

  it('that is done again counts once what a repricing and its undoing did', async () => {
    const store = await opened(givingUp());
    await store.write(steady(FROM, FROM + 30 * HOUR_MS, HOUR_MS), pricedBy(one));
    const done = await store.reprice(pricedBy(two), { bookId: two.id, nowMs: FROM, limit: 7 });
    expect(done).toMatchObject({ run: 1, stopped: false, models: [{ requests: 30, changed: 30 }] });
    expect(await store.repricings()).toMatchObject([{ run: 1, stage: 'done', changed: 30 }]);
    expect(await store.undoReprice({ limit: 7 })).toMatchObject({ restored: 30, kept: 0, stopped: false });
    expect((await store.check()).differences).toEqual([]);
  });

  it('goes by what was declared when it began, and the next by what was declared meanwhile', async () => {
    const store = await opened(sqliteTraits);
    const user = { dimensions: { user: 'a' } };
    const written = (key: string) =>
      batch({ requests: [request(key, key, FROM)], sessions: [session(key, FROM, user)] });
    await store.write(written('r1'), pricedBy(one));
    expect((await store.check()).unrolledDimensions).toEqual([{ name: 'user', values: 1 }]);
    await store.write(written('r2'), (r) => {
      store.declare({ dimensions: [dimension('user', { grain: 'session' })] });
      return pricedBy(one)(r);
    });
    await store.write(written('r3'), pricedBy(one));
    expect((await store.check()).unrolledDimensions).toEqual([]);
  });
});
