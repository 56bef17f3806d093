import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { UsageError } from '../../errors.ts';
import { openSqlite } from '../../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../../storage/sqlite/sqliteStore.ts';
import type { UsageStore } from '../../storage/UsageStore.ts';
import { exampleDimensions, examplePrice } from '../ledgerArbitraries.ts';
import { EXAMPLE_ZONE } from '../queryArbitraries.ts';
import { expectHolds } from './expectHolds.ts';
import { faultBatches } from './faultBatches.ts';
import { openFaultTarget } from './openFaultTarget.ts';
import { startedWorker } from './startedWorker.ts';
import { storedBatches } from './storedBatches.ts';

const PAGE = 4096;
const batches = faultBatches(3, 4);
const [first, second, ...others] = batches as [(typeof batches)[0], (typeof batches)[0], ...typeof batches];

let folder: string;
let file: string;

const opened = (): UsageStore => openFaultTarget({ engine: 'sqlite', file }).store;

/** A closed file that holds all batches. */
async function written(): Promise<void> {
  const store = opened();
  await store.migrate();
  for (const batch of batches) await store.write(batch, examplePrice);
  await store.drain();
  await store.close();
}

/** Expects that the file holds these batches. */
async function held(expected: typeof batches): Promise<void> {
  const database = openSqlite(file);
  try {
    const store = sqliteStore(database);
    store.declare({ dimensions: exampleDimensions, zones: [EXAMPLE_ZONE] });
    await store.migrate();
    await expectHolds(store, expected);
  } finally {
    database.close();
  }
}

/** Writes through a process that may not change what others own: how it failed. */
async function failureOfStranger(): Promise<string | undefined> {
  const operation = { do: 'sync', seed: 3, batches: [1] } as const;
  return (await startedWorker({ target: { engine: 'sqlite', file }, operation, asNobody: true }).ended).failure;
}

