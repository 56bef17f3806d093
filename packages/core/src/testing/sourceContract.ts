import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { UsageSource } from '../sources/UsageSource.ts';
import { sourceContractFaults } from './sourceContractFaults.ts';
import { sourceContractReading } from './sourceContractReading.ts';

/** A source of files of lines, and samples of them. */
export interface SourceHarness {
  /** The source over these files and folders. */
  create(paths: string[]): UsageSource;
  /** Transcripts in which as many of the format's traps as possible occur, each whole, with a line feed at its end. */
  files: readonly { name: string; content: string }[];
  /** Texts that occur in them and that nothing may keep: of prompts, answers, tool inputs and outputs. */
  texts: readonly string[];
}

const cases = Number(process.env['USAGEKIT_CONTRACT_CASES'] ?? 60);

/** Lines that no source can use, whatever its format. */
const BROKEN = [
  'nonsense',
  '{',
  '{"a":',
  '"',
  '[1,2',
  '\u0000x\u0000',
  '{"a":"\u0001"}',
  '{"a":01}',
  '{"a":"\\x"}',
  '}{',
  '\ufffd',
];

/**
 * What every source of transcripts must do, as tests: its records depend on nothing but the bytes of its files, hold no text of the conversation, and what cannot be read is reported, never thrown
 * and never counted.
 *
 * @param name shown in the test titles
 */
