import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { memoryStore } from '../storage/memory/memoryStore.ts';
import type { UsageStore } from '../storage/UsageStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { TABLE_HOSTS } from '../testing/tableHosts.ts';
import { claudeCode } from './claude-code/index.ts';
import type { ImportSummary } from './importUsage.ts';
import { type TableDatabase, tableSource } from './table/index.ts';
import { watchUsage } from './watchUsage.ts';

let folder: string;
let stop: AbortController;
let watching: Promise<void>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-watch-'));
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await watching;
  rmSync(folder, { recursive: true, force: true });
});

let ids = 0;
/** A line with one request. */
const line = (session = 's'): string => {
  const id = `msg_${(ids += 1)}`;
  return `${JSON.stringify({
    type: 'assistant',
    timestamp: '2026-03-08T07:00:00.000Z',
    sessionId: session,
    requestId: id,
    message: { id, model: 'm', content: [], usage: { input_tokens: 1 } },
  })}\n`;
};

async function requests(store: UsageStore): Promise<number> {
  const segments = [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }];
  const [row] = await store.rollup({ family: 'usage', segments, bucket: 'total', by: [] });
  return Number(row?.measures.requests ?? 0);
}

/** Waits until the store holds so many requests; how many it holds then. */
async function requestsOnceThereAre(store: UsageStore, count: number): Promise<number> {
  const startedMs = performance.now();
  while ((await requests(store)) < count && performance.now() - startedMs < 20_000) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return requests(store);
}

/** Long enough that only the system's own reports can be what woke it. */
const REPORTED = 1_000_000;

function start(store: UsageStore, paths: string[], intervalMs: number): ImportSummary[] {
  const summaries: ImportSummary[] = [];
  const sources = [claudeCode({ paths })];
  watching = watchUsage({
    store,
    sources,
    price: examplePrice,
    signal: stop.signal,
    intervalMs,
    onImport: (summary) => summaries.push(summary),
  });
  return summaries;
}

it('reads what is there, then what is appended, and new files in new folders', async () => {
  const store = memoryStore();
  const file = join(folder, 'a.jsonl');
  writeFileSync(file, line());
  const summaries = start(store, [folder], REPORTED);
  expect(await requestsOnceThereAre(store, 1)).toBe(1);
  appendFileSync(file, line() + line());
  expect(await requestsOnceThereAre(store, 3)).toBe(3);
  const half = line();
  appendFileSync(file, half.slice(0, 50));
  mkdirSync(join(folder, 'project', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'project', 'deep', 'b.jsonl'), line());
  expect(await requestsOnceThereAre(store, 4)).toBe(4);
  appendFileSync(join(folder, 'project', 'deep', 'b.jsonl'), line());
  appendFileSync(file, half.slice(50));
  expect(await requestsOnceThereAre(store, 6)).toBe(6);
  expect(new Set(summaries.flatMap((s) => s.skipped.map((x) => x.reason)))).toEqual(new Set(['incomplete last line']));
  expect(summaries[0]).toMatchObject({ files: 1, requests: 1 });
});

it('goes on when files and folders are deleted, rotated and replaced', async () => {
  const store = memoryStore();
  const project = join(folder, 'project');
  const file = join(project, 'a.jsonl');
  mkdirSync(project);
  writeFileSync(file, line() + line());
  start(store, [folder], REPORTED);
  expect(await requestsOnceThereAre(store, 2)).toBe(2);
  // Rotated: the old one goes on under another name, a new one begins.
  renameSync(file, join(project, 'a.1.jsonl'));
  writeFileSync(file, line());
  expect(await requestsOnceThereAre(store, 3)).toBe(3);
  // Replaced by another one, shorter.
  writeFileSync(join(project, 'new'), line());
  renameSync(join(project, 'new'), file);
  expect(await requestsOnceThereAre(store, 4)).toBe(4);
  unlinkSync(file);
  rmSync(project, { recursive: true });
  mkdirSync(project);
  writeFileSync(file, line());
  expect(await requestsOnceThereAre(store, 5)).toBe(5);
  // The folder is another one now, and is watched all the same.
  appendFileSync(file, line());
  expect(await requestsOnceThereAre(store, 6)).toBe(6);
});

it('takes a transcript for the same once it is packed, and reads of a damaged one what it can', async () => {
  const store = memoryStore();
  const [file, packed] = [join(folder, 'a.jsonl'), join(folder, 'a.jsonl.zst')];
  const content = line() + line();
  writeFileSync(file, content);
  const summaries = start(store, [folder], REPORTED);
  expect(await requestsOnceThereAre(store, 2)).toBe(2);
  writeFileSync(join(folder, 'new'), zstdCompressSync(content));
  renameSync(join(folder, 'new'), packed);
  unlinkSync(file);
  writeFileSync(join(folder, 'b.jsonl'), line());
  expect(await requestsOnceThereAre(store, 3)).toBe(3);
  const added = (): number[] => summaries.map((summary) => summary.added.requests);
  expect(added().reduce((all, n) => all + n)).toBe(3);
  expect(summaries.flatMap(({ skipped }) => skipped)).toEqual([]);
  const more = Array.from({ length: 998 }, () => line()).join('');
  writeFileSync(packed, Buffer.concat([zstdCompressSync(content + more), Buffer.from('damaged')]));
  expect(await requestsOnceThereAre(store, 1001)).toBe(1001);
  await vi.waitFor(() => expect(added().at(-1)).toBe(998));
  expect(summaries.at(-1)?.skipped).toEqual([
    { file: packed, line: 0, reason: 'compressed, and damaged or incomplete' },
  ]);
});

