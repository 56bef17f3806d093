import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { claudeCode } from './claude-code/index.ts';
import { codex } from './codex/index.ts';
import { claudeLines, codexLines } from './exampleTranscripts.ts';
import { importUsage } from './importUsage.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-import-'));
  mkdirSync(join(folder, 'claude'));
  mkdirSync(join(folder, 'codex'));
  writeFileSync(join(folder, 'claude', 's-1.jsonl'), `${claudeLines.join('\n')}\n`);
  writeFileSync(join(folder, 'codex', 'rollout.jsonl'), `${codexLines.join('\n')}\nnonsense\n`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sources = () => [claudeCode({ paths: [join(folder, 'claude')] }), codex({ paths: [join(folder, 'codex')] })];

describe.each([
  ['memory', async () => memoryStore()],
  [
    'sqlite',
    async () => {
      const store = sqliteStore(openSqlite(':memory:'));
      await store.migrate();
      return store;
    },
  ],
])('S2.18 importing into %s', (_name, open) => {
  it('says what of it was new, and takes lines of white space for none', async () => {
    const store = await open();
    appendFileSync(join(folder, 'claude', 's-1.jsonl'), '  \t \r\n\u00a0\n');
    const read = (full: boolean) => importUsage({ store, sources: sources(), price: examplePrice, full });
    const first = await read(false);
    expect(first.skipped.map(({ line, reason }) => [line, reason])).toEqual([[codexLines.length + 1, 'invalid JSON']]);
    expect(first.added).toEqual({ requests: first.requests, toolCalls: first.toolCalls });
    expect(first.added.requests).toBeGreaterThan(0);
    const again = await read(true);
    expect(again.requests).toBe(first.requests);
    expect(again.added).toEqual({ requests: 0, toolCalls: 0 });
  });

  it('counts a call once it has been read, not with a result that comes from another file', async () => {
    const store = await open();
    const of = (type: string, content: object): string =>
      JSON.stringify({ type, timestamp: '2026-03-08T07:00:00Z', sessionId: 's-9', message: { content: [content] } });
    const file = (name: string): string => join(folder, 'claude', name);
    const [call, result] = [
      of('assistant', { type: 'tool_use', id: 'toolu_9', name: 'Bash' }),
      of('user', { type: 'tool_result', tool_use_id: 'toolu_9', content: 'x' }),
    ];
    const counted = async (name: string, line: string): Promise<number[]> => {
      for (const old of ['s-1.jsonl', 'a.jsonl', 'b.jsonl']) rmSync(file(old), { force: true });
      writeFileSync(file(name), `${line}\n`);
      const read = { store, sources: [claudeCode({ paths: [join(folder, 'claude')] })], price: examplePrice };
      const { toolCalls, added } = await importUsage(read);
      return [toolCalls, added.toolCalls];
    };
    expect(await counted('a.jsonl', result)).toEqual([0, 0]);
    expect(await counted('b.jsonl', call)).toEqual([1, 1]);
    expect(await counted('a.jsonl', result)).toEqual([0, 0]);
  });

  it('says what it read; the second time there is nothing to read', async () => {
    const store = await open();
    const seen: number[] = [];
    const first = await importUsage({
      store,
      sources: sources(),
      price: examplePrice,
      onProgress: (p) => seen.push(p.filesDone),
    });
    expect(first).toMatchObject({
      files: 2,
      filesTotal: 2,
      filesUnchanged: 0,
      sessions: 2,
      requests: 11,
      toolCalls: 6,
      duplicates: 2,
      skipped: [{ line: 24, reason: 'invalid JSON' }],
      skippedCount: 1,
      unpriced: [],
      unknownTypes: [{ type: 'from-the-future', lines: 1 }],
    });
    expect(seen).toEqual([1, 2]);
    const again = await importUsage({ store, sources: sources(), price: examplePrice });
    expect(again).toMatchObject({ files: 0, filesUnchanged: 2, requests: 0, duplicates: 0, skipped: [] });
    await store.close();
  });

  it('does not count files that cannot be read as read', async () => {
    const store = await open();
    const gone = { path: join(folder, 'gone.jsonl'), size: 10, mtimeMs: 1 };
    const withGone = sources().map((source) => ({ ...source, files: () => [...source.files(), gone] }));
    const counts = async () => importUsage({ store, sources: withGone, price: examplePrice });
    expect(await counts()).toMatchObject({ files: 2, filesUnchanged: 0, filesTotal: 4, requests: 11, skippedCount: 3 });
    const again = await counts();
    expect(again).toMatchObject({ files: 0, filesUnchanged: 2, filesTotal: 4, requests: 0 });
    expect(again.skipped).toMatchObject([
      { file: gone.path, line: 0 },
      { file: gone.path, line: 0 },
    ]);
    await store.close();
  });

  it('reads what was added, and nothing twice', async () => {
    const store = await open();
    await importUsage({ store, sources: sources(), price: examplePrice });
    const more = claudeLines[14]?.replaceAll('msg_3', 'msg_9') ?? '';
    appendFileSync(join(folder, 'claude', 's-1.jsonl'), `${more}\n`);
    const second = await importUsage({ store, sources: sources(), price: examplePrice });
    expect(second).toMatchObject({ files: 1, requests: 3, duplicates: 0 });
    const query = {
      family: 'usage',
      segments: [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }],
      bucket: 'total',
      by: [],
    } as const;
    expect((await store.rollup(query))[0]?.measures.requests).toBe(14n);
    await store.close();
  });

  it('B08 what was read stays when the transcript is deleted', async () => {
    const store = await open();
    await importUsage({ store, sources: sources(), price: examplePrice });
    rmSync(join(folder, 'claude', 's-1.jsonl'));
    await importUsage({ store, sources: sources(), price: examplePrice });
    expect((await store.sessions({ sortBy: 'cost', sortOrder: 'desc', limit: 10, offset: 0 })).total).toBe(2);
    await store.close();
  });

  it('a fork that is read first does not hide the session it was made from', async () => {
    const store = await open();
    const line = (session: string, id: string, more: object = {}): string =>
      JSON.stringify({
        type: 'assistant',
        timestamp: '2026-03-08T07:00:00.000Z',
        sessionId: session,
        requestId: id,
        message: { id, model: 'm', content: [], usage: { input_tokens: 1 } },
        ...more,
      });
    rmSync(join(folder, 'claude', 's-1.jsonl'));
    const fork = [line('fork', 'a', { forkedFrom: { sessionId: 'own' } }), line('fork', 'b')];
    writeFileSync(join(folder, 'claude', 'a.jsonl'), `${fork.join('\n')}\n`);
    writeFileSync(join(folder, 'claude', 'b.jsonl'), `${line('own', 'a')}\n`);
    const summary = await importUsage({ store, sources: sources().slice(0, 1), price: examplePrice });
    expect(summary).toMatchObject({ sessions: 2, requests: 2, duplicates: 1 });
    await store.close();
  });

  it('stops when it is told to, and goes on the next time', async () => {
    const store = await open();
    const stop = new AbortController();
    const onProgress = (): void => stop.abort();
    const first = await importUsage({
      store,
      sources: sources(),
      price: examplePrice,
      onProgress,
      signal: stop.signal,
    });
    expect(first.files).toBe(1);
    const second = await importUsage({ store, sources: sources(), price: examplePrice });
    expect(second.files).toBe(1);
    await store.close();
  });
});
