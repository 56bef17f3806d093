import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { claudeCode } from '../sources/claude-code/index.ts';
import { codex } from '../sources/codex/index.ts';
import { claudeLines, codexLines } from '../sources/exampleTranscripts.ts';
import { parsedLine } from '../sources/parsedLine.ts';
import type { UsageSource } from '../sources/UsageSource.ts';
import { mutatedLine } from './mutatedLines.ts';
import { sourceContractFaults } from './sourceContractFaults.ts';
import { sourceContractReading } from './sourceContractReading.ts';

const LINES_A_FILE = 20;
/** Far above what a line takes; a hang is what this finds. */
const MAX_MS_A_LINE = 100;
const lineCount = Number(process.env['USAGEKIT_FUZZ_LINES'] ?? 1000);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-fuzz-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isBroken = (line: string): boolean => typeof parsedLine(Buffer.from(line)) === 'string' || line === '';

describe.each([
  ['claude-code', (path: string) => claudeCode({ paths: [path] }), claudeLines],
  ['codex', (path: string) => codex({ paths: [path] }), codexLines],
] as const)('damaged lines of %s', (_name, sourceOf, lines) => {
  const damaged = fc.array(mutatedLine(lines), { minLength: LINES_A_FILE, maxLength: LINES_A_FILE });
  const file = (): string => join(folder, 'damaged.jsonl');
  const read = async (source: UsageSource) => {
    const reading = sourceContractReading();
    const startedMs = performance.now();
    await reading.read(source);
    return { ...reading, elapsedMs: performance.now() - startedMs };
  };

  it(
    'never throw, never hang, are never counted when they are broken, and give no number that is none',
    async () => {
      let broken = 0;
      await fc.assert(
        fc.asyncProperty(damaged, async (texts) => {
          writeFileSync(file(), texts.map((text) => `${text}\n`).join(''));
          const all = await read(sourceOf(file()));
          expect(all.elapsedMs).toBeLessThan(MAX_MS_A_LINE * LINES_A_FILE);
          expect(all.batches.flatMap(sourceContractFaults)).toEqual([]);
          // Only what can be parsed counts: in its own place in the file, because positions are identities of lines that have no other.
          const sound = texts.map((text) => (isBroken(text) ? '' : text));
          broken += sound.filter((text) => text === '').length;
          writeFileSync(file(), sound.map((text) => `${text}\n`).join(''));
          expect(all.comparable()).toEqual((await read(sourceOf(file()))).comparable());
        }),
        { numRuns: Math.ceil(lineCount / LINES_A_FILE) },
      );
      expect(broken).toBeGreaterThan(lineCount / 4);
    },
    60_000 + lineCount * 20,
  );
});
