import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { memoryStore } from '../../storage/memory/memoryStore.ts';
import type { UsageStore } from '../../storage/UsageStore.ts';
import { examplePrice } from '../../testing/ledgerArbitraries.ts';
import { claudeCode } from '../claude-code/index.ts';
import { codex } from '../codex/index.ts';
import { claudeLines, codexLines } from '../exampleTranscripts.ts';
import { type ImportSummary, importUsage } from '../importUsage.ts';
import { threadedReads } from '../threadedReads.ts';
import type { UsageSource } from '../UsageSource.ts';

const FILES = 6;
const PADDING = 'x'.repeat(36_000);
const THREAD_FILE = 'reads on a thread';

let folder: string;
const pathOf = (agent: string): string => join(folder, agent);
/** Files large enough for a thread, the last one packed: copies of the examples with sessions or times of their own, between long lines that carry nothing. */
function write(agent: string, lines: readonly string[], padding: string): void {
  mkdirSync(pathOf(agent));
  for (let n = 0; n < FILES; n += 1) {
    const copyOf = (line: string, i: number): string =>
      line
        .replaceAll(/"(s|msg|toolu|req-msg)([-_])/g, `"$1$2${n}-${i}-`)
        .replace('"timestamp":"2026-03-08T06', `"timestamp":"2026-03-08T${String(i).padStart(2, '0')}`);
    const copies = Array.from({ length: 150 }, (_, i) =>
      [...lines.map((line) => copyOf(line, i % 20)), padding].join('\n'),
    );
    const text = `${copies.join('\n')}\nnonsense\n{"type":"assist`;
    const [name, content] = n === FILES - 1 ? [`f${n}.jsonl.zst`, zstdCompressSync(text)] : [`f${n}.jsonl`, text];
    writeFileSync(join(pathOf(agent), name), content);
  }
}
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-thread-'));
  write('claude-code', claudeLines, `{"type":"summary","summary":"${PADDING}"}`);
  write(
    'codex',
    codexLines,
    `{"timestamp":"2026-03-08T07:00:00.000Z","type":"compacted","payload":{"m":"${PADDING}"}}`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SOURCES: [string, (path: string) => UsageSource][] = [
  ['claude-code', (path) => claudeCode({ paths: [path] })],
  ['codex', (path) => codex({ paths: [path] })],
];
const whole = {
  family: 'usage',
  segments: [{ startMs: 0, endMs: 2 ** 42, offsetSlots: 0 }],
  bucket: 'weekHour',
  by: ['model', 'kind', 'project'],
} as const;

describe.each(SOURCES)(`%s ${THREAD_FILE}`, (agent, sourceOf) => {
  /** The same source reading on this thread: its `read` is another function. */
  const here = (source: UsageSource): UsageSource => ({ ...source, read: (...of) => source.read(...of) });
  const imported = async (source: UsageSource, store = memoryStore()): Promise<[ImportSummary, unknown]> => {
    const { durationMs: _, ...summary } = await importUsage({ store, sources: [source], price: examplePrice });
    const sessions = await store.sessions({ sortBy: 'cost', sortOrder: 'desc', limit: 500, offset: 0 });
    const rows = (await store.rollup(whole)).map((row) =>
      JSON.stringify(row, (_k, v) => String(typeof v === 'bigint' ? v : '') || v),
    );
    const cursors = (await store.cursors(agent)).toSorted((a, b) => (a.file < b.file ? -1 : 1));
    return [summary as ImportSummary, { sessions, rows: rows.toSorted(), cursors }];
  };

  it('starts a thread for much that is new, and none for little', async () => {
    const source = sourceOf(pathOf(agent));
    const files = source.files();
    const parts = await threadedReads.get(source.read)?.(files, new Map());
    expect(parts).toBeDefined();
    // Parts that came before the first was asked for are not lost.
    await setTimeout(300);
    const first = await parts?.next();
    expect(first?.value).toMatchObject({ batch: { source: agent } });
    await parts?.return();
    expect(await parts?.next()).toEqual({ done: true, value: undefined });
    expect(await threadedReads.get(source.read)?.(files.slice(0, 1), new Map())).toBeUndefined();
  });

  it('gives the same summary, ledger and cursors as reading on this one; reading again gives nothing', async () => {
    const store = memoryStore();
    const [threaded, plain] = [
      await imported(sourceOf(pathOf(agent)), store),
      await imported(here(sourceOf(pathOf(agent)))),
    ];
    expect(threaded).toEqual(plain);
    expect(threaded[0]).toMatchObject({ files: FILES, skippedCount: 2 * FILES });
    expect(threaded[0].requests).toBeGreaterThan(20);
    appendFileSync(join(pathOf(agent), 'f0.jsonl'), '\n');
    const [again] = await imported(sourceOf(pathOf(agent)), store);
    expect(again).toMatchObject({ files: 1, filesUnchanged: FILES - 1, requests: 0 });
  });

  it('stops when it is told to, keeps what was read and goes on from there', async () => {
    const store = memoryStore();
    const stop = new AbortController();
    const source = sourceOf(pathOf(agent));
    const first = await importUsage({
      store,
      sources: [source],
      price: examplePrice,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    expect(first.files).toBeLessThan(FILES);
    const [, resumed] = await imported(source, store);
    const [, plain] = await imported(here(source));
    expect(resumed).toEqual(plain);
  });

  it('a store that fails ends the thread and the import', async () => {
    const store = { ...memoryStore(), write: () => Promise.reject(new Error('disk full')) };
    const failed = importUsage({ store, sources: [sourceOf(pathOf(agent))], price: examplePrice });
    await expect(failed).rejects.toThrow('disk full');
  });
});

it('files that go away while a thread reads are reported, and the others are read', async () => {
  const source = claudeCode({ paths: [pathOf('claude-code')] });
  const files = [...source.files(), { path: join(folder, 'gone.jsonl'), size: 1, mtimeMs: 0 }];
  const skipped: string[] = [];
  let done = 0;
  for await (const part of (await threadedReads.get(source.read)?.(files, new Map())) ?? []) {
    if (!part) continue;
    skipped.push(...part.skipped.map(({ file, reason }) => `${file.slice(folder.length + 1)}: ${reason}`));
    done += part.filesDone;
  }
  expect(done).toBe(FILES + 1);
  expect(skipped.filter((text) => text.startsWith('gone'))).toEqual(['gone.jsonl: missing file']);
});

it('writes a half transaction while the thread has nothing new yet, and less than that not', async () => {
  const turns = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      key: `t${from + i}`,
      session: 's',
      atMs: 1_772_900_000_000 + i,
      engagedMs: 0,
      promptCount: 1,
      claim: 1,
    }));
  const batch = { source: 'a', requests: [], toolCalls: [], sessions: [], cursors: [] };
  const counted = {
    copies: 0,
    filesDone: 0,
    filesRead: 0,
    bytesDone: 0,
    skipped: [],
    skippedCount: 0,
    unknownTypes: [],
  };
  async function* parts() {
    for (const [from, count] of [
      [0, 11_999],
      [11_999, 1],
      [12_000, 5],
    ] as const) {
      yield { ...counted, batch: { ...batch, turns: turns(from, count) } };
      yield undefined;
    }
  }
  const read: UsageSource['read'] = () => {
    throw new Error('the thread reads');
  };
  threadedReads.set(read, async () => parts());
  const source: UsageSource = {
    id: 'a',
    label: 'A',
    roots: () => [],
    files: () => [{ path: 'f', size: 1, mtimeMs: 1 }],
    read,
  };
  const memory = memoryStore();
  const written: number[] = [];
  const store: UsageStore = {
    ...memory,
    write: (of, ...rest) => {
      written.push(of.turns.length);
      return memory.write(of, ...rest);
    },
  };
  await importUsage({ store, sources: [source], price: examplePrice });
  expect(written).toEqual([12_000, 5]);
});
