import { appendFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { joinLedger } from '../metrics/joinLedger.ts';
import { emptyLedger, type Ledger } from '../metrics/Ledger.ts';
import type { SkippedLine } from '../model/SkippedLine.ts';
import type { SourceCursor } from '../model/SourceCursor.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { claudeCode } from './claude-code/index.ts';
import { importUsage } from './importUsage.ts';
import type { UsageSource } from './UsageSource.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-hostile-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (s: number): string => new Date(Date.UTC(2026, 2, 1) + s * 1000).toISOString();
const assistant = (id: string, session: string, tools: string[] = []): object => ({
  type: 'assistant',
  uuid: `u-${id}`,
  timestamp: at(1),
  sessionId: session,
  requestId: `req-${id}`,
  message: {
    id,
    model: 'claude-sonnet-4-6',
    stop_reason: 'end_turn',
    content: tools.map((tool) => ({ type: 'tool_use', id: tool, name: 'Bash', input: {} })),
    usage: { input_tokens: 1, output_tokens: 1 },
  },
});

function written(name: string, lines: readonly object[]): string {
  const file = join(folder, name);
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}

async function read(
  source: UsageSource,
  cursors: ReadonlyMap<string, SourceCursor> = new Map(),
): Promise<{ ledger: Ledger; skipped: SkippedLine[]; cursors: Map<string, SourceCursor> }> {
  const [ledger, skipped, next]: [Ledger, SkippedLine[], Map<string, SourceCursor>] = [emptyLedger(), [], new Map()];
  const onSkipped = (line: SkippedLine): void => void skipped.push(line);
  for (const file of source.files(onSkipped)) {
    for await (const batch of source.read(file, { cursors, onSkipped })) {
      joinLedger(ledger, batch, examplePrice);
      for (const cursor of batch.cursors) next.set(cursor.file, cursor);
    }
  }
  return { ledger, skipped, cursors: next };
}

it('a root that is a loop of links, or no legal path, is reported and not thrown', async () => {
  const loop = join(folder, 'loop');
  symlinkSync(loop, loop);
  const { skipped } = await read(claudeCode({ paths: [loop, join(folder, 'a\0b'), join(folder, 'missing')] }));
  expect(skipped.map((s) => [s.line, s.reason])).toEqual([
    [0, 'too many symbolic links'],
    [0, 'cannot be read (ERR_INVALID_ARG_VALUE)'],
    [0, 'missing file'],
  ]);
});

it.each(['not json', 'null', '{}', '{"line":1,"parser":"not json"}'])(
  'a cursor whose state is %s reads the file anew',
  async (state) => {
    const file = written('a.jsonl', [assistant('msg_1', 's')]);
    const source = claudeCode({ paths: [file] });
    const { cursors } = await read(source);
    const cursor = cursors.get(file);
    expect(cursor).toBeDefined();
    appendFileSync(file, `${JSON.stringify(assistant('msg_2', 's'))}\n`);
    const { ledger, skipped } = await read(source, new Map([[file, { ...(cursor as SourceCursor), state }]]));
    expect([...ledger.requests.values()].map((r) => r.key)).toEqual(['msg_1', 'msg_2']);
    expect(skipped).toEqual([]);
  },
);

it('a batch with more calls than a function takes arguments is written whole', async () => {
  const ids = (n: number): string[] => Array.from({ length: 60 }, (_, i) => `toolu_${n}_${i}`);
  const lines = Array.from({ length: 2400 }, (_, n) => assistant(`msg_${n}`, 's', ids(n)));
  const file = written('a.jsonl', lines);
  const store = sqliteStore(openSqlite(':memory:'));
  await store.migrate();
  const summary = await importUsage({ store, sources: [claudeCode({ paths: [file] })], price: examplePrice });
  expect([summary.toolCalls, summary.skippedCount]).toEqual([144_000, 0]);
  await store.close();
}, 120_000);

it('an import stopped in the middle of a file reads no more of it, and the next one goes on from there', async () => {
  const ids = (n: number): string[] => Array.from({ length: 10 }, (_, i) => `toolu_${n}_${i}`);
  const file = written(
    'a.jsonl',
    Array.from({ length: 9000 }, (_, n) => assistant(`msg_${n}`, 's', ids(n))),
  );
  const store = sqliteStore(openSqlite(':memory:'));
  await store.migrate();
  const stop = new AbortController();
  // The first request is priced while the first batch is counted.
  const price: typeof examplePrice = (request) => {
    stop.abort();
    return examplePrice(request);
  };
  const sources = [claudeCode({ paths: [file] })];
  const first = await importUsage({ store, sources, price, signal: stop.signal });
  expect(first.requests).toBe(1000);
  const second = await importUsage({ store, sources, price });
  expect([second.requests, second.filesUnchanged]).toEqual([8000, 0]);
  const third = await importUsage({ store, sources, price });
  expect([third.files, third.filesUnchanged]).toEqual([0, 1]);
  await store.close();
}, 120_000);
