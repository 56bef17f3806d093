import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type DamageHost, damageEngines } from '../testing/faults/damageHosts.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { comparableRows } from '../testing/queryArbitraries.ts';
import { batch, request, session, toolCall } from '../testing/steadyUsage.ts';
import type { UsageStore } from './UsageStore.ts';

const AT_MS = Date.UTC(2026, 2, 2, 12);
const segments = [{ startMs: AT_MS, endMs: AT_MS + 3_600_000, offsetSlots: 0 }];

const written = (name: string) =>
  batch({
    requests: [request(`${name}1`, name, AT_MS), request(`${name}2`, name, AT_MS + 1000, { model: 'm2' })],
    toolCalls: [toolCall(`${name}1`, name, AT_MS)],
    sessions: [session(name, AT_MS, { project: 'web' })],
  });

/** Everything that is asked of a store, in a form that two moments can be compared by. */
async function answers(store: UsageStore) {
  return [
    comparableRows(await store.rollup({ family: 'usage', segments, bucket: 'total', by: ['model', 'project'] })),
    comparableRows(await store.rollup({ family: 'tools', segments, bucket: 'total', by: ['tool', 'project'] })),
    comparableRows(await store.rollup({ family: 'sessions', segments, bucket: 'total', by: ['model'] })),
    await store.sessions({ segments, sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 }),
  ];
}

const LOST = 'delete from uk_dictionary where';
const BROKEN = `update uk_dictionary set value = '"{' where`;
const TURNED = `update uk_dictionary set value = '[1]' where`;

const { engines, remove } = damageEngines();
afterAll(remove);

describe.each(engines)('a damaged dictionary on %s', (_name, make) => {
  let host: DamageHost;
  let before: Awaited<ReturnType<typeof answers>>;
  beforeEach(async () => {
    host = await make();
    const store = host.opened();
    await store.migrate();
    await store.write(written('a'), examplePrice);
    await store.drain();
    before = await answers(store);
  });
  afterEach(() => host.remove());

  it.each([
    ['lost combinations of dimensions', `${LOST} kind = 1`, 'combination of dimensions'],
    ['combinations of dimensions that are no JSON', `${BROKEN} kind = 1`, 'combination of dimensions'],
    ['combinations of dimensions that are other JSON', `${TURNED} kind = 1`, 'combination of dimensions'],
    ['lost rate classes', `${LOST} kind = 3`, 'rate class'],
    ['rate classes that are no JSON', `${BROKEN} kind = 3`, 'rate class'],
    ['a lost name of a tool', `${LOST} kind = 0 and value = 'Bash'`, 'name'],
    ['a broken name of a tool', `${BROKEN} kind = 0 and value = 'Bash'`, 'name'],
  ])('%s: answers, the check and a rebuild say what is lost, and nothing is written', async (_what, damage, kind) => {
    await host.execute(damage);
    const damaged = await host.tables();
    const lost = { code: 'store_unavailable', message: expect.stringMatching(`the ${kind} .*uk_dictionary is lost`) };
    await expect(answers(host.opened())).rejects.toMatchObject(lost);
    const { differences, differenceCount } = await host.opened().check();
    expect(differenceCount).toBe(differences.length);
    expect(differences).toContainEqual({
      level: 'L0',
      at: 'uk_dictionary',
      detail: expect.stringMatching(`the ${kind} \\d+ of uk_\\w+\\.\\w+ is (lost|damaged): .* restore a backup`),
      isLost: true,
    });
    await expect(host.opened().rebuild()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringMatching(`uk_dictionary the ${kind} .*cannot make it again: restore a backup`),
    });
    expect(await host.tables()).toEqual(damaged);
  });

  it.each([
    ['lost sets of models', `${LOST} kind = 2`],
    ['sets of models that are no JSON', `${BROKEN} kind = 2`],
    ['sets of models that are other JSON', `${TURNED} kind = 2`],
    ['the lost name of a dimension', `${LOST} kind = 0 and value = 'project'`],
    ['the broken name of a dimension', `${BROKEN} kind = 0 and value = 'project'`],
    ['the lost name of a project', `${LOST} kind = 0 and value = 'web'`],
    ['the lost name of the models', `${LOST} kind = 0 and value = 'model'`],
  ])('%s: the check says that a rebuild mends it, and it does', async (_what, damage) => {
    await host.execute(damage);
    const { differences } = await host.opened().check();
    expect(differences).not.toEqual([]);
    for (const { at, detail, isLost } of differences) {
      expect([at, detail, isLost]).toEqual(['uk_dictionary', expect.stringContaining('a rebuild mends it'), undefined]);
    }
    await host.opened().rebuild();
    const mended = host.opened();
    expect((await mended.check()).differences).toEqual([]);
    expect(await answers(mended)).toEqual(before);
    await mended.write(written('b'), examplePrice);
    expect((await mended.check()).differences).toEqual([]);
  });

  it('dimensions that are no longer listed are reported, and listed again by a rebuild', async () => {
    await host.execute('delete from uk_dimension');
    const { differences } = await host.opened().check();
    expect(differences.map(({ at }) => at)).toEqual(expect.arrayContaining(['kind', 'project', 'source']));
    await host.opened().rebuild();
    const mended = host.opened();
    expect((await mended.check()).differences).toEqual([]);
    expect(await answers(mended)).toEqual(before);
  });

  it('a text that was changed is told by its hash', async () => {
    await host.execute("update uk_dictionary set value = 'Cash' where value = 'Bash'");
    expect((await host.opened().check()).differences).toMatchObject([{ at: 'uk_dictionary', isLost: true }]);
  });

  it('a session whose set of models is lost is summed anew when it is written', async () => {
    await host.execute(`${LOST} kind = 2`);
    const store = host.opened();
    await store.write(
      batch({
        requests: [request('a3', 'a', AT_MS + 2000)],
        sessions: [session('a', AT_MS + 2000, { project: 'web' })],
      }),
      examplePrice,
    );
    const { sessions } = await store.sessions({ segments, sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 });
    expect(sessions.map(({ models, requests }) => [models, requests])).toEqual([[['m1', 'm2'], 3]]);
  });
});
