import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { claudeCode } from '../sources/claude-code/index.ts';
import { codex } from '../sources/codex/index.ts';
import type { UsageSource } from '../sources/UsageSource.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { sampleTranscripts } from '../testing/sample/index.ts';
import { type Usagekit, usagekit, type UsagekitOptions } from './usagekit.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30);
const DAY_MS = 86_400_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-sync-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

let ids = 0;
/** A line with one request of a session. */
const line = (session: string, at = '2026-11-20T10:00:00.000Z'): string => {
  const id = `msg_${String((ids += 1)).padStart(6, '0')}`;
  const message = { id, model: 'claude-haiku-4-5', content: [], usage: { input_tokens: 1000, output_tokens: 10 } };
  return `${JSON.stringify({ type: 'assistant', timestamp: at, sessionId: session, requestId: id, message })}\n`;
};
const file = (session: string): string => join(folder, 'projects', 'p', `${session}.jsonl`);
const write = (session: string, text: string): void => {
  mkdirSync(dirname(file(session)), { recursive: true });
  writeFileSync(file(session), text);
};
const turns = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

const openFile = (): UsageStore => sqliteStore(openSqlite(join(folder, 'usage.db')));

describe.each<[name: string, open: () => UsageStore, again: (closed: UsageStore) => UsageStore]>([
  // What is in memory is gone with its store, which knows no end of its own.
  ['memory', memoryStore, (closed) => closed],
  ['SQLite', openFile, openFile],
])('S2.18 sync on %s', (_engine, open, again) => {
  const kit = async (more: Partial<UsagekitOptions> = {}): Promise<Usagekit> => {
    const sources = [claudeCode({ paths: [folder] })];
    const usage = usagekit({ store: open(), timeZone: 'UTC', sources, now: () => NOW_MS, ...more });
    await usage.migrate();
    return usage;
  };
  const requests = async (usage: Usagekit): Promise<number> => (await usage.service.getAnalytics('all')).requests.total;

  it('a full resync finds a session whose file looks unchanged, and counts nothing twice', async () => {
    const [written, size] = [1_790_000_000, line('a').length];
    write('a', line('a'));
    utimesSync(file('a'), written, written);
    const usage = await kit();
    await usage.sync();
    expect(await requests(usage)).toBe(1);
    // Restored from elsewhere: the same size and time, another content.
    write('a', line('b'));
    utimesSync(file('a'), written, written);
    expect(statSync(file('a')).size).toBe(size);
    expect((await usage.sync()).files).toBe(0);
    expect(await requests(usage)).toBe(1);

    const found = await usage.sync({ full: true });
    expect(found).toMatchObject({ files: 1, filesUnchanged: 0, requests: 1, sessions: 1 });
    const whole = await usage.service.getAnalytics('all');
    expect(whole.requests.total).toBe(2);
    expect(whole.sessions.total).toBe(2);
    await usage.sync({ full: true });
    await usage.sync();
    expect(await usage.service.getAnalytics('all')).toEqual(whole);
    await usage.close();
  });

  it('a full resync of both agents changes no figure, wherever it was stopped', async () => {
    for (const { path, lines } of sampleTranscripts({ seed: 9, end: NOW_MS, days: 20 })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${lines.join('\n')}\n`);
    }
    const sources = [claudeCode({ paths: [join(folder, '.claude')] }), codex({ paths: [join(folder, '.codex')] })];
    const usage = await kit({ sources });
    const { filesTotal } = await usage.sync();
    const whole = await usage.service.getAnalytics('all');
    expect(whole.requests.total).toBeGreaterThan(100);
    const stop = new AbortController();
    const onProgress = ({ filesDone }: { filesDone: number }): void => {
      if (filesDone * 2 > filesTotal) stop.abort();
    };
    const stopped = await usage.sync({ full: true, signal: stop.signal, onProgress });
    expect(stopped.files).toBeGreaterThan(0);
    expect(stopped.files).toBeLessThan(filesTotal);
    expect(await usage.service.getAnalytics('all')).toEqual(whole);
    expect((await usage.sync({ full: true })).files).toBe(filesTotal);
    expect(await usage.service.getAnalytics('all')).toEqual(whole);
    await usage.close();
  });

  it('a full resync does not take sealed time for late arrivals', async () => {
    write('a', line('a', '2026-10-01T10:00:00.000Z') + line('a'));
    const store = open();
    const usage = await kit({ store });
    await usage.sync();
    await store.seal(Math.floor((NOW_MS - 10 * DAY_MS) / DAY_MS) * DAY_MS);
    const sealed = await usage.service.getSessions();
    await usage.sync({ full: true });
    expect((await usage.service.getAnalytics('7d')).coverage.lateSealed).toBe(0);
    expect(await usage.service.getSessions()).toEqual(sealed);
    await usage.close();
  });

  it('an answer that is stale begins a sync, and the next answer has what it found', async () => {
    write('a', line('a'));
    const synced: unknown[] = [];
    const usage = await kit({ background: { staleAfterMs: 0, onSync: (summary) => synced.push(summary) } });
    expect(await requests(usage)).toBe(0);
    while (synced.length < 1) await turns();
    expect(await requests(usage)).toBe(1);
    while (synced.length < 2) await turns();
    appendFileSync(file('a'), line('a'));
    write('b', line('b'));
    expect((await usage.service.getSessions()).total).toBe(1);
    while (synced.length < 3) await turns();
    expect((await usage.service.getSessions()).total).toBe(2);
    await usage.close();
  });

  it('close waits for a sync that runs, and what it wrote is whole', async () => {
    for (let i = 0; i < 40; i += 1) write(`s${i}`, line(`s${i}`) + line(`s${i}`));
    const transcripts = claudeCode({ paths: [folder] });
    const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const reads: string[] = [];
    const held: UsageSource = {
      ...transcripts,
      async *read(of, options) {
        if (reads.push(of.path) === 20) {
          reached.resolve();
          await released.promise;
        }
        yield* transcripts.read(of, options);
      },
    };
    const store = open();
    let usage = await kit({ store, sources: [held], background: { staleAfterMs: 0 } });
    await requests(usage);
    const ends: string[] = [];
    const syncing = usage.sync().finally(() => ends.push('sync'));
    await reached.promise;
    const closing = Promise.all([usage.close(), usage.close()]).finally(() => ends.push('close'));
    await turns();
    expect(ends).toEqual([]);
    released.resolve();
    await closing;
    expect(ends).toEqual(['sync', 'close']);
    expect(reads).toHaveLength(20);
    const { added } = await syncing;
    usage = await kit({ store: again(store) });
    expect(await requests(usage)).toBe(added.requests);
    await usage.sync();
    expect(await requests(usage)).toBe(80);
    await usage.close();
  });
});

it('S2.18 a sync that fails in the background is told of, and answers go on', async () => {
  write('a', line('a'));
  const store = memoryStore();
  const failing = { ...store, write: () => Promise.reject(new Error('disk on fire')) };
  const errors: string[] = [];
  const background = { staleAfterMs: 0, onError: (error: unknown) => errors.push(String(error)) };
  const sources = [claudeCode({ paths: [folder] })];
  const usage = usagekit({ store: failing, timeZone: 'UTC', sources, now: () => NOW_MS, background });
  expect((await usage.service.getAnalytics('all')).requests.total).toBe(0);
  while (errors.length === 0) await turns();
  expect(errors[0]).toBe('Error: disk on fire');
  expect((await usage.service.getAnalytics('all')).requests.total).toBe(0);
  await usage.close();
});

it('S2.18 a process with an interval ends by itself, and no failure of its syncs ends it', async () => {
  const at = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
  const script = `
    const { usagekit } = await import(${at('usagekit.ts')});
    const { memoryStore } = await import(${at('../storage/memory/memoryStore.ts')});
    const source = { id: 's', label: 's', roots: () => [], files: () => { throw new Error('no such place') }, read: async function* () {} };
    usagekit({ store: memoryStore(), timeZone: 'UTC', sources: [source], background: { everyMs: 5, staleAfterMs: 0 } });
    const usage = usagekit({ store: memoryStore(), timeZone: 'UTC', sources: [source], background: { everyMs: 5, staleAfterMs: 0 } });
    await usage.service.getSessions();
    await new Promise((resolve) => setTimeout(resolve, 100));
    console.log('ended');`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    timeout: 20_000,
  });
  expect([stdout, stderr]).toEqual(['ended\n', '']);
});
