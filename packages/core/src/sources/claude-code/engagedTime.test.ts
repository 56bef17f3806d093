import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { sessionFacts } from '../../metrics/sessionFacts.ts';
import { sourceContractReading, type SourceContractReading } from '../../testing/sourceContractReading.ts';
import { claudeLines } from '../exampleTranscripts.ts';
import { claudeCode } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-engaged-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const of = (type: string, seconds: number, more: object): string =>
  JSON.stringify({
    type,
    timestamp: new Date(Date.UTC(2026, 2, 8, 7, 0, seconds)).toISOString(),
    sessionId: 's-1',
    version: '2.1.100',
    ...more,
  });
const prompt = (uuid: string, seconds: number): string =>
  of('user', seconds, { uuid, message: { role: 'user', content: 'Go on' } });
const answer = (seconds: number): string =>
  of('assistant', seconds, {
    message: { id: `m${seconds}`, model: 'x', content: [{ type: 'text', text: 'x' }], usage: { output_tokens: 1 } },
  });
const works = (seconds: number): string =>
  of('assistant', seconds, {
    uuid: `w${seconds}`,
    message: { id: `w${seconds}`, model: 'x', content: [{ type: 'tool_use', id: `t${seconds}`, name: 'Bash' }] },
  });
const duration = (seconds: number, durationMs: number): string =>
  of('system', seconds, { subtype: 'turn_duration', durationMs });

const write = (name: string, lines: readonly string[]): string => {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  return join(folder, name);
};

const engagedOf = ({ ledger }: SourceContractReading): number[] =>
  [...ledger.turns.values()].map((turn) => turn.engagedMs);

/** What files say one after the other. */
async function engagedMs(...files: string[][]): Promise<number[]> {
  const reading = sourceContractReading();
  for (const [i, lines] of files.entries()) await reading.read(claudeCode({ paths: [write(`${i}.jsonl`, lines)] }));
  return engagedOf(reading);
}

it('B14 engaged time is what the transcript states, be it less than the gaps, else the gaps between the records of the turn', async () => {
  expect(await engagedMs([prompt('a', 0), answer(20), duration(21, 15_000)])).toEqual([15_000]);
  expect(await engagedMs([prompt('a', 0), answer(20)])).toEqual([20_000]);
});

it('B14 durations of another session, and what is none, state nothing', async () => {
  const lines = [
    prompt('a', 0),
    answer(20),
    of('system', 21, { subtype: 'turn_duration', durationMs: 9, sessionId: 's-0' }),
  ];
  expect(await engagedMs([...lines, duration(21, -1), duration(21, 15_000)])).toEqual([15_000]);
  expect(await engagedMs(lines)).toEqual([20_000]);
});

it('B14 a gap counts five minutes at most, and the wait for the next prompt not at all', async () => {
  const lines = [prompt('a', 0), answer(1000), prompt('b', 1200), answer(1203)];
  expect(await engagedMs(lines)).toEqual([300_000, 3_000]);
});

const command = (uuid: string, seconds: number, text: string): string =>
  of('user', seconds, { uuid, message: { role: 'user', content: text } });

it('B14 what a command or a notification sets the agent to is worked time that nobody prompted, and starts the session', async () => {
  const reading = sourceContractReading();
  const lines = [
    command('c', 0, '<command-name>/review</command-name>'),
    answer(400),
    duration(401, 400_000),
    command('n', 900, '<task-notification>done</task-notification>'),
    answer(910),
  ];
  await reading.read(claudeCode({ paths: [write('s-1.jsonl', lines)] }));
  const turns = [...reading.ledger.turns.values()].map((t) => [t.key, t.promptCount, t.engagedMs]);
  expect(turns).toEqual([
    ['c', 0, 400_000],
    ['n', 0, 10_000],
  ]);
  const [facts] = sessionFacts(reading.ledger).values();
  expect(facts).toMatchObject({ startedMs: Date.UTC(2026, 2, 8, 7), turns: 0n, engagedMs: 410_000 });
});

it('B14 time until a local command is typed, and until what it puts out, is waited and not worked', async () => {
  const typed = [200, 500, 800].flatMap((seconds) => [
    of('user', seconds, { uuid: `m${seconds}`, isMeta: true, message: { role: 'user', content: 'Caveat' } }),
    command(`c${seconds}`, seconds, '<command-name>/cost</command-name>'),
    command(`o${seconds}`, seconds + 1, '<local-command-stdout>$1</local-command-stdout>'),
  ]);
  expect(await engagedMs([prompt('a', 0), answer(20), ...typed, prompt('b', 900), answer(905)])).toEqual([
    20_000, 5_000,
  ]);
});

it('B14 every stated duration counts, those after the first too', async () => {
  const later = of('system', 60, { uuid: 'd', subtype: 'turn_duration', durationMs: 7_000 });
  expect(await engagedMs([prompt('a', 0), answer(20), duration(21, 15_000), answer(59), later])).toEqual([
    15_000, 7_000,
  ]);
});

it('B14 a prompt that is typed while the agent works takes no time from its work', async () => {
  expect(await engagedMs([prompt('a', 0), works(10), prompt('b', 15), answer(20)])).toEqual([15_000, 5_000]);
});

it('B14 a duration that is written later takes the place of what was counted before', async () => {
  const reading = sourceContractReading();
  const lines = [prompt('a', 0), answer(20), duration(21, 15_000)];
  for (const [count, expected] of [
    [2, 20_000],
    [3, 15_000],
  ] as const) {
    await reading.read(claudeCode({ paths: [write('s-1.jsonl', lines.slice(0, count))] }));
    expect(engagedOf(reading)).toEqual([expected]);
  }
});