export function sourceContract(name: string, { create, files, texts }: SourceHarness): void {
  describe(`source contract: ${name}`, () => {
    let folder: string;
    let made = 0;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'usagekit-contract-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    /** An empty folder: a file's name may be part of what it says, so copies differ in their folder only. */
    const newFolder = (): string => {
      const path = join(folder, String((made += 1)));
      mkdirSync(path);
      return path;
    };
    const written = (contents: readonly { name: string; content: string | Buffer }[]): string[] => {
      const into = newFolder();
      return contents.map(({ name: file, content }) => {
        writeFileSync(join(into, file), content);
        return join(into, file);
      });
    };
    const whole = async (paths: string[]) => {
      const reading = sourceContractReading();
      await reading.read(create(paths));
      return reading;
    };

    it('finds usage in the samples, and every record is well formed', async () => {
      const { batches, ledger } = await whole(written(files));
      expect(ledger.requests.size).toBeGreaterThan(0);
      expect(batches.flatMap(sourceContractFaults)).toEqual([]);
      const { id } = create([]);
      expect(new Set(batches.map((b) => b.source))).toEqual(new Set([id]));
    });

    it('lists each file once with its size and time, and its roots', async () => {
      const paths = written(files);
      const into = join(paths[0] ?? '', '..');
      const found = create([into, into]).files();
      const stats = paths.map((path) => ({ path, size: statSync(path).size, mtimeMs: statSync(path).mtimeMs }));
      expect(found).toEqual(stats.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
      expect(create([into]).roots()).toEqual([into]);
    });

    it.each(files.map((file) => [file.name, file] as const))(
      '%s, read in any number of pieces, cut at any byte, gives what reading at once gives',
      async (_file, file) => {
        const expected = (await whole(written([file]))).comparable();
        const bytes = Buffer.from(file.content);
        const cut = fc.integer({ min: 0, max: bytes.length });
        await fc.assert(
          fc.asyncProperty(fc.uniqueArray(cut, { maxLength: 5 }), async (cuts) => {
            const reading = sourceContractReading();
            const [path = ''] = written([{ ...file, content: '' }]);
            let done = 0;
            for (const end of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
              appendFileSync(path, bytes.subarray(done, end));
              done = end;
              await reading.read(create([path]));
            }
            expect(reading.comparable()).toEqual(expected);
          }),
          { numRuns: cases },
        );
      },
    );

    it('an unchanged file is not read, and reading it anew adds nothing', async () => {
      const source = create(written(files));
      const reading = sourceContractReading();
      await reading.read(source);
      const [once, batches] = [reading.comparable(), reading.batches.length];
      await reading.read(source);
      expect(reading.batches.length).toBe(batches);
      await reading.read(source, true);
      expect(reading.batches.length).toBeGreaterThan(batches);
      expect(reading.comparable()).toEqual(once);
    });

    it('files in any order, some of them twice or copied elsewhere, give the same ledger', async () => {
      const [paths, copies] = [written(files), written(files)];
      const expected = (await whole(paths)).comparable();
      const order = fc.tuple(
        fc.shuffledSubarray(paths, { minLength: paths.length }),
        fc.shuffledSubarray([...paths, ...copies]),
      );
      await fc.assert(
        fc.asyncProperty(order, async ([first, again]) => {
          const reading = sourceContractReading();
          for (const path of [...first, ...again]) await reading.read(create([path]), true);
          expect(reading.comparable()).toEqual(expected);
        }),
        { numRuns: cases },
      );
    });

    it('a file that was cut is reported and counts as far as it is whole; whole again, it is read anew', async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...files), fc.nat(), async (file, at) => {
          const lines = file.content.trimEnd().split('\n');
          const last = Buffer.from(lines.at(-1) ?? '');
          const before = lines
            .slice(0, -1)
            .map((line) => `${line}\n`)
            .join('');
          const part = last.subarray(0, 1 + (at % (last.length - 1)));
          const [path = ''] = written([{ ...file, content: Buffer.concat([Buffer.from(before), part]) }]);
          const reading = sourceContractReading();
          await reading.read(create([path]));
          expect(reading.skipped.map((s) => [s.file, s.line])).toContainEqual([path, lines.length]);
          expect(reading.comparable()).toEqual((await whole(written([{ ...file, content: before }]))).comparable());
          const expected = (await whole(written([file]))).comparable();
          for (const [i, content] of [file.content, before, file.content].entries()) {
            writeFileSync(path, content);
            utimesSync(path, 1_700_000_000 + i, 1_700_000_000 + i);
            await reading.read(create([path]));
          }
          expect(reading.comparable()).toEqual(expected);
        }),
        { numRuns: Math.min(cases, 20) },
      );
    });

    it('broken lines are reported one by one, without a word of what they hold, and change nothing', async () => {
      for (const file of files) {
        const expected = await whole(written([file]));
        const [path = ''] = written([{ ...file, content: `${file.content}${BROKEN.join('\n')}\n` }]);
        const reading = await whole([path]);
        expect(reading.comparable()).toEqual(expected.comparable());
        const first = file.content.split('\n').length;
        const reported = reading.skipped.slice(expected.skipped.length);
        expect(reported.map((s) => s.line)).toEqual(BROKEN.map((_, i) => first + i));
        for (const { reason } of reported) expect(reason).toMatch(/^[a-z][A-Za-z ]+$/);
      }
    });

    it('bytes of any kind, a folder in place of a file and a missing root are no reason to throw', async () => {
      const into = newFolder();
      mkdirSync(join(into, files[0]?.name ?? 'x'));
      const paths = [into, join(into, 'missing'), join(into, 'a\0b')];
      const bytes = fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        fc.string({ unit: 'binary' }).map((s) => Buffer.from(s)),
      );
      await fc.assert(
        fc.asyncProperty(bytes, async (content) => {
          writeFileSync(join(into, 'noise.jsonl'), content);
          const { batches, ledger } = await whole(paths);
          expect(batches.flatMap(sourceContractFaults)).toEqual([]);
          expect(ledger.requests.size).toBe(0);
        }),
        { numRuns: cases },
      );
    });

    it('a file that vanished between listing and reading is reported', async () => {
      const [path = ''] = written(files.slice(0, 1));
      const source = create([path]);
      const [file] = source.files();
      rmSync(path);
      const skipped: unknown[] = [];
      for await (const _ of source.read(file!, { onSkipped: (line) => skipped.push(line) }));
      expect(skipped).toMatchObject([{ file: path, line: 0 }]);
    });

    it('nothing of what was said is kept: neither in records nor in reading states', async () => {
      const all = files.map((file) => file.content).join('');
      const kept = JSON.stringify((await whole(written(files))).batches);
      expect(texts.length).toBeGreaterThan(0);
      for (const text of texts) {
        expect(all).toContain(JSON.stringify(text).slice(1, -1));
        expect(kept).not.toContain(JSON.stringify(text).slice(1, -1));
      }
    });
  });
}
