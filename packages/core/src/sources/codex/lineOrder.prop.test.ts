import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { mutatedLine } from '../../testing/mutatedLines.ts';
import { sourceContractFaults } from '../../testing/sourceContractFaults.ts';
import { sourceContractReading, type SourceContractReading } from '../../testing/sourceContractReading.ts';
import { codexLines } from '../exampleTranscripts.ts';
import { codex } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-codex-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NAME = 'rollout-2026-03-08T06-59-00-019d7e2f-0041-7310-951c-94020254dfc9.jsonl';

/** A reading of a rollout that is written in pieces, each of which is read before the next is there. */
async function readingOf(...pieces: readonly (readonly string[])[]): Promise<SourceContractReading> {
  const [reading, path] = [sourceContractReading(), join(folder, NAME)];
  for (const i of pieces.keys()) {
    writeFileSync(
      path,
      pieces
        .slice(0, i + 1)
        .flatMap((lines) => lines.map((line) => `${line}\n`))
        .join(''),
    );
    await reading.read(codex({ paths: [path] }));
  }
  return reading;
}

/** Input and output of every response that the example's lines state. */
const stated = new Set(
  codexLines.flatMap((line) =>
    [...line.matchAll(/"(?:last_token_usage|usage)":\{"input_tokens":(\d+).*?"output_tokens":(\d+)/g)].map(
      ([, input, output]) => `${input}/${output}`,
    ),
  ),
);

const shuffled = fc.shuffledSubarray([...codexLines], { minLength: codexLines.length });

it('B07 lines in any order, reversed too, count nothing that none of them states and no record twice, and none throws', async () => {
  const order = fc.oneof(fc.constant(codexLines.toReversed()), shuffled);
  await fc.assert(
    fc.asyncProperty(order, fc.nat(codexLines.length), async (lines, cut) => {
      const { batches, ledger, skipped } = await readingOf(lines.slice(0, cut), lines.slice(cut));
      expect([batches.flatMap(sourceContractFaults), skipped]).toEqual([[], []]);
      const counted = [...ledger.requests.values()].map(
        (r) => `${r.inputTokens + r.cacheReadTokens + r.cacheWrite5mTokens}/${r.outputTokens}`,
      );
      expect(counted.filter((usage) => !stated.has(usage))).toEqual([]);
      // The response of which there are a usage record and an event.
      expect(counted.filter((usage) => usage === '600/60').length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 200 },
  );
});

it('B07 damaged lines between lines in any order are reported, and change nothing where they are no JSON', async () => {
  const damaged = fc.array(mutatedLine(codexLines), { maxLength: 10 });
  const cutOff = fc.constantFrom(...codexLines).map((line) => line.slice(0, -1));
  await fc.assert(
    fc.asyncProperty(
      shuffled,
      damaged,
      fc.array(fc.tuple(cutOff, fc.nat()), { maxLength: 10 }),
      async (lines, more, cuts) => {
        const { batches } = await readingOf([...more, ...lines, ...more]);
        expect(batches.flatMap(sourceContractFaults)).toEqual([]);
        const between = [...lines];
        for (const [line, at] of cuts) between.splice(at % lines.length, 0, line);
        const reading = await readingOf(between);
        expect(reading.skipped.map(({ reason }) => reason)).toEqual(cuts.map(() => 'invalid JSON'));
        const { requests, toolCalls } = (await readingOf(lines)).ledger;
        const of = (map: ReadonlyMap<string, object>): unknown => [...map.keys()].toSorted();
        expect([of(reading.ledger.requests), of(reading.ledger.toolCalls)]).toEqual([of(requests), of(toolCalls)]);
      },
    ),
    { numRuns: 100 },
  );
});

it('B07 lines that a rollout holds again anywhere behind themselves count once, read at once or in two pieces', async () => {
  const figures = async (...pieces: readonly (readonly string[])[]): Promise<unknown> => {
    const { requests, toolCalls, turns } = (await readingOf(...pieces)).ledger;
    return { requests, toolCalls, turns };
  };
  const once = await figures(codexLines);
  const copies = fc.array(fc.tuple(fc.nat(codexLines.length - 1), fc.nat()), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(copies, fc.nat(), async (places, cut) => {
      const behind: string[][] = codexLines.map((line) => [line]);
      for (const [i, away] of places) behind[i + (away % (behind.length - i))]?.push(codexLines[i] ?? '');
      const lines = behind.flat();
      expect(await figures(lines)).toEqual(once);
      expect(await figures(lines.slice(0, cut % lines.length), lines.slice(cut % lines.length))).toEqual(once);
    }),
    { numRuns: 200 },
  );
});
