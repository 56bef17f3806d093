import { appendFileSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import type { SourceCursor } from '../model/SourceCursor.ts';
import { claudeCode } from './claude-code/index.ts';
import { claudeLines } from './exampleTranscripts.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-transcript-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a file of more than 4 GB goes on where it was left, and its cursor counts beyond 2^32', async () => {
  const file = join(folder, 'large.jsonl');
  const source = claudeCode({ paths: [file] });
  const first = `${claudeLines[2]}\n`;
  writeFileSync(file, first);
  const cursorOf = async (cursors?: Map<string, SourceCursor>) => {
    const { size, mtimeMs } = statSync(file);
    let found: { cursor: SourceCursor; requests: number } | undefined;
    for await (const batch of source.read({ path: file, size, mtimeMs }, cursors ? { cursors } : {})) {
      found = { cursor: batch.cursors[0]!, requests: batch.requests.length };
    }
    return found!;
  };
  const { cursor } = await cursorOf();
  // Nothing is stored of the hole that this leaves.
  const end = 2 ** 32 + 12_345;
  truncateSync(file, end);
  const added = claudeLines
    .slice(3, 5)
    .map((line) => `${line}\n`)
    .join('');
  appendFileSync(file, added);
  // The hash of the bytes before the offset is that of the first line: without it only the beginning is compared, as with cursors of before.
  const fingerprint = cursor.fingerprint.split(':').slice(0, 2).join(':');
  const later = await cursorOf(new Map([[file, { ...cursor, offset: end, fingerprint }]]));
  const size = end + Buffer.byteLength(added);
  expect(later).toMatchObject({ requests: 2, cursor: { offset: size, size } });
}, 120_000);
