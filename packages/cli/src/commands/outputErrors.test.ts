import { closeSync, openSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { claudeTranscript } from '../testing/claudeTranscript.ts';
import { failure } from '../testing/failure.ts';
import { ranUsagekit, startUsagekit } from '../testing/ranUsagekit.ts';
import { Workspace } from '../testing/Workspace.ts';

let work: Workspace;
/** A file that cannot be written to: every write fails, as on a full disk. */
let closed: number;
beforeAll(async () => {
  work = new Workspace();
  const response = { at: '2026-03-02T10:00:00.000Z', id: 'a', model: 'claude-haiku-4-5', input: 1, output: 1 };
  closed = openSync(work.write('t/x.jsonl', claudeTranscript('one', [response])), 'r');
  await work.json('sync', '--json', '--path', 't', '--db', 'usage.db');
});
afterAll(() => {
  closeSync(closed);
  work.remove();
});

const db = ['--db', 'usage.db'];
const PRINTING: readonly string[][] = [
  ['--help'],
  ['--version'],
  ['sync', '--json', '--path', 't', ...db],
  ['sync', '--path', 't', ...db],
  ['report', '--format', 'json', ...db],
  ['report', '--format', 'html', ...db],
  ['doctor', ...db],
  ['reprice', ...db],
  ['migrate', '--print-sql'],
  ['serve', '--port', '0', ...db],
];

describe('standard output that cannot be written to', () => {
  it.each(PRINTING.map((args) => [args]))('%j ends it with one line that says so', async (args) => {
    const ran = await ranUsagekit(args, work.home, {}, { stdio: ['ignore', closed, 'pipe'] });
    expect(ran).toEqual(failure(1, 'cannot write to standard output: '));
  });

  it('start ends too, once it has said what it read', async () => {
    const args = ['start', '--no-open', '--port', '0', '--path', 't', ...db];
    const { code, stderr } = await ranUsagekit(args, work.home, {}, { stdio: ['ignore', closed, 'pipe'] });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Read 0 of 1 transcript .*\nDatabase: .*\nusagekit: cannot write to standard output: .*\n$/s,
    );
  });

  it('a reader that has gone is no error', async () => {
    const child = startUsagekit(['report', '--format', 'html', ...db], work.home);
    child.stdout?.destroy();
    let stderr = '';
    child.stderr?.on('data', (text) => {
      stderr += String(text);
    });
    const code = await new Promise((done) => child.on('close', done));
    expect([code, stderr]).toEqual([0, '']);
  });
});

it('standard error that cannot be written to changes nothing of the work', async () => {
  const stdio = ['ignore', 'pipe', closed] as const;
  const { code, stdout } = await ranUsagekit(
    ['sync', '--json', '--path', 't', ...db],
    work.home,
    {},
    { stdio: [...stdio] },
  );
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { filesUnchanged: 1 }]);
  expect(await ranUsagekit(['nonsense'], work.home, {}, { stdio: [...stdio] })).toMatchObject({ code: 2, stderr: '' });
});
