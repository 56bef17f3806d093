import { appendFileSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { joinLedger } from '../metrics/joinLedger.ts';
import { emptyLedger, type Ledger } from '../metrics/Ledger.ts';
import type { SourceCursor } from '../model/SourceCursor.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { claudeCode } from './claude-code/index.ts';
import { codex } from './codex/index.ts';
import { claudeLines, codexLines } from './exampleTranscripts.ts';
import type { UsageSource } from './UsageSource.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-read-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A ledger in a form that can be compared. */
function comparable(ledger: Ledger): unknown {
  const sorted = (map: Map<string, object>) =>
    [...map]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, { ...v, claim: 0, order: String((v as { order: bigint }).order) }]);
  return [ledger.requests, ledger.toolCalls, ledger.turns, ledger.sessions].map(sorted);
}

let made = 0;
const newFile = (): string => join(folder, `${(made += 1)}.jsonl`);

/** Reads a file as it stands now, as a later sync would, with the cursors of the earlier ones. */
async function sync(source: UsageSource, ledger: Ledger, cursors: Map<string, SourceCursor>): Promise<void> {
  for (const file of source.files()) {
    for await (const batch of source.read(file, { cursors })) {
      joinLedger(ledger, batch, examplePrice);
      for (const cursor of batch.cursors) cursors.set(cursor.file, cursor);
    }
  }
}

async function whole(sourceOf: (paths: string[]) => UsageSource, files: string[]): Promise<unknown> {
  const ledger = emptyLedger();
  await sync(sourceOf(files), ledger, new Map());
  return comparable(ledger);
}

describe.each([
  ['claude-code', (paths: string[]) => claudeCode({ paths }), claudeLines],
  ['codex', (paths: string[]) => codex({ paths }), codexLines],
] as const)('reading %s', (_name, sourceOf, lines) => {
  const text = `${lines.join('\n')}\n`;

  it('in any number of pieces, cut at any byte, gives what reading at once gives', async () => {
    const file = newFile();
    writeFileSync(file, text);
    const expected = await whole(sourceOf, [file]);
    const bytes = Buffer.from(text);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 0, max: bytes.length }), { maxLength: 5 }), async (cuts) => {
        const ledger = emptyLedger();
        const cursors = new Map<string, SourceCursor>();
        writeFileSync(file, '');
        let done = 0;
        for (const cut of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
          appendFileSync(file, bytes.subarray(done, cut));
          done = cut;
          await sync(sourceOf([file]), ledger, cursors);
        }
        expect(comparable(ledger)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('a file that is cut and later whole again is read anew', async () => {
    const file = newFile();
    const ledger = emptyLedger();
    const cursors = new Map<string, SourceCursor>();
    for (const [i, content] of [text, text.slice(0, text.length / 3), text].entries()) {
      writeFileSync(file, content);
      utimesSync(file, 1_700_000_000 + i, 1_700_000_000 + i);
      await sync(sourceOf([file]), ledger, cursors);
    }
    expect(comparable(ledger)).toEqual(await whole(sourceOf, [file]));
  });

  it('an unchanged file is not read again, a copy of it changes nothing', async () => {
    const [file, copy] = [newFile(), newFile()];
    writeFileSync(file, text);
    writeFileSync(copy, text);
    const cursors = new Map<string, SourceCursor>();
    const ledger = emptyLedger();
    await sync(sourceOf([file]), ledger, cursors);
    const once = comparable(ledger);
    let batches = 0;
    const { size, mtimeMs } = statSync(file);
    for await (const batch of sourceOf([file]).read({ path: file, size, mtimeMs }, { cursors }))
      batches += batch.cursors.length;
    expect(batches).toBe(0);
    await sync(sourceOf([copy]), ledger, cursors);
    const requests = [...ledger.requests.values()].map((r) => [r.inputTokens, r.outputTokens]);
    expect(requests.length).toBeGreaterThan(0);
    expect(comparable(ledger)).toEqual(once);
  });

  it('seeded noise never throws, hangs or yields a number that is none', async () => {
    const file = newFile();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...lines),
        fc.array(
          fc.tuple(
            fc.nat(),
            fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('null', '-1', '1e999', '"', '{', '[]', '\\u0000')),
          ),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        async (line, edits) => {
          let mutated = line;
          for (const [at, piece] of edits) {
            const i = at % (mutated.length + 1);
            mutated = mutated.slice(0, i) + piece + mutated.slice(i + (at % 7));
          }
          writeFileSync(file, `${mutated}\n`);
          const ledger = emptyLedger();
          await sync(sourceOf([file]), ledger, new Map());
          for (const r of ledger.requests.values()) {
            const numbers = [
              r.inputTokens,
              r.outputTokens,
              r.cacheReadTokens,
              r.cacheWrite5mTokens,
              r.cacheWrite1hTokens,
              r.atMs,
            ];
            expect(numbers.every((n) => Number.isSafeInteger(n) && n >= 0)).toBe(true);
          }
        },
      ),
      { numRuns: Number(process.env['USAGEKIT_FUZZ_LINES'] ?? 1000) },
    );
  });
});
