import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

import { expectHolds } from '../testing/faults/expectHolds.ts';
import { faultBatches } from '../testing/faults/faultBatches.ts';
import { damageEngines, type DamageHost } from '../testing/faults/damageHosts.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { steady } from '../testing/steadyUsage.ts';
import type { EngineName } from './EngineTraits.ts';
import { migrationSql } from './migrationSql.ts';

const batches = faultBatches(3, 2);
const DAY_MS = 86_400_000;
const FROM_MS = Date.UTC(2026, 2, 2);

const LEDGER = ['uk_tenant', 'uk_dictionary', 'uk_request', 'uk_tool_call', 'uk_turn', 'uk_session', 'uk_run'];
const HISTORY = ['uk_cursor', 'uk_repricing', 'uk_repriced_request'];
const SEALED = ['uk_dimension', 'uk_hour', 'uk_cell'];
const CACHES = ['uk_dimset_value', 'uk_dimset_rollup', 'uk_model_set', 'uk_request_hour', 'uk_tool_call_hour'];
const ROLLUPS = ['uk_day', 'uk_marginal'];

const FOREIGN = [
  ['table', 'create table uk_session (colour text)'],
  ['index', 'create table wheels (n integer); create index uk_session_start on wheels (n)'],
] as const;

const ENGINES: Readonly<Record<string, EngineName>> = { SQLite: 'sqlite', PostgreSQL: 'postgres' };
const printedSql = (name: string): string => migrationSql({ engine: ENGINES[name] as EngineName });

const { engines, remove } = damageEngines();
afterAll(remove);

/** An error of this code whose message has all these parts. */
const error = (code: string, ...parts: string[]) => ({
  code,
  message: expect.stringMatching(new RegExp(parts.map((part) => `(?=.*${part})`).join(''))),
});

