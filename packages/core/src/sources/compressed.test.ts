import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SkippedLine } from '../model/SkippedLine.ts';
import { memoryStore } from '../storage/memory/index.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { claudeCode } from './claude-code/index.ts';
import { codex } from './codex/index.ts';
import { CompressedBytes } from './CompressedBytes.ts';
import { claudeLines, codexLines } from './exampleTranscripts.ts';
import { importUsage, type ImportSummary } from './importUsage.ts';
import { readTranscript } from './readTranscript.ts';
import { transcriptHead } from './transcriptHead.ts';
import type { UsageSource } from './UsageSource.ts';

const MB = 1024 * 1024;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-compressed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const packed = (...parts: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => zstdCompressSync(part)));
const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** Lines of a file as a parser is given them, and what could not be used. */
async function read(file: string): Promise<{ lines: [unknown, number][]; skipped: SkippedLine[] }> {
  const lines: [unknown, number][] = [];
  const skipped: SkippedLine[] = [];
  const parser = () => ({
    line: (record: Record<string, unknown>, position: number) => void lines.push([record['n'], position]),
    taken: () => ({ requests: [], toolCalls: [], turns: [], sessions: [] }),
    state: () => '{}',
  });
  const plan = { fields: { n: {}, text: { text: 'beginning' } } } as const;
  const options = { onSkipped: (line: SkippedLine) => void skipped.push(line) };
  for await (const _ of readTranscript('a', { path: file, size: 1, mtimeMs: 1 }, parser, plan, options));
  return { lines, skipped };
}

