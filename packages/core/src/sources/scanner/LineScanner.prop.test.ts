import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { mutatedLine } from '../../testing/mutatedLines.ts';
import { ClaudeCodeParser } from '../claude-code/parse.ts';
import { claudeCodeReadPlan } from '../claude-code/readPlan.ts';
import { CodexParser } from '../codex/parse.ts';
import { codexReadPlan } from '../codex/readPlan.ts';
import { claudeLines, codexLines } from '../exampleTranscripts.ts';
import { lineContent } from '../lineContent.ts';
import { parsedLine } from '../parsedLine.ts';
import type { TranscriptParserOf } from '../TranscriptParser.ts';
import { sourceContractLines } from '../../testing/sourceContractLines.ts';
import { LineScanner } from './LineScanner.ts';

const sources = [
  ['claude-code', (...of) => new ClaudeCodeParser(...of), claudeCodeReadPlan, claudeLines],
  ['codex', (...of) => new CodexParser(...of), codexReadPlan, codexLines],
] as const satisfies [string, TranscriptParserOf, unknown, readonly string[]][];

/** Everything that a parser says of these lines, one after the other. */
function said(
  parserOf: TranscriptParserOf,
  contents: readonly (Record<string, unknown> | string | undefined)[],
): string[] {
  const parser = parserOf('/s/file.jsonl', undefined, () => {});
  const all = contents.map((content, i) => {
    if (content === undefined) return 'nothing';
    const reason = typeof content === 'string' ? content : parser.line(content, i + 1);
    return JSON.stringify([reason, parser.taken()]);
  });
  return [...all, parser.state()];
}