describe.each(engines)('a damaged schema on %s', (name, make) => {
  let host: DamageHost;
  beforeEach(async () => {
    host = await make();
  });
  afterEach(() => host.remove());

  /** Has a store that holds all batches made, */
  const filled = async (): Promise<void> => {
    const store = host.opened();
    await store.migrate();
    for (const batch of batches) await store.write(batch, examplePrice);
    await store.drain();
  };
  /** Why a migration is refused, each time it is tried and without a change to the database. */
  const refusal = async (): Promise<unknown> => {
    const before = await host.tables();
    const attempt = async () => host.opened().migrate();
    const [first, second] = [await attempt().catch((e: unknown) => e), await attempt().catch((e: unknown) => e)];
    expect(second).toEqual(first);
    expect(await host.tables()).toEqual(before);
    return first;
  };

  it.each([
    ['other columns', 'create table uk_meta (id integer, colour text)'],
    ['other types', 'create table uk_meta (name integer, value integer); insert into uk_meta values (1, 2)'],
    ['no version', "create table uk_meta (name text, value text); insert into uk_meta values ('colour', 'red')"],
  ])("somebody else's uk_meta, with %s, is refused and nothing is made", async (_what, statement) => {
    await host.execute(statement);
    expect(await refusal()).toMatchObject({ code: 'store_foreign' });
  });

  // In SQLite they would be in a file that bears another program's mark, or none.
  it.each(name === 'PostgreSQL' ? FOREIGN : [])(
    "somebody else's %s under a name of ours is refused and nothing is made",
    async (_what, statement) => {
      await host.execute(statement);
      expect(await refusal()).toMatchObject(
        error('store_foreign', 'uk_session', 'choose another tablePrefix or schema'),
      );
    },
  );

  it('tables that the printed SQL made before it stopped half way are named, with what to do', async () => {
    const statements = printedSql(name).split('\n');
    const untilThird = statements.findIndex((text) => text.startsWith('create table "uk_dimset_value"'));
    await host.execute(statements.slice(1, untilThird + 1).join('\n'));
    expect(await refusal()).toMatchObject(
      error('store_unavailable', 'made in part', 'stopped half way', 'uk_meta, .*uk_tenant, .*uk_dimset_value'),
    );
    await host.execute(
      Object.keys(await host.tables())
        .map((table) => `drop table ${table};`)
        .join(' '),
    );
    await host.opened().migrate();
    await filled();
    await expectHolds(host.opened(), batches);
  });

  it('the printed SQL leaves nothing when it stops half way, and can be run again', async () => {
    const statements = printedSql(name);
    const stopped = statements.replace(/create table "uk_session" .*/, 'create table a b c;');
    await expect(host.execute(stopped)).rejects.toThrow(/syntax error/);
    await host.execute('rollback').catch(() => {});
    expect(await host.tables()).toEqual({});
    await host.execute(statements);
    await filled();
    await expectHolds(host.opened(), batches);
  });

  it.each([
    ['emptied', 'delete from uk_meta'],
    ['dropped', 'drop table uk_meta'],
    ['without a number', "update uk_meta set value = 'soon' where name = 'schema_version'"],
  ])('uk_meta %s beside our tables: the version is said to be lost', async (_what, statement) => {
    await filled();
    await host.execute(statement);
    expect(await refusal()).toMatchObject(
      error('store_unavailable', 'schema version in the table .*uk_meta is lost', 'restore a backup'),
    );
  });

  it.each([...LEDGER, ...HISTORY])('without %s it is refused, and no rebuild makes it', async (table) => {
    await filled();
    await host.execute(`drop table ${table}`);
    const missing = error('store_unavailable', `table .*${table} is missing`, 'restore a backup');
    expect(await refusal()).toMatchObject(missing);
    await expect(host.opened().rebuild()).rejects.toMatchObject(missing);
    expect(Object.keys(await host.tables())).not.toContain(table);
  });

  it.each([...CACHES, ...ROLLUPS, ...SEALED])(
    'without %s it is refused until a rebuild makes it again',
    async (table) => {
      await filled();
      await host.execute(`drop table ${table}`);
      expect(await refusal()).toMatchObject(
        error('store_unavailable', `table .*${table} is missing`, 'usagekit doctor --rebuild'),
      );
      await host.opened().rebuild();
      const store = host.opened();
      await store.migrate();
      await expectHolds(store, batches);
    },
  );

  it('all caches lost at once are made again, and named together', async () => {
    await filled();
    const all = [...CACHES, ...ROLLUPS, ...SEALED];
    for (const table of all) await host.execute(`drop table ${table}`);
    expect(await refusal()).toMatchObject(
      error('store_unavailable', 'the tables .* are missing', ...all, 'makes them again'),
    );
    await host.opened().rebuild();
    await expectHolds(host.opened(), batches);
  });

  it.each(SEALED)('%s, which alone knows of sealed time, is not made again empty', async (table) => {
    const sealing = host.opened();
    await sealing.migrate();
    await sealing.write(steady(FROM_MS, FROM_MS + DAY_MS, 3_600_000), examplePrice);
    await sealing.seal(FROM_MS + DAY_MS);
    await host.execute(`drop table ${table}`);
    const missing = error('store_unavailable', `table .*${table} is missing`, 'restore a backup');
    expect(await refusal()).toMatchObject(missing);
    await expect(host.opened().rebuild()).rejects.toMatchObject(missing);
  });

  it('a table that is dropped while a store is open is named', async () => {
    await filled();
    const store = host.opened();
    await store.migrate();
    await host.execute('drop table uk_session');
    const missing = error('store_unavailable', 'uk_session', 'call migrate\\(\\) first');
    await expect(store.check()).rejects.toMatchObject(missing);
    const page = { sortBy: 'date', sortOrder: 'asc', limit: 1, offset: 0 } as const;
    await expect(store.sessions(page)).rejects.toMatchObject(missing);
  });

  it('rows of uk_tenant that are lost are not taken for a tenant without usage', async () => {
    await filled();
    await host.execute('delete from uk_tenant');
    const before = await host.tables();
    const lost = error('store_unavailable', 'uk_tenant', 'restore a backup');
    const store = host.opened();
    await expect(store.extent()).rejects.toMatchObject(lost);
    await expect(store.check()).rejects.toMatchObject(lost);
    await expect(store.write(batches[0] as (typeof batches)[0], examplePrice)).rejects.toMatchObject(lost);
    expect(await host.tables()).toEqual(before);
  });
});
