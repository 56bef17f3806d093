import { appendFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { SourceCursor } from '../model/SourceCursor.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { sourceContractReading } from '../testing/sourceContractReading.ts';
import { claudeCode } from './claude-code/index.ts';
import { claudeAnswer, linesText } from './fixtures/claudeAnswer.ts';
import { importUsage } from './importUsage.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-hostile-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, lines: readonly object[]): string {
  const file = join(folder, name);
  writeFileSync(file, linesText(lines));
  return file;
}

it('a root that is a loop of links, or no legal path, is reported and not thrown', async () => {
  const loop = join(folder, 'loop');
  symlinkSync(loop, loop);
  const reading = sourceContractReading();
  await reading.read(claudeCode({ paths: [loop, join(folder, 'a\0b'), join(folder, 'missing')] }));
  expect(reading.skipped.map((s) => [s.line, s.reason])).toEqual([
    [0, 'too many symbolic links'],
    [0, 'cannot be read (ERR_INVALID_ARG_VALUE)'],
    [0, 'missing file'],
  ]);
});

it.each(['not json', 'null', '{}', '{"line":1,"parser":"{}"}', '{"line":1,"parser":null}'])(
  'a cursor whose state is %s reads the file anew',
  async (state) => {
    const file = written('a.jsonl', [claudeAnswer('msg_1', 's')]);
    const source = claudeCode({ paths: [file] });
    const [first, again] = [sourceContractReading(), sourceContractReading()];
    await first.read(source);
    const cursor = first.cursors.get(file);
    expect(cursor).toBeDefined();
    appendFileSync(file, linesText([claudeAnswer('msg_2', 's')]));
    again.cursors.set(file, { ...(cursor as SourceCursor), state });
    await again.read(source);
    expect([...again.ledger.requests.values()].map((r) => r.key)).toEqual(['msg_1', 'msg_2']);
    expect(again.skipped).toEqual([]);
  },
);

it('a batch with more calls than a function takes arguments is written whole', async () => {
  const ids = (n: number): string[] => Array.from({ length: 60 }, (_, i) => `toolu_${n}_${i}`);
  const lines = Array.from({ length: 2400 }, (_, n) => claudeAnswer(`msg_${n}`, 's', ids(n)));
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
    Array.from({ length: 9000 }, (_, n) => claudeAnswer(`msg_${n}`, 's', ids(n))),
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