it('looks from time to time where nothing is reported: a root that is not there yet, a file behind a link', async () => {
  const store = memoryStore();
  const root = join(folder, 'later', 'projects');
  const linked = join(folder, 'linked');
  mkdirSync(linked);
  start(store, [root], 50);
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(await requests(store)).toBe(0);
  mkdirSync(root, { recursive: true });
  writeFileSync(join(linked, 'x'), line());
  symlinkSync(join(linked, 'x'), join(root, 'b.jsonl'));
  expect(await requestsOnceThereAre(store, 1)).toBe(1);
  appendFileSync(join(linked, 'x'), line());
  expect(await requestsOnceThereAre(store, 2)).toBe(2);
});

it('looks at a table as often as it was told, though every change of the folders beside it is reported', async () => {
  const [, open] = TABLE_HOSTS.find(([name]) => name === 'node:sqlite') ?? [];
  const host = await open?.();
  await host?.execute('create table daily (id integer primary key, day text, n bigint)');
  const store = memoryStore();
  const columns = { at: 'day', inputTokens: 'n' };
  const table = tableSource(host?.db as TableDatabase, { engine: 'sqlite', table: 'daily', cursor: 'id', columns });
  const sources = [claudeCode({ paths: [folder] }), table];
  writeFileSync(join(folder, 'a.jsonl'), line());
  watching = watchUsage({ store, sources, price: examplePrice, signal: stop.signal, intervalMs: 400 });
  expect(await requestsOnceThereAre(store, 1)).toBe(1);
  const startedMs = performance.now();
  await host?.execute(`insert into daily values (1, '2026-03-08', 5)`);
  expect(await requestsOnceThereAre(store, 2)).toBe(2);
  // A look that waits for reports would have come after six seconds.
  expect(performance.now() - startedMs).toBeLessThan(4000);
  stop.abort();
  await watching;
  await host?.remove();
});

it('what changes during an import is read by the next one, all of it at once', async () => {
  const memory = memoryStore();
  const [begun, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let [writes, writing, most] = [0, 0, 0];
  const store: UsageStore = {
    ...memory,
    write: async (...of) => {
      writes += 1;
      writing += 1;
      most = Math.max(most, writing);
      if (writes === 2) {
        begun.resolve();
        await released.promise;
      }
      writing -= 1;
      return memory.write(...of);
    },
  };
  const file = join(folder, 'a.jsonl');
  writeFileSync(file, line());
  const summaries = start(store, [folder], REPORTED);
  expect(await requestsOnceThereAre(store, 1)).toBe(1);
  appendFileSync(file, line());
  await begun.promise;
  for (let i = 0; i < 39; i += 1) {
    appendFileSync(file, line());
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  released.resolve();
  expect(await requestsOnceThereAre(store, 41)).toBe(41);
  await vi.waitFor(() => expect(summaries.map(({ added }) => added.requests)).toEqual([1, 1, 39]));
  expect(most).toBe(1);
});

it('ends at the signal, at once while it waits, and leaves nothing behind that keeps the process alive', async () => {
  const store = memoryStore();
  const startedMs = performance.now();
  const summaries = start(store, [folder], REPORTED);
  await new Promise((resolve) => setTimeout(resolve, 100));
  stop.abort();
  await watching;
  expect(performance.now() - startedMs).toBeLessThan(5000);
  const before = summaries.length;
  writeFileSync(join(folder, 'a.jsonl'), line());
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect([before, summaries.length, await requests(store)]).toEqual([1, 1, 0]);
});

it('an aborted signal reads nothing, a store that fails ends it', async () => {
  const store = memoryStore();
  writeFileSync(join(folder, 'a.jsonl'), line());
  stop.abort();
  start(store, [folder], REPORTED);
  await watching;
  expect(await requests(store)).toBe(0);
  const broken: UsageStore = { ...store, fileStamps: () => Promise.reject(new Error('gone')) };
  const signal = new AbortController().signal;
  await expect(
    watchUsage({ store: broken, sources: [claudeCode({ paths: [folder] })], price: examplePrice, signal }),
  ).rejects.toThrow('gone');
});

it.each([0, -1, Number.NaN, Infinity, 2 ** 31, '2000'])('an interval of %s is refused', async (ms) => {
  const [store, sources] = [memoryStore(), [claudeCode({ paths: [folder] })]];
  const watched = watchUsage({ store, sources, price: examplePrice, signal: stop.signal, intervalMs: ms as number });
  await expect(watched).rejects.toMatchObject({ code: 'invalid_argument', message: expect.stringContaining(`${ms}`) });
});