it('B14 of copies of a turn the stated time holds, in whatever order they are read', async () => {
  const [estimated, stated] = [
    [prompt('a', 0), answer(20)],
    [prompt('a', 0), answer(20), duration(21, 15_000)],
  ];
  expect(await engagedMs(estimated, stated)).toEqual([15_000]);
  expect(await engagedMs(stated, estimated)).toEqual([15_000]);
});

it('B14 an answer whose time is before that of the line in front of it ends the turn all the same', async () => {
  const note = command('n', 300, '<task-notification>done</task-notification>');
  for (const at of [19, 5, 1]) {
    expect(await engagedMs([prompt('a', 0), works(20), answer(at), note, answer(310)])).toEqual([20_000, 10_000]);
  }
});

it('B14 work that is written at the time of the answer before it goes on with the turn', async () => {
  const note = command('n', 300, '<task-notification>done</task-notification>');
  expect(await engagedMs([prompt('a', 0), answer(20), works(20), note, answer(310)])).toEqual([310_000]);
});

it('B14 a copy of work that comes after the answer, and one of an earlier answer, leave the turn as it is', async () => {
  const before = [prompt('p', 0), answer(10), prompt('a', 100)];
  const note = command('n', 400, '<task-notification>done</task-notification>');
  const ended = [...before, works(110), answer(120)];
  expect(await engagedMs([...ended, works(110), note, answer(410)])).toEqual([10_000, 20_000, 10_000]);
  for (const copy of [10, 105]) {
    const going = [...before, works(101), answer(105), works(110), answer(copy)];
    expect(await engagedMs([...going, note, answer(410)])).toEqual([10_000, 310_000]);
    expect(await engagedMs([...going, works(111), answer(copy), note, answer(410)])).toEqual([10_000, 310_000]);
  }
});

/** Figures of a file that is written in pieces, each of which is read before the next is there. */
async function figures(...pieces: readonly (readonly string[])[]): Promise<unknown> {
  const reading = sourceContractReading();
  for (const i of pieces.keys()) {
    await reading.read(claudeCode({ paths: [write('s-1.jsonl', pieces.slice(0, i + 1).flat())] }));
  }
  const { requests, toolCalls, turns } = reading.ledger;
  // A result whose call is not open is no call, and is in no figure.
  return { requests, turns, toolCalls: [...toolCalls].filter(([, call]) => call.callCount > 0) };
}

const stated = (uuid: string, seconds: number, durationMs: number): string =>
  of('system', seconds, { uuid, subtype: 'turn_duration', durationMs });

/** The example, and turns of every kind after it. */
const turnsOfAllKinds = [
  ...claudeLines.filter((line) => line.startsWith('{')),
  prompt('p1', 0),
  answer(60),
  stated('d1', 61, 50_000),
  prompt('p2', 600),
  answer(650),
  stated('d2', 651, 40_000),
  answer(700),
  stated('d3', 701, 7000),
  of('user', 5, { uuid: 'note', isMeta: true, message: { role: 'user', content: 'Caveat' } }),
  command('c1', 900, '<command-name>/review</command-name>'),
  answer(950),
  prompt('p3', 2000),
  of('user', 2020, { uuid: 'stop', message: { role: 'user', content: '[Request interrupted by user]' } }),
  stated('d4', 2021, 15_000),
  prompt('p4', 3000),
  answer(3010),
  prompt('p5', 4000),
  answer(4100),
  works(4110),
  answer(4109),
  command('n', 4400, '<task-notification>done</task-notification>'),
  answer(4410),
];

it('B07 lines that a file holds twice count once, engaged time included', async () => {
  expect(await figures([...turnsOfAllKinds, ...turnsOfAllKinds])).toEqual(await figures(turnsOfAllKinds));
});

it('B07 lines that a file holds again anywhere behind themselves count once, read at once or in two pieces', async () => {
  const once = await figures(turnsOfAllKinds);
  const copies = fc.array(fc.tuple(fc.nat(turnsOfAllKinds.length - 1), fc.nat()), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(copies, fc.nat(), async (places, cut) => {
      const behind: string[][] = turnsOfAllKinds.map((line) => [line]);
      for (const [i, away] of places) {
        behind[i + (away % (behind.length - i))]?.push(turnsOfAllKinds[i] ?? '');
      }
      const lines = behind.flat();
      const at = cut % lines.length;
      expect(await figures(lines)).toEqual(once);
      expect(await figures(lines.slice(0, at), lines.slice(at))).toEqual(once);
    }),
    { numRuns: 200 },
  );
});

it('B07 a stated duration that a file holds twice, at once or after later prompts, is worked once', async () => {
  const lines = [prompt('a', 0), answer(110), stated('d', 120, 120_000)];
  const copy = lines.at(-1) ?? '';
  expect(await engagedMs([...lines, copy])).toEqual([120_000]);
  expect(await engagedMs([...lines, prompt('b', 600), copy, answer(660), copy])).toEqual([120_000, 60_000]);
});

it('B14 a duration that a copy of earlier lines states is not the time of the turn before the copy', async () => {
  const lines = [stated('d', 5, 90_000), prompt('a', 10), answer(12), duration(13, 3000), prompt('b', 20), answer(25)];
  const once = await engagedMs(lines);
  expect(once).toEqual([90_000, 3000, 5000]);
  expect(await engagedMs([...lines, ...lines])).toEqual(once);
  expect(await engagedMs(lines, lines)).toEqual(once);
});
