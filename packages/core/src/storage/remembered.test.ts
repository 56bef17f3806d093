import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import { exampleDimensions, examplePrice, usageBatch } from '../testing/ledgerArbitraries.ts';
import { comparableRows, EXAMPLE_ZONE, rollupQuery } from '../testing/queryArbitraries.ts';
import { batch, request, session, steady } from '../testing/steadyUsage.ts';
import { memoryStore } from './memory/memoryStore.ts';
import { endRemembering, once, remember, Remembered, rowsOnce } from './remembered.ts';
import { openSqlite } from './sqlite/openSqlite.ts';
import { sqliteStore } from './sqlite/sqliteStore.ts';
import type { Trx } from './StoreContext.ts';
import type { UsageStore } from './UsageStore.ts';

const HOUR_MS = 3_600_000;
const AT_MS = Date.UTC(2026, 2, 2, 12);
const segments = [{ startMs: AT_MS - 48 * HOUR_MS, endMs: AT_MS + HOUR_MS, offsetSlots: 0 }];

let folder: string;
let file: string;
const stores: UsageStore[] = [];
const opened = (at = file): UsageStore => {
  const store = sqliteStore(openSqlite(at));
  store.declare({ dimensions: exampleDimensions, zones: [EXAMPLE_ZONE] });
  stores.push(store);
  return store;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-remembered-'));
  file = join(folder, 'usage.db');
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const written = (name: string, project = 'p') =>
  batch({ requests: [request(name, name, AT_MS)], sessions: [session(name, AT_MS, { project })] });

/** Requests by project. */
const answer = async (store: UsageStore): Promise<string[]> => {
  const rows = await store.rollup({ family: 'usage', segments, bucket: 'total', by: ['project'] });
  return rows.map(({ key, measures }) => `${key.join(' ')} ${measures.requests}`).toSorted();
};

describe('what is remembered of a file', () => {
  it('is never an answer to what was written, drained, declared or rolled back since', async () => {
    const refuse = (): never => {
      throw new RangeError('no price');
    };
    const step = fc.record({
      by: fc.constantFrom('reader', 'other'),
      does: fc.constantFrom('write', 'bulk', 'drain', 'fail', 'leave', 'join', 'rebuild'),
      batch: usageBatch,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.array(rollupQuery, { minLength: 1, maxLength: 5 }),
        async (steps, queries) => {
          const at = join(mkdtempSync(join(folder, 'of-')), 'usage.db');
          const of = { reader: opened(at), other: opened(at) };
          const oracle = memoryStore();
          oracle.declare({ dimensions: exampleDimensions, zones: [EXAMPLE_ZONE] });
          await of.reader.migrate();
          const answers = async (store: UsageStore) => (await store.rollups(queries)).map(comparableRows);
          for (const { by, does, batch: records } of steps) {
            expect(await answers(of.reader)).toEqual(await answers(oracle));
            const store = of[by as 'reader' | 'other'];
            if (does === 'write' || does === 'bulk') {
              await store.write(records, examplePrice, { bulk: does === 'bulk' });
              await oracle.write(records, examplePrice);
            } else if (does === 'fail') {
              await Promise.allSettled([store.write(records, refuse)]);
              if (records.requests.length === 0) await oracle.write(records, examplePrice);
            } else if (does === 'leave' || does === 'join') {
              // A dimension leaves the rollups, or joins them again.
              const rollup = does === 'join';
              const others = exampleDimensions.filter(({ name }) => name !== 'user');
              store.declare({ dimensions: [...others, dimension('user', { grain: 'session', rollup })] });
              await store.drain();
            } else if (does === 'rebuild') await store.rebuild();
            else await store.drain();
            expect(await answers(of.reader)).toEqual(await answers(oracle));
          }
          await Promise.all([of.reader.close(), of.other.close()]);
        },
      ),
      { numRuns: Number(process.env['USAGEKIT_CONTRACT_CASES'] ?? 12) },
    );
  });

  it('is no answer to what the same connection wrote beside the store, committed or rolled back', async () => {
    const database = openSqlite(file);
    const store = sqliteStore(database);
    stores.push(store);
    await store.migrate();
    await store.write(written('a'), examplePrice);
    expect(await answer(store)).toEqual(['p 1']);
    // Whoever shares a connection with a store that knows nothing of it.
    const beside = sqliteStore(database);
    await beside.write(written('b'), examplePrice);
    expect(await answer(store)).toEqual(['p 2']);
    database.exec('begin; delete from uk_marginal; delete from uk_hour; delete from uk_tenant; rollback');
    expect(await answer(store)).toEqual(['p 2']);
    database.exec(
      'update uk_day set state = 1; update uk_hour set state = 1; delete from uk_cell; delete from uk_marginal',
    );
    expect(await answer(store)).toEqual(['p 2']);
  });

  it('is no answer to a backup that is restored', async () => {
    const store = opened();
    await store.migrate();
    await store.write(written('a'), examplePrice);
    const copy = join(folder, 'copy.db');
    const source = new DatabaseSync(file);
    await backup(source, copy);
    source.close();
    await store.write(written('b', 'q'), examplePrice);
    await store.drain();
    expect(await answer(store)).toEqual(['p 1', 'q 1']);
    // Into the file itself, under the store that has it open.
    const restored = new DatabaseSync(copy);
    await backup(restored, file);
    restored.close();
    expect(await answer(store)).toEqual(['p 1']);
    await opened().write(written('c', 'r'), examplePrice);
    expect(await answer(store)).toEqual(['p 1', 'r 1']);
    await store.close();
    stores.splice(0, 1);
    copyFileSync(copy, join(folder, 'again.db'));
    expect(await answer(opened(join(folder, 'again.db')))).toEqual(['p 1']);
  });

  it('stays of one moment within a snapshot, and is not kept for the next', async () => {
    const [store, other] = [opened(), opened()];
    await store.migrate();
    await store.write(written('a'), examplePrice);
    const seen = await store.snapshot?.(async (view) => {
      const before = [
        await view.extent(),
        (await view.rollups([{ family: 'usage', segments, bucket: 'total', by: [] }]))[0],
      ];
      await other.write(steady(AT_MS - 24 * HOUR_MS, AT_MS, HOUR_MS), examplePrice);
      await other.drain();
      const after = [
        await view.extent(),
        (await view.rollups([{ family: 'usage', segments, bucket: 'total', by: [] }]))[0],
      ];
      return [before, after];
    });
    expect(seen?.[1]).toEqual(seen?.[0]);
    const [total] = await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] });
    expect(total?.measures.requests).toBe(25n);
  });

  it('is nothing that is read through a snapshot after it has ended', async () => {
    const remembered = new Remembered();
    const [first, second] = [{} as Trx, {} as Trx];
    remembered.turnTo('1');
    remember(first, remembered);
    let end = (_found: string): void => {};
    const late = once(first, 'name', () => new Promise<string>((resolve) => (end = resolve)));
    endRemembering(first);
    end('late');
    expect(await late).toBe('late');
    remember(second, remembered);
    expect(await once(second, 'name', async () => 'new')).toBe('new');
    expect(await once(second, 'name', async () => 'newer')).toBe('new');
    remembered.turnTo('2');
    expect(await once(second, 'name', async () => 'newer')).toBe('newer');
    await expect(once(second, 'other', () => Promise.reject(new RangeError('mine')))).rejects.toThrow(RangeError);
    expect(await once(second, 'other', async () => 'found')).toBe('found');
  });

  it('is forgotten before there is too much of it', async () => {
    const remembered = new Remembered();
    const trx = {} as Trx;
    remembered.turnTo('1');
    remember(trx, remembered);
    for (let i = 0; i < 2000; i += 1) expect(await once(trx, `${i}`, async () => i + 1)).toBe(i + 1);
    expect(remembered.get('0')).toBeUndefined();
    expect(remembered.get('1999')).toBe(2000);
  });

  describe('packed rows', () => {
    const MB = 1024 * 1024;
    let remembered: Remembered;
    let read: string[];
    /** Asks for rows of so many MB, in a snapshot of their own. */
    const rows = async (name: string, mb: number, state = '1') => {
      const trx = {} as Trx;
      remembered.turnTo(state);
      remember(trx, remembered);
      const found = await rowsOnce(
        trx,
        name,
        async () => (read.push(name), { name, bytes: mb * MB }),
        (of) => of.bytes,
      );
      endRemembering(trx);
      return found.name;
    };
    beforeEach(() => {
      remembered = new Remembered();
      read = [];
    });

    it('have so many bytes at most: what is used in turn stays, and what has no room beside it is read each time', async () => {
      for (const name of ['a', 'b', 'c', 'a', 'b', 'c', 'd', 'a', 'd']) {
        expect(await rows(name, name === 'd' ? 24 : 36)).toBe(name);
      }
      expect(read).toEqual(['a', 'b', 'c', 'c', 'd']);
    });

    it('go where others come that were used later, those that were used longest ago first', async () => {
      await rows('old', 36);
      await rows('older', 36);
      await rows('old', 36);
      for (let i = 0; i < 40; i += 1) await rows('a', 20);
      await rows('new', 36);
      read = [];
      for (const name of ['new', 'old', 'older']) await rows(name, 36);
      expect(read).toEqual(['older']);
    });

    it('are none of another state', async () => {
      await rows('a', 60);
      await rows('b', 1);
      await rows('a', 1, '2');
      await rows('b', 90, '2');
      read = [];
      for (const name of ['a', 'b']) await rows(name, 1, '2');
      expect(read).toEqual([]);
    });

    it('are not kept where they are more than there is room for', async () => {
      await rows('old', 36);
      await rows('older', 36);
      for (let i = 0; i < 40; i += 1) await rows('a', 1);
      for (const name of ['large', 'large', 'old', 'older']) await rows(name, name === 'large' ? 97 : 36);
      expect(read).toEqual(['old', 'older', 'a', 'large', 'large']);
    });
  });
});
