import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { fileBytes } from '../FileBytes.ts';
import { plainRecords, type TranscriptRecords } from '../plainRecords.ts';
import type { ReadPlan } from './fieldTable.ts';
import { scannedRecords } from './scannedRecords.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-scanned-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plan: ReadPlan = { fields: { n: {}, text: { text: 'beginning' } }, idleStarts: ['{"idle"'] };

/** Number, end and wholeness of each line, or why it could not be read. */
function summary(batches: Iterable<TranscriptRecords | undefined>): [content: unknown, end: number, whole: boolean][] {
  const all: [unknown, number, boolean][] = [];
  for (const lines of batches) {
    const { contents, ends, whole } = lines as TranscriptRecords;
    contents.forEach((content, i) => {
      const last = i === contents.length - 1;
      all.push([typeof content === 'object' ? content['n'] : content, ends[i] ?? -1, whole || !last]);
    });
  }
  return all;
}

function bothOf(content: Buffer, offset: number): [unknown, unknown] {
  const file = join(folder, 'lines.jsonl');
  writeFileSync(file, content);
  const fd = openSync(file, 'r');
  try {
    return [summary(scannedRecords(fileBytes(fd), offset, plan)), summary(plainRecords(fileBytes(fd), offset, plan))];
  } finally {
    closeSync(fd);
  }
}

const MB = 1024 * 1024;

it('lines of any length, from any line on, are the lines that plain reading gives', () => {
  const length = fc.oneof(
    { arbitrary: fc.nat(300), weight: 6 },
    { arbitrary: fc.constantFrom(262_143, 262_144, 262_145, 600_000, 1_100_000), weight: 1 },
  );
  const line = fc
    .tuple(
      length,
      fc.constantFrom(
        '{"n":1,"text":"',
        '{"idle":"',
        '',
        ' {"n":2,"x":"',
        '{"n":"',
        '\0\0{"n":3,"text":"',
        '\0{"idle":"',
      ),
      fc.constantFrom('', '\r', '\0', '\0\0\r', '}'),
    )
    .map(([n, start, end]) => (start === '' ? end : `${start}${'x'.repeat(n)}"}${end}`));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.nat(), fc.boolean(), fc.boolean(), (lines, from, closed, bom) => {
      const texts = lines.map((text, i) => (bom && i === 0 ? `\ufeff${text}` : text));
      const content = Buffer.from(texts.join('\n') + (closed ? '\n' : ''));
      const skip = lines.length === 0 ? 0 : from % lines.length;
      const offset = texts.slice(0, skip).reduce((n, text) => n + Buffer.byteLength(text) + 1, 0);
      const [scanned, plain] = bothOf(content, offset);
      expect(scanned).toEqual(plain);
    }),
    { numRuns: 150 },
  );
});

it('a line beyond what the scanner takes stands between others that it takes', () => {
  for (const size of [8 * MB - 20, 8 * MB, 8 * MB + 1, 20 * MB]) {
    const long = `{"n":7,"text":"${'y'.repeat(size)}"}`;
    const [scanned, plain] = bothOf(Buffer.from(`{"n":1}\n{"n":2}\n${long}\n{"n":3}\n{"n":4}`), 0);
    expect(scanned).toEqual(plain);
    expect(scanned).toHaveLength(5);
  }
});

it('five thousand short lines in one chunk come in their order', () => {
  const lines = Array.from({ length: 5000 }, (_, n) => JSON.stringify({ n }));
  const [scanned] = bothOf(Buffer.from(`${lines.join('\n')}\n`), 0);
  expect((scanned as [number][]).map(([n]) => n)).toEqual(lines.map((_, n) => n));
});

it('two files read at the same time do not disturb each other', () => {
  const files = ['a', 'b'].map((name) => {
    const file = join(folder, name);
    writeFileSync(file, Array.from({ length: 9000 }, (_, n) => `{"n":"${name}${n}"}\n`).join(''));
    return { fd: openSync(file, 'r') };
  });
  const readers = files.map(({ fd }) => scannedRecords(fileBytes(fd), 0, plan));
  const seen: unknown[][] = [[], []];
  for (let open = true; open;) {
    open = false;
    for (const [i, reader] of readers.entries()) {
      const { value, done } = reader.next();
      if (done || !value) continue;
      open = true;
      for (const content of value.contents) seen[i]?.push((content as Record<string, unknown>)['n']);
    }
  }
  for (const { fd } of files) closeSync(fd);
  expect(seen).toEqual(['a', 'b'].map((name) => Array.from({ length: 9000 }, (_, n) => `${name}${n}`)));
});