describe.each(sources)('%s: the scanner', (name, parserOf, plan, lines) => {
  const { any, telling } = sourceContractLines[name];
  const scanner = new LineScanner(plan, 64 * 1024);

  /** Both readings of the same lines; a line that the scanner passes over as idle is none to compare. */
  const bothOf = (bytes: Buffer): [string[], string[]] => {
    scanner.reserve(bytes.length);
    bytes.copy(scanner.input);
    const [pruned, whole]: [
      ReturnType<typeof scanner.lines>['contents'],
      (Record<string, unknown> | string | undefined)[],
    ] = [[], []];
    for (let from = 0; from < bytes.length;) {
      const { contents, ends } = scanner.lines(from, bytes.length);
      for (const [i, content] of contents.entries()) {
        const line = bytes.subarray(from, (ends[i] ?? 0) - 1);
        pruned.push(content);
        whole.push(content === undefined ? undefined : parsedLine(line));
        from = ends[i] ?? bytes.length;
      }
    }
    return [said(parserOf, pruned), said(parserOf, whole)];
  };
  /** Where the two readings differ. */
  const differences = (bytes: Buffer): [scanned: string | undefined, parsed: string][] => {
    const [pruned, whole] = bothOf(bytes);
    return whole.flatMap((text, n) => (pruned[n] === text ? [] : [[pruned[n], text] as [string | undefined, string]]));
  };
  const fileOf = (texts: readonly string[]): Buffer => Buffer.from(texts.map((t) => `${t}\n`).join(''));
  const numRuns = Number(process.env['USAGEKIT_FUZZ_LINES'] ?? 1000);

  it('reads of the examples what JSON.parse reads', () => {
    expect(differences(fileOf(lines))).toEqual([]);
  });

  it.each([
    ['lines of any kind', any],
    ['lines whose texts tell', telling],
    ['damaged examples', fc.array(mutatedLine(lines), { minLength: 1, maxLength: 3 })],
    ['damaged lines', fc.oneof(any, telling).chain((texts) => fc.tuple(...texts.map((text) => mutatedLine([text]))))],
  ] as [string, fc.Arbitrary<string[]>][])(
    'reads of %s what JSON.parse reads, however they are spelled',
    (_kind, texts) => {
      fc.assert(
        fc.property(texts, (all) => {
          expect(differences(fileOf(all))).toEqual([]);
        }),
        { numRuns },
      );
    },
  );

  it('reads of bytes that are no UTF-8 what JSON.parse reads', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 128, max: 255 }), fc.integer({ min: 1, max: 80 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.oneof(any, telling), edits, (texts, places) => {
        const bytes = fileOf(texts);
        for (const [at, value, length] of places) {
          const from = at % bytes.length;
          for (let i = from; i < Math.min(bytes.length, from + length); i += 1) if (bytes[i] !== 10) bytes[i] = value;
        }
        expect(differences(bytes)).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('passes over the lines that plain reading passes over, and no other', () => {
    const head = fc
      .tuple(fc.constantFrom(...plan.idleStarts!), fc.array(fc.integer({ min: 0x2e, max: 0x41 }), { minLength: 17 }))
      .map(([start, digits]) => {
        let n = 0;
        return start.replaceAll('0', () => String.fromCodePoint(digits[n++ % digits.length] ?? 0x30));
      });
    const damaged = fc
      .tuple(head, fc.option(fc.nat(140), { freq: 2 }), fc.constantFrom('x', '"', '0', ':', '\r', 'é'))
      .map(([text, at, by]) => (at === null ? text : text.slice(0, at) + by + text.slice(at + 1)));
    const line = fc
      .tuple(damaged, fc.option(fc.nat(140), { freq: 2 }), fc.constantFrom('}', ',"x":1}', '', ' '))
      .map(([text, length, tail]) => text.slice(0, length ?? undefined) + tail);
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (texts) => {
        const bytes = fileOf(texts);
        bytes.copy(scanner.input);
        const { contents } = scanner.lines(0, bytes.length);
        const isIdle = (text: string): boolean => lineContent(Buffer.from(text), false, plan) === undefined;
        const isBlank = (text: string): boolean => text === '' || text === '\r';
        expect(contents.map((content) => content === undefined)).toEqual(
          texts.map((text) => isBlank(text) || isIdle(text)),
        );
      }),
      { numRuns },
    );
  });

  const folder = resolve(import.meta.dirname, '../../../../../../shared/data/transcripts');
  it.runIf(existsSync(folder))('reads of real transcripts what JSON.parse reads', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.jsonl'));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const bytes = readFileSync(join(folder, file));
      expect(differences(bytes.at(-1) === 10 ? bytes : Buffer.concat([bytes, Buffer.from('\n')]))).toEqual([]);
    }
  });

  it('reads words of an output wherever the place up to which it is read falls into them', () => {
    const words = [
      'Process exited with code 3',
      `\nExit code: ${'0'.repeat(60)}7`,
      'Sandbox(Denied',
      '\n🚀',
      '"exit_code": 2',
    ];
    const texts = words.flatMap((word) =>
      Array.from({ length: 110 }, (_, n) => {
        const output = `${'x'.repeat(164 + n)}${word}${'y'.repeat(99)}`;
        const call = { timestamp: '2026-03-08T06:59:00.000Z', type: 'response_item' };
        return [
          JSON.stringify({ ...call, payload: { type: 'function_call', call_id: `c${n}` } }),
          JSON.stringify({ ...call, payload: { type: 'function_call_output', call_id: `c${n}`, output } }),
        ];
      }).flat(),
    );
    expect(differences(fileOf(texts))).toEqual([]);
  });

  it('reads what is hidden in the iterations of a response, however it is spelled', () => {
    const item = fc.record({
      type: fc.constantFrom('message', 'compaction', 'advisor_message', 'fallback_message', 7),
      model: fc.constantFrom('m', '\u{1f680}'),
      speed: fc.constantFrom('fast', 'standard'),
      input_tokens: fc.constantFrom(3, -1),
    });
    const spelled = fc
      .tuple(fc.array(item, { maxLength: 3 }), fc.constantFrom('', 'c', 'm', '_'))
      .map(([all, hidden]) => {
        const json = JSON.stringify(all);
        return hidden === ''
          ? json
          : json.replaceAll(hidden, `\\u${hidden.charCodeAt(0).toString(16).padStart(4, '0')}`);
      });
    const line = spelled.map(
      (iterations) =>
        `{"type":"assistant","timestamp":"2026-03-08T06:59:00.000Z","sessionId":"s","message":{"id":"m","model":"m","usage":{"input_tokens":1,"iterations":${iterations}}}}`,
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (texts) => {
        expect(differences(fileOf(texts))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves no line of usual form to JSON.parse', () => {
    const usual = lines.filter((line) => /"role"|"total_tokens"/.test(line) && !line.includes('"is_error":true'));
    expect(usual.length).toBeGreaterThan(5);
    const bytes = Buffer.from(usual.map((line) => `${line}\n`).join(''));
    bytes.copy(scanner.input);
    const { contents } = scanner.lines(0, bytes.length);
    const read = contents.map((content) => JSON.stringify(content));
    expect(read.filter((json, i) => json === usual[i])).toEqual([]);
  });
});
