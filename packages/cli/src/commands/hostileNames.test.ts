import { DatabaseSync } from 'node:sqlite';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { claudeTranscript } from '../testing/claudeTranscript.ts';
import type { Ran } from '../testing/ranUsagekit.ts';
import { Workspace } from '../testing/Workspace.ts';

const MODEL = 'acme\u001B]0;owned\u0007\u009B2J\u202Eledom\nDatabase: elsewhere';
const SHOWN = String.raw`acme\u001b]0;owned\u0007\u009b2J\u202eledom\u000aDatabase: elsewhere`;
const FILE = 'x\u001B[31m.jsonl';
const SHOWN_FILE = String.raw`x\u001b[31m.jsonl`;

let work: Workspace;
beforeAll(async () => {
  work = new Workspace();
  const response = { at: '2026-03-02T10:00:00.000Z', id: 'a', model: MODEL, input: 1, output: 1 };
  work.write(`t/${FILE}`, `{"half\n${claudeTranscript('one\u001B[2J', [response])}`);
  await work.json('sync', '--json', '--path', 't', '--db', 'usage.db');
});
afterAll(() => work.remove());

/** What reached the terminal must steer nothing: no control character but the line end. */
const shown = async (...args: string[]): Promise<Ran> => {
  const ran = await work.run(...args, '--db', 'usage.db');
  expect(`${ran.stdout}${ran.stderr}`).toMatch(/^[^\p{Cc}\p{Bidi_Control}]*(?:\n[^\p{Cc}\p{Bidi_Control}]*)*$/u);
  return ran;
};

describe('names that would steer the terminal are written out', () => {
  it('by sync', async () => {
    const { stdout } = await work.run('sync', '--path', 't', '--db', 'new.db');
    expect(stdout).toContain(`  no price for ${SHOWN}: 1 request not in the cost\n`);
    expect(stdout).toContain(`${SHOWN_FILE}:1: `);
    expect((await shown('sync', '--path', `t/${FILE}`)).stdout).toContain('Read 0 of 1 transcript');
  });

  it('by reprice, of amounts, of other names and of what is stored', async () => {
    // What stands in brackets at the end does not belong to the model: all of these are the same.
    const models = ['claude-haiku-4-5[\u001B2J]', 'claude-haiku-4-5[1m]'];
    const responses = models.map((model, i) => ({
      at: '2026-03-02T10:00:00.000Z',
      id: `${i}`,
      model,
      input: 1000,
      output: 1,
    }));
    work.write('h/x.jsonl', claudeTranscript('two', responses));
    await work.json('sync', '--json', '--path', 'h', '--db', 'usage.db');
    const database = new DatabaseSync(work.path('usage.db'));
    database.exec('update uk_request set cost_nano = 5 where cost_nano is not null');
    database.close();
    await shown('doctor', '--rebuild');
    const dry = await shown('reprice', '--dry-run');
    expect(dry.stdout).toMatch(/\n {2}claude-haiku-4-5\[\\u001b2J\] +1 +1 +\$/);
    const one = await shown('reprice', '--dry-run', '--model', 'claude-haiku-4-5[1m]');
    expect(one.stdout).toContain(String.raw`not looked at: claude-haiku-4-5[\u001b2J], another name`);
    const { stderr } = await shown('reprice', '--model', 'other');
    expect(stderr).toContain(String.raw`claude-haiku-4-5[\u001b2J]`);
    expect(stderr).toContain(String.raw`acme\u001b]0;owned\u0007\u009b2J\u202eledom Database: elsewhere`);
  });

  it('by doctor', async () => {
    const database = new DatabaseSync(work.path('usage.db'));
    database.exec('update uk_session set input = 999');
    database.close();
    expect((await shown('doctor')).stdout).toContain(String.raw`wrong: session one\u001b[2J: `);
  });

  it('in errors', async () => {
    expect((await shown('sync', '--path', 'none\u001B[2J')).stderr).toContain(String.raw`none\u001b[2J`);
    expect((await shown('start', '--no-open', '--path', `t\u009B`)).stderr).toContain(String.raw`t\u009b`);
  });
});