/** A full disk, a file that may not be written, a damaged one, somebody else's: nothing is half-written, the error says what to do, and it works again after. */
export function sqliteFaultTests(): void {
  describe('SQLite in a broken environment', () => {
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'usagekit-faults-'));
      file = join(folder, 'usage.db');
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it.each([0, 1, 2])('a disk that is full %i pages into a batch', async (pages) => {
      const database = openSqlite(file);
      const store = sqliteStore(database);
      const limit = (count: number) => database.exec(`pragma max_page_count = ${count}`);
      await store.migrate();
      await store.write(first, examplePrice, { bulk: true });
      const [row] = database.prepare('pragma page_count').all() as { page_count: number }[];
      limit((row?.page_count ?? 0) + pages);
      const full = { code: 'store_unavailable', message: expect.stringContaining('disk is full') };
      await expect(store.write(second, examplePrice)).rejects.toMatchObject(full);
      expect(await storedBatches(store)).toEqual([0]);
      // A drain may fit in parts; what it does not finish stays dirty.
      const drained = await store.drain({ limit: 4 }).catch((error: unknown) => error);
      expect([undefined, 'store_unavailable']).toContain((drained as { code?: string } | undefined)?.code);
      limit(1_000_000);
      expect((await store.check()).differences).toEqual([]);
      await store.write(second, examplePrice);
      await store.close();
      const again = opened();
      await expectHolds(again, [first, second]);
      await again.drain();
      await expectHolds(again, [first, second]);
      await again.close();
    });

    it('a disk that is full in the middle of a migration', async () => {
      const database = openSqlite(file);
      const store = sqliteStore(database);
      database.exec('pragma max_page_count = 9');
      await expect(store.migrate()).rejects.toMatchObject({ code: 'store_unavailable' });
      database.exec('pragma max_page_count = 1000000');
      await store.migrate();
      await store.write(first, examplePrice);
      await store.close();
      await held([first]);
    });

    it.each([600, 1500])('a log that cannot grow past %i blocks: the batches before are whole', async (blocks) => {
      const seed = 4;
      const all = faultBatches(seed, 24);
      const operation = { do: 'sync', seed, batches: all.map((_, i) => i) } as const;
      const worker = startedWorker({ target: { engine: 'sqlite', file }, operation }, { fileBlocks: blocks });
      const { failure, said } = await worker.ended;
      expect(failure).toMatch(/^failed store_unavailable .*disk is full/);
      const committed = all.filter((_, i) => said.has(`batch ${i}`));
      expect(committed.length).toBeLessThan(all.length);
      await held(committed);
      const store = opened();
      for (const batch of all) await store.write(batch, examplePrice, { bulk: true });
      await store.drain();
      await store.close();
      await held(all);
    });

    it.each([
      ['file', () => chmodSync(file, 0o444)],
      ['folder', () => chmodSync(folder, 0o555)],
    ])('a %s that may not be written', async (_what, forbid) => {
      const store = opened();
      await store.migrate();
      await store.write(first, examplePrice);
      await store.close();
      chmodSync(folder, 0o777);
      forbid();
      expect(await failureOfStranger()).toMatch(/^failed store_read_only .*cannot be written/);
      chmodSync(folder, 0o777);
      for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o666);
      expect(await failureOfStranger()).toBeUndefined();
      await held([first, second]);
    });

    it('pages of the file overwritten: an answer is right or there is none, and removing it helps as the error says', async () => {
      await written();
      const pages = Math.floor(statSync(file).size / PAGE);
      const whole = readFileSync(file);
      const ends: string[] = [];
      for (let from = 3; from < pages - 3; from += Math.ceil(pages / 8)) {
        rmSync(`${file}-wal`, { force: true });
        rmSync(`${file}-shm`, { force: true });
        writeFileSync(file, whole);
        const handle = openSync(file, 'r+');
        writeSync(handle, Buffer.alloc(3 * PAGE, 0xa5), 0, 3 * PAGE, from * PAGE);
        closeSync(handle);
        const end = await held(batches).then(
          () => 'right',
          (error: UsageError) => `${error.code} ${error.message}`,
        );
        ends.push(end);
      }
      const damaged = 'store_unavailable the database file is damaged: restore a copy, or remove it and sync again';
      expect(new Set([...ends, 'right'])).toEqual(new Set(['right', damaged]));
      expect(ends.filter((end) => end === damaged).length).toBeGreaterThan(3);
      for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
      await written();
      await held(batches);
    });

    it('a file that was cut short', async () => {
      await written();
      truncateSync(file, 10 * PAGE + 100);
      await expect(held(batches)).rejects.toMatchObject({ code: 'store_unavailable' });
    });

    it('a log that ends anywhere, as after a loss of power: whole batches, the first of them', async () => {
      const store = opened();
      await store.migrate();
      for (const batch of batches) await store.write(batch, examplePrice);
      const source = file;
      const length = statSync(`${source}-wal`).size;
      const seen = new Set<number>();
      for (let part = 1; part <= 12; part += 1) {
        file = join(folder, `cut ${part}.db`);
        copyFileSync(source, file);
        copyFileSync(`${source}-wal`, `${file}-wal`);
        truncateSync(`${file}-wal`, Math.floor((length * part) / 12) - (part % 2) * 777);
        const cut = opened();
        await cut.migrate();
        const stored = await storedBatches(cut);
        await expectHolds(cut, batches.slice(0, stored.length));
        seen.add(stored.length);
        await cut.close();
      }
      await store.close();
      expect(seen.size).toBeGreaterThan(2);
    });

    it.each([
      ['a text', () => writeFileSync(file, 'dear diary')],
      ['bytes', () => writeFileSync(file, Buffer.alloc(3 * PAGE, 7))],
      ["another program's database", () => new DatabaseSync(file).exec('create table notes (text text)')],
      ["another program's empty database", () => new DatabaseSync(file).exec('pragma application_id = 7')],
    ])('a foreign file, %s, is refused and stays as it is', (_what, make) => {
      make();
      const before = readFileSync(file);
      expect(opened).toThrow(expect.objectContaining({ code: 'store_foreign' }));
      expect(readFileSync(file)).toEqual(before);
    });

    it('a folder in place of the file', () => {
      mkdirSync(file);
      expect(opened).toThrow(expect.objectContaining({ code: 'store_unavailable' }));
    });

    it('a new file that another process is just making: the second waits for the first', async () => {
      const holder = new DatabaseSync(file);
      holder.exec('begin immediate; pragma application_id = 0x5553474b');
      const worker = startedWorker({ target: { engine: 'sqlite', file }, operation: { do: 'migrate' } });
      await worker.said('ready');
      // Longer than a connection waits by itself once it is open.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      holder.exec('commit');
      holder.close();
      expect((await worker.ended).failure).toBeUndefined();
      await held([]);
    });

    it.each([
      ['removed', () => rmSync(file)],
      ['moved', () => renameSync(file, `${file}.old`)],
      ['replaced', () => copyFileSync(file, `${file}.new`) ?? renameSync(`${file}.new`, file)],
    ])('a file that is %s while it is open', async (_what, change) => {
      const store = opened();
      await store.migrate();
      await store.write(first, examplePrice);
      change();
      const gone = { code: 'store_unavailable', message: expect.stringContaining('open it again') };
      await expect(store.write(second, examplePrice)).rejects.toMatchObject(gone);
      await expect(store.check()).rejects.toMatchObject(gone);
      await expect(store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 1, offset: 0 })).rejects.toMatchObject(
        gone,
      );
      await store.close();
      for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
      await written();
      await held(batches);
    });

    it('tables that are missing before the migration', async () => {
      const store = opened();
      const missing = { code: 'store_unavailable', message: expect.stringContaining('call migrate() first') };
      await expect(store.write(first, examplePrice)).rejects.toMatchObject(missing);
      await expect(store.extent()).rejects.toMatchObject(missing);
      await expect(store.check()).rejects.toMatchObject(missing);
      await store.close();
      await written();
      await held(batches);
    });

    it('a lock that somebody keeps in mid-work', async () => {
      const store = opened();
      await store.migrate();
      const holder = new DatabaseSync(file);
      holder.exec('begin immediate');
      const impatient = openFaultTarget({ engine: 'sqlite', file, lockTimeoutMs: 20 }).store;
      const locked = { code: 'store_locked', message: expect.stringContaining('try again') };
      await expect(impatient.write(first, examplePrice)).rejects.toMatchObject(locked);
      await expect(impatient.rebuild()).rejects.toMatchObject(locked);
      expect(await storedBatches(impatient)).toEqual([]);
      holder.exec('rollback');
      holder.close();
      for (const batch of [first, second, ...others]) await impatient.write(batch, examplePrice);
      await expectHolds(impatient, batches);
      await Promise.all([store.close(), impatient.close()]);
    });
  });
}
