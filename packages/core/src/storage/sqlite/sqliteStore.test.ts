import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { examplePrice, FROM_MS } from '../../testing/ledgerArbitraries.ts';
import { batch as usageOf, request } from '../../testing/steadyUsage.ts';
import type { UsageBatch } from '../../model/UsageBatch.ts';
import { migrationSql } from '../migrationSql.ts';
import { openSqlite } from './openSqlite.ts';
import { sqliteStore } from './sqliteStore.ts';

const batch = (session: string, key: string): UsageBatch =>
  usageOf({ requests: [request(key, session, FROM_MS, { provider: 'openai', outputTokens: 5 })] });

const total = {
  family: 'usage',
  segments: [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }],
  bucket: 'total',
  by: [],
} as const;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-sqlite-'));
  file = join(folder, 'usage.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('sqliteStore on a file', () => {
  it('keeps the ledger between openings, and migrating again changes nothing', async () => {
    const first = sqliteStore(openSqlite(file));
    await first.migrate();
    await first.write(batch('s', 'r'), examplePrice);
    await first.close();
    const second = sqliteStore(openSqlite(file));
    await second.migrate();
    const [row] = await second.rollup(total);
    expect(row?.measures.requests).toBe(1n);
    await second.close();
  });

  it('B10 two tenants in one file see their own usage only', async () => {
    const a = sqliteStore(openSqlite(file), { tenant: 'a' });
    const b = sqliteStore(openSqlite(file), { tenant: "b' or 1=1 --" });
    await a.migrate();
    await a.write(batch('s', 'r1'), examplePrice);
    await a.write(batch('s', 'r2'), examplePrice);
    await b.write(batch('s', 'r1'), examplePrice);
    expect((await a.rollup(total))[0]?.measures.requests).toBe(2n);
    expect((await b.rollup(total))[0]?.measures.requests).toBe(1n);
    expect((await b.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 })).total).toBe(1);
    await Promise.all([a.close(), b.close()]);
  });

  it('a failed write leaves nothing behind', async () => {
    const store = sqliteStore(openSqlite(file));
    await store.migrate();
    const failing = () => {
      throw new Error('no price today');
    };
    await expect(store.write(batch('s', 'r'), failing)).rejects.toThrow('no price today');
    expect(await store.rollup(total)).toEqual([]);
    await store.write(batch('s', 'r'), examplePrice);
    expect((await store.rollup(total))[0]?.measures.requests).toBe(1n);
    await store.close();
  });

  it('two stores that migrate and write at once end with one schema and all rows', async () => {
    const stores = [sqliteStore(openSqlite(file)), sqliteStore(openSqlite(file))];
    await Promise.all(stores.map((s) => s.migrate()));
    await Promise.all(stores.map((s, i) => s.write(batch(`s${i}`, `r${i}`), examplePrice)));
    expect((await stores[0]!.rollup(total))[0]?.measures.requests).toBe(2n);
    await Promise.all(stores.map((s) => s.close()));
  });
});