describe('transcripts packed with Zstandard', () => {
  it('have the lines that they had before, of any length and in any number of frames', async () => {
    const length = fc.oneof(
      { arbitrary: fc.nat(300), weight: 6 },
      { arbitrary: fc.constantFrom(65_536, 262_143, 262_144, 1_100_000), weight: 1 },
    );
    const part = fc.array(length, { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 3 }), async (parts) => {
        let n = 0;
        const texts = parts.map((of) => of.map((size) => `{"n":${(n += 1)},"text":"${'x'.repeat(size)}"}\n`).join(''));
        const file = join(folder, 'a.jsonl.zst');
        writeFileSync(file, packed(...texts));
        const { lines, skipped } = await read(file);
        expect(lines).toEqual(Array.from({ length: n }, (_, i) => [i + 1, i + 1]));
        expect(skipped).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('may hold lines that are longer than what is kept of them', async () => {
    const file = join(folder, 'a.jsonl.zst');
    for (const size of [8 * MB - 20, 8 * MB, 20 * MB]) {
      const long = `{"n":3,"text":"${'y'.repeat(size)}"}`;
      writeFileSync(file, packed(`{"n":1}\n{"n":2}\n${long}\n{"n":4}\n{"n":5}`));
      expect(await read(file)).toEqual({ lines: [1, 2, 3, 4, 5].map((n) => [n, n]), skipped: [] });
    }
  });

  it('that are damaged, cut off or nothing of the kind are reported, and end', async () => {
    const file = join(folder, 'a.jsonl.zst');
    const content = text(Array.from({ length: 20_000 }, (_, n) => JSON.stringify({ n, r: Math.sin(n) })));
    const whole = packed(content);
    const damaged = Buffer.from(whole);
    damaged.fill(0xa5, whole.length / 2, whole.length / 2 + 200);
    for (const bytes of [
      whole.subarray(0, whole.length / 2),
      damaged,
      Buffer.from(content),
      Buffer.concat([whole, damaged]),
    ]) {
      writeFileSync(file, bytes);
      const { skipped } = await read(file);
      expect(skipped).toEqual([{ file, line: 0, reason: 'compressed, and damaged or incomplete' }]);
    }
    writeFileSync(file, '');
    expect(await read(file)).toEqual({ lines: [], skipped: [] });
    rmSync(file);
    expect((await read(file)).skipped).toEqual([{ file, line: 0, reason: 'missing file' }]);
  });

  it('are kept in memory as far as a reader may go back, and no further', async () => {
    const file = join(folder, 'a.jsonl.zst');
    writeFileSync(file, packed(Buffer.alloc(40 * MB, 'ab')));
    const bytes = new CompressedBytes(file);
    const into = Buffer.alloc(10);
    let position = 0;
    for (let count = bytes.read(into, 0, 10, 0); count !== 0; count = bytes.read(into, 0, 10, position)) {
      if (count === undefined) await bytes.more();
      else position += 64 * 1024;
    }
    expect(bytes.read(into, 3, 4, 40 * MB - 9 * MB)).toBe(4);
    expect(into.toString('latin1', 3, 7)).toBe('abab');
    expect(() => bytes.read(into, 0, 10, 40 * MB - 10 * MB)).toThrow('no longer kept');
    await bytes.close();
  });

  const sources = [
    ['codex', codex, 'rollout-2026-03-08T06-59-00-019d7d08-46c9-7f73-affe-4e6ca9852d57.jsonl', codexLines],
    ['claude-code', claudeCode, 'session.jsonl', claudeLines],
  ] as const;
  describe.each(sources)('of %s', (_id, sourceOf, name, lines) => {
    const synced = async (store = memoryStore()): Promise<Omit<ImportSummary, 'durationMs'>> => {
      const sources = [sourceOf({ paths: [folder] })];
      const { durationMs: _, ...summary } = await importUsage({ store, sources, price: examplePrice });
      return summary;
    };
    const ledger = async (store = memoryStore()) =>
      JSON.stringify(await store.sessions({ sortBy: 'cost', sortOrder: 'desc', limit: 500, offset: 0 }), (_k, value) =>
        typeof value === 'bigint' ? `${value}` : (value as unknown),
      );
    const file = (): string => join(folder, name);

    it('are the same transcripts: packed after they were read, they add nothing', async () => {
      writeFileSync(file(), text(lines));
      const [before, after] = [memoryStore(), memoryStore()];
      const plain = await synced(before);
      expect(plain.requests).toBeGreaterThan(2);
      writeFileSync(`${file()}.zst`, packed(readFileSync(file())));
      rmSync(file());
      expect(await synced(after)).toEqual(plain);
      expect(await ledger(after)).toBe(await ledger(before));
      expect(await synced(before)).toMatchObject({ files: 1, added: { requests: 0, toolCalls: 0 } });
      expect(await ledger(before)).toBe(await ledger(after));
      expect(await synced(before)).toMatchObject({ files: 0, filesUnchanged: 1 });
    });

    it('are read beside a copy that is being made to be appended to', async () => {
      writeFileSync(`${file()}.zst`, packed(text(lines)));
      writeFileSync(file(), text(lines.slice(0, -3)));
      const [both, alone] = [memoryStore(), memoryStore()];
      await synced(both);
      rmSync(file());
      await synced(alone);
      expect(await ledger(both)).toBe(await ledger(alone));
    });
  });

  it.each([
    ['', (source: UsageSource) => source],
    [' on this thread', (source: UsageSource): UsageSource => ({ ...source, read: (...of) => source.read(...of) })],
  ])('that are cut off far behind are reported at each import, and not counted as read%s', async (_, read) => {
    const counts = Array.from({ length: 1500 }, (_x, i) => {
      const usage = { input_tokens: i + 1, output_tokens: 0, total_tokens: i + 1 };
      const info = { total_token_usage: { ...usage, total_tokens: 1e6 + i }, last_token_usage: usage };
      return JSON.stringify({
        timestamp: '2026-03-08T08:00:00.000Z',
        type: 'event_msg',
        payload: { type: 'token_count', info },
      });
    });
    // So much that it is read on a thread.
    const whole = packed(text([...codexLines, ...counts]), text([`"${randomBytes(27 * MB).toString('base64')}"`]));
    const file = join(folder, 'rollout-2026-03-08T06-59-00-019d7d08-46c9-7f73-affe-4e6ca9852d57.jsonl.zst');
    writeFileSync(file, whole.subarray(0, -1000));
    const store = memoryStore();
    const reported = { file, line: 0, reason: 'compressed, and damaged or incomplete' };
    for (const isFirst of [true, false]) {
      const sources = [read(codex({ paths: [folder] }))];
      const summary = await importUsage({ store, sources, price: examplePrice });
      expect(summary).toMatchObject({ files: 0, filesUnchanged: 0, filesTotal: 1 });
      expect(summary.skipped.filter(({ line }) => line === 0)).toEqual([reported]);
      expect(summary.added.requests > 0).toBe(isFirst);
    }
  });

  it('a file packed otherwise is reported', () => {
    const names = ['a.jsonl.gz', 'b.jsonl.br', 'c.jsonl.zst.txt'];
    for (const name of names) writeFileSync(join(folder, name), 'x');
    const told: SkippedLine[] = [];
    expect(codex({ paths: [folder] }).files((line) => told.push(line))).toEqual([]);
    const reason = 'compressed: unpack it to have it read';
    expect(told).toEqual(names.slice(0, 2).map((name) => ({ file: join(folder, name), line: 0, reason })));
  });

  it('begin as they did before', () => {
    const content = text(Array.from({ length: 9000 }, (_, n) => JSON.stringify({ n, r: Math.sin(n), s: Math.cos(n) })));
    const [plain, file] = [join(folder, 'a.jsonl'), join(folder, 'a.jsonl.zst')];
    writeFileSync(plain, content);
    writeFileSync(file, packed(content));
    expect(transcriptHead(plain, 4096).toString()).toBe(content.slice(0, 4096));
    expect(transcriptHead(file, 4096).toString()).toBe(content.slice(0, 4096));
    writeFileSync(file, '');
    expect(transcriptHead(file, 4096)).toHaveLength(0);
    writeFileSync(file, packed(Buffer.alloc(100 * MB)));
    expect(() => transcriptHead(file, 4096)).toThrow('Cannot create a Buffer larger than');
  });
});
