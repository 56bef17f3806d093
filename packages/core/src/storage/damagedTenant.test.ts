import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

import { HOUR_MS } from '../model/timeSlot.ts';
import { type DamageHost, damageEngines } from '../testing/faults/damageHosts.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { batch, request, session } from '../testing/steadyUsage.ts';
import { SCHEMA_VERSION } from './migrations/index.ts';

const AT_MS = Date.UTC(2026, 2, 2, 12);

const { engines, remove } = damageEngines();
afterAll(remove);

describe.each(engines)('a damaged tenant on %s', (_name, make) => {
  let host: DamageHost;
  const written = (name: string) =>
    batch({ requests: [request(name, 's', AT_MS + 5 * HOUR_MS)], sessions: [session('s', AT_MS, { project: 'p' })] });
  beforeEach(async () => {
    host = await make();
    const store = host.opened();
    await store.migrate();
    await store.write(written('a'), examplePrice);
    await store.seal(AT_MS);
  });
  afterEach(() => host.remove());

  it.each([
    ['another id', 'id = id + 1', 'the row of the tenant 1, which has sessions, is lost'],
    [
      'another end of sealed time',
      'sealed_before_ms = sealed_before_ms + 1',
      `is ${AT_MS + 1}, which is no whole hour`,
    ],
  ])('%s: the check says so, and a rebuild refuses', async (_what, change, fault) => {
    await host.execute(`update uk_tenant set ${change}`);
    const { differences } = await host.opened().check();
    expect(differences).toContainEqual({
      level: 'L0',
      at: 'uk_tenant',
      detail: expect.stringMatching(new RegExp(`${fault}: .* restore a backup`)),
      isLost: true,
    });
    await expect(host.opened().rebuild()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining(fault),
    });
  });

  it('a schema that a newer release brought on meanwhile: a store that was open refuses to read, to write and to seal', async () => {
    const store = host.opened();
    expect(await store.extent()).toMatchObject({ revision: expect.any(Number) });
    await host.execute(`update uk_meta set value = '${SCHEMA_VERSION + 1}' where name = 'schema_version'`);
    const newer = { code: 'store_newer', message: expect.stringContaining(`schema version ${SCHEMA_VERSION + 1}`) };
    await expect(store.extent()).rejects.toMatchObject(newer);
    await expect(store.write(written('b'), examplePrice)).rejects.toMatchObject(newer);
    await expect(store.seal(AT_MS + 24 * HOUR_MS)).rejects.toMatchObject(newer);
    await expect(store.check()).rejects.toMatchObject(newer);
    await host.execute(`update uk_meta set value = '${SCHEMA_VERSION}' where name = 'schema_version'`);
    expect((await store.check()).differences).toEqual([]);
  });

  it('the same where the tenant has nothing yet: every call says so', async () => {
    const empty = await make();
    const store = empty.opened();
    await store.migrate();
    expect(await store.extent()).toMatchObject({ firstMs: null });
    await empty.execute(`update uk_meta set value = '${SCHEMA_VERSION + 1}' where name = 'schema_version'`);
    const calls: Record<string, () => Promise<unknown>> = {
      extent: () => store.extent(),
      sessions: () => store.sessions({ sortBy: 'cost', sortOrder: 'asc', limit: 1, offset: 0 }),
      cursors: () => store.cursors('x'),
      write: () => store.write(written('b'), examplePrice),
      drain: () => store.drain(),
      reprice: () => store.reprice(examplePrice, { bookId: 'b', nowMs: AT_MS }),
      undo: () => store.undoReprice(),
      seal: () => store.seal(AT_MS),
      check: () => store.check(),
      rebuild: () => store.rebuild(),
    };
    const codes: Record<string, unknown> = {};
    for (const [call, ask] of Object.entries(calls)) {
      codes[call] = await ask().then(
        () => 'answered',
        (error: unknown) => Object(error).code,
      );
    }
    expect(codes).toEqual(Object.fromEntries(Object.keys(calls).map((call) => [call, 'store_newer'])));
    await empty.remove();
  });

  it('another hash: every call says so, and none takes the tenant for a new one', async () => {
    await host.execute('update uk_tenant set hash = hash + 1');
    const damaged = {
      code: 'store_unavailable',
      message: expect.stringMatching(/hash .* uk_tenant .* is not that of its name: restore a backup/),
    };
    await expect(host.opened().check()).rejects.toMatchObject(damaged);
    await expect(host.opened().extent()).rejects.toMatchObject(damaged);
    await expect(host.opened().write(written('b'), examplePrice)).rejects.toMatchObject(damaged);
    await expect(host.opened().rebuild()).rejects.toMatchObject(damaged);
  });
});
