import { copyFileSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { claudeTranscript } from '../testing/claudeTranscript.ts';
import { failure } from '../testing/failure.ts';
import { Workspace } from '../testing/Workspace.ts';

let work: Workspace;
beforeAll(async () => {
  work = new Workspace();
  const response = { at: '2026-03-02T10:00:00.000Z', id: 'a', model: 'claude-haiku-4-5', input: 1, output: 1 };
  work.write('t/x.jsonl', claudeTranscript('one', [response]));
  await work.json('sync', '--json', '--path', 't', '--db', 'good.db');
});
afterAll(() => work.remove());

/** A copy of the database that a statement was run on. */
const damaged = (statement: string): string => {
  const file = work.path('damaged.db');
  copyFileSync(work.path('good.db'), file);
  const database = new DatabaseSync(file);
  database.exec(`pragma journal_mode = delete; ${statement}`);
  database.close();
  return file;
};

const COMMANDS: readonly string[][] = [
  ['report', '--format', 'json'],
  ['sync', '--json', '--path', 't'],
  ['serve', '--port', '0'],
  ['doctor'],
  ['doctor', '--rebuild'],
  ['reprice'],
  ['migrate'],
];

describe('a database that has lost a table', () => {
  it.each(COMMANDS)('%s %s names a table of the ledger and what to do', async (...args) => {
    const file = damaged('drop table uk_turn');
    const lost = /damaged\.db: the table uk_turn is missing, .*: restore a backup/;
    expect(await work.run(...args, '--db', file)).toEqual(failure(1, lost));
  });

  it.each(COMMANDS)('%s %s says that its version is lost', async (...args) => {
    const file = damaged('delete from uk_meta');
    expect(await work.run(...args, '--db', file)).toEqual(
      failure(1, /damaged\.db: .*uk_meta is lost.*restore a backup/),
    );
  });

  it('doctor sends for a rebuild where that makes it again, and the rebuild does', async () => {
    const file = damaged('drop table uk_cell');
    const missing = failure(1, /damaged\.db: the table uk_cell is missing: `usagekit doctor --rebuild`/);
    expect(await work.run('doctor', '--db', file)).toEqual(missing);
    expect(await work.run('report', '--format', 'json', '--db', file)).toEqual(missing);
    expect((await work.run('doctor', '--rebuild', '--db', file)).code).toBe(0);
    expect((await work.run('doctor', '--db', file)).code).toBe(0);
  });
});

describe('a dictionary that is damaged', () => {
  it('doctor says what is lost, and does not send for a rebuild that cannot help', async () => {
    const file = damaged('delete from uk_dictionary where kind = 3');
    const { code, stdout, stderr } = await work.run('doctor', '--db', file);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/wrong: L0 uk_dictionary: the rate class \d+ of uk_request.rate_class is lost: .*backup/);
    expect(stdout).not.toContain("run 'usagekit doctor --rebuild'");
    const refused = failure(1, /damaged\.db: in the table uk_dictionary the rate class .*restore a backup/);
    expect(await work.run('doctor', '--rebuild', '--db', file)).toEqual(refused);
  });

  it('doctor sends for a rebuild that helps', async () => {
    const file = damaged("update uk_dictionary set value = '{' where kind = 2");
    const report = ['report', '--format', 'json', '--db', file];
    expect(await work.run(...report)).toEqual(
      failure(1, /damaged\.db: the set of models .* in the table uk_dictionary/),
    );
    expect((await work.run('doctor', '--db', file)).stdout).toContain("run 'usagekit doctor --rebuild'");
    expect((await work.run('doctor', '--rebuild', '--db', file)).stdout).toContain('everything equals the ledger');
    expect((await work.run(...report)).code).toBe(0);
  });
});

it("a file with somebody else's uk_meta is refused and stays as it is", async () => {
  const file = work.path('foreign.db');
  const database = new DatabaseSync(file);
  database.exec("create table uk_meta (name text, value text); insert into uk_meta values ('colour', 'red')");
  database.close();
  const before = readFileSync(file);
  for (const args of COMMANDS) {
    expect(await work.run(...args, '--db', file)).toEqual(failure(1, /foreign\.db: the database belongs to another/));
  }
  expect(readFileSync(file).equals(before)).toBe(true);
});
