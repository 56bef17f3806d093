import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { fileBytes } from './FileBytes.ts';
import { transcriptLines } from './transcriptLines.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-lines-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lines(content: string | Buffer, offset = 0, limit?: number): [text: string, end: number, kind: string][] {
  const file = join(folder, 'lines.jsonl');
  writeFileSync(file, content);
  const found: [string, number, string][] = [];
  const fd = openSync(file, 'r');
  for (const l of transcriptLines(fileBytes(fd), offset, limit)) {
    found.push([String(l?.bytes), l?.end ?? -1, l?.tooLong ? 'too long' : l?.whole ? 'whole' : 'open']);
  }
  closeSync(fd);
  return found;
}

it('a BOM and carriage returns are no part of a line', () => {
  expect(lines('\ufeffa\r\nb\r\n\nc')).toEqual([
    ['a', 6, 'whole'],
    ['b', 9, 'whole'],
    ['', 10, 'whole'],
    ['c', 11, 'open'],
  ]);
});

it('a BOM within the file is a character of its line', () => {
  expect(lines('\ufeffa\n\ufeffb\n\ufeffc').map(([text]) => text)).toEqual(['a', '\ufeffb', '\ufeffc']);
  expect(lines('a\n\ufeffb\n', 2).map(([text]) => text)).toEqual(['\ufeffb']);
});

it('an empty file has no lines, and an offset at the end none either', () => {
  expect(lines('')).toEqual([]);
  expect(lines('a\n', 2)).toEqual([]);
});

it('a line above the limit is passed over, and the next one stands where it stands', () => {
  const long = 'x'.repeat(700_000);
  expect(lines(`a\n${long}\nb\n`, 0, 300_000)).toEqual([
    ['a', 2, 'whole'],
    ['', 700_003, 'too long'],
    ['b', 700_005, 'whole'],
  ]);
});

it('lines of any length, from any line on, are what splitting the text gives', () => {
  const length = fc.oneof(fc.nat(40), fc.constantFrom(262_143, 262_144, 262_145, 600_000));
  fc.assert(
    fc.property(fc.array(length, { maxLength: 8 }), fc.nat(), fc.boolean(), (lengths, from, closed) => {
      const texts = lengths.map((n, i) => String.fromCharCode(97 + i).repeat(n));
      const skip = lengths.length === 0 ? 0 : from % lengths.length;
      const offset = texts.slice(0, skip).reduce((n, t) => n + t.length + 1, 0);
      const content = texts.join('\n') + (closed && texts.length > 0 ? '\n' : '');
      const expected = texts.slice(skip);
      if (!closed && expected.at(-1) === '') expected.pop();
      expect(lines(content, offset).map(([text]) => text)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