describe('files a store refuses', () => {
  it('a file that is no database', () => {
    writeFileSync(
      file,
      'not a database at all, but long enough to have a header of a hundred bytes or more '.repeat(9),
    );
    expect(() => sqliteStore(openSqlite(file))).toThrow(expect.objectContaining({ code: 'store_foreign' }));
  });

  it("another program's database", () => {
    const other = new DatabaseSync(file);
    other.exec('create table notes (text text)');
    other.close();
    expect(() => sqliteStore(openSqlite(file))).toThrow(expect.objectContaining({ code: 'store_foreign' }));
  });

  it('a file that another process holds locked', async () => {
    const store = sqliteStore(openSqlite(file));
    await store.migrate();
    const holder = new DatabaseSync(file);
    holder.exec('begin immediate');
    const impatient = sqliteStore(openSqlite(file), { lockTimeoutMs: 20 });
    await expect(impatient.write(batch('s', 'r'), examplePrice)).rejects.toMatchObject({ code: 'store_locked' });
    holder.exec('rollback');
    await impatient.write(batch('s', 'r'), examplePrice);
    holder.close();
    await Promise.all([store.close(), impatient.close()]);
  });

  it('a schema of a later version', async () => {
    const store = sqliteStore(openSqlite(file));
    await store.migrate();
    const raw = new DatabaseSync(file);
    raw.exec("update uk_meta set value = '99' where name = 'schema_version'");
    raw.close();
    await expect(store.migrate()).rejects.toMatchObject({ code: 'store_newer' });
    await store.close();
  });

  it('a missing file, when it is only to be read', () => {
    expect(() => openSqlite(join(folder, 'none.db'), { readOnly: true })).toThrow(
      expect.objectContaining({ code: 'store_unavailable' }),
    );
  });

  it('opens read-only, and says so when it is written', async () => {
    const store = sqliteStore(openSqlite(file));
    await store.migrate();
    await store.write(batch('s', 'r'), examplePrice);
    const reader = sqliteStore(openSqlite(file, { readOnly: true }), { readOnly: true });
    await reader.migrate();
    expect((await reader.rollup(total))[0]?.measures.requests).toBe(1n);
    await expect(reader.write(batch('s', 'r2'), examplePrice)).rejects.toMatchObject({ code: 'store_read_only' });
    await Promise.all([reader.close(), store.close()]);
  });

  it('a call after it was closed, and one that it was closed under', async () => {
    const store = sqliteStore(openSqlite(file));
    await store.migrate();
    const late = Array.from({ length: 5 }, (_, i) => store.write(batch('s', `r${i}`), examplePrice));
    await Promise.all([store.close(), store.close()]);
    const reasons = (await Promise.allSettled(late)).flatMap((write) => ('reason' in write ? [write.reason] : []));
    for (const reason of reasons) expect(reason).toMatchObject({ code: 'store_unavailable' });
    const page = { sortBy: 'date', sortOrder: 'asc', limit: 1, offset: 0 } as const;
    for (const call of [
      () => store.write(batch('s', 'r'), examplePrice),
      () => store.rollup(total),
      () => store.sessions(page),
      () => store.extent(),
      () => store.check(),
      () => store.drain(),
      () => store.migrate(),
    ]) {
      await expect(call()).rejects.toMatchObject({ name: 'UsageError', code: 'store_unavailable' });
    }
  });

  it.runIf(process.platform === 'linux')('a folder that a system will not make: at once, and not for ever', () => {
    expect(() => openSqlite('/proc/nowhere/deep/usage.db')).toThrow(
      expect.objectContaining({ code: 'store_unavailable' }),
    );
  });
});

describe('processes that make the same file at once', () => {
  it('see nothing or a whole schema, whenever the other one commits', async () => {
    const statements = migrationSql({ engine: 'sqlite' });
    for (let last = 1, looks = last; looks >= last; last += 1) {
      const path = join(folder, `${last}.db`);
      const real = openSqlite(path);
      looks = 0;
      let isLocked = false;
      const store = sqliteStore({
        prepare(query) {
          if (query.endsWith(' limit 0') && !isLocked && (looks += 1) === last) {
            const other = new DatabaseSync(path);
            other.exec(statements);
            other.close();
          }
          return real.prepare(query);
        },
        exec(query) {
          // From here on no other can commit.
          if (query === 'begin immediate') isLocked = true;
          return real.exec(query);
        },
        close: () => real.close(),
      });
      await store.migrate();
      await store.write(batch('s', 'r'), examplePrice);
      expect((await store.check()).differences).toEqual([]);
      await store.close();
    }
  });
});

describe('a file without usage', () => {
  it('is empty and sound, also for who may only read it', async () => {
    const made = sqliteStore(openSqlite(file));
    await made.migrate();
    await made.close();
    const store = sqliteStore(openSqlite(file, { readOnly: true }), { readOnly: true });
    const nothing = { hours: 0, days: 0, dirtyHours: 0, dirtyDays: 0, differences: [], differenceCount: 0 };
    expect(await store.check()).toEqual({ ...nothing, unrolledDimensions: [] });
    await store.close();
  });
});

describe('a file in a folder that cannot be written', () => {
  it.skipIf(process.platform === 'win32')('is read and checked as it stands', async () => {
    const store = sqliteStore(openSqlite(file));
    await store.migrate();
    await store.write(batch('s', 'r'), examplePrice);
    await store.close();
    chmodSync(file, 0o444);
    chmodSync(folder, 0o555);
    const at = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
    const script = `
      // Nothing is forbidden to root: it reads as somebody else then, once its modules are loaded.
      const { openSqlite } = await import(${at('openSqlite.ts')});
      const { sqliteStore } = await import(${at('sqliteStore.ts')});
      if (process.getuid() === 0) process.setuid(65534);
      const store = sqliteStore(openSqlite(${JSON.stringify(file)}, { readOnly: true }), { readOnly: true });
      const { lastMs } = await store.extent();
      const { differences, hours } = await store.check();
      console.log(JSON.stringify({ lastMs, differences, hours }));
      await store.close();`;
    try {
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
      expect(JSON.parse(stdout)).toEqual({ lastMs: expect.any(Number), differences: [], hours: 1 });
      expect(readdirSync(folder)).toEqual([basename(file)]);
    } finally {
      chmodSync(folder, 0o755);
    }
  });
});
