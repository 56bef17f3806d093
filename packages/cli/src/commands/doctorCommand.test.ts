import { DatabaseSync } from 'node:sqlite';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { claudeTranscript } from '../testing/claudeTranscript.ts';
import { ranUsagekit } from '../testing/ranUsagekit.ts';
import { Workspace } from '../testing/Workspace.ts';

let work: Workspace;
beforeAll(async () => {
  work = new Workspace();
  const response = { at: '2026-03-02T10:00:00.000Z', id: 'a', model: 'claude-haiku-4-5', input: 1, output: 1 };
  work.write('t/x.jsonl', claudeTranscript('one', [response]));
  await work.json('sync', '--json', '--path', 't', '--db', 'usage.db');
});
afterAll(() => work.remove());

const damage = (statement: string): void => {
  const database = new DatabaseSync(work.path('usage.db'));
  database.exec(statement);
  database.close();
};

describe('usagekit doctor', () => {
  it('finds nothing wrong after a sync', async () => {
    const { code, stdout } = await ranUsagekit(['doctor', '--db', 'usage.db'], work.home);
    expect([code, stdout]).toEqual([0, expect.stringContaining('everything equals the ledger')]);
  });

  it('names what differs and ends with 1; a rebuild mends it', async () => {
    damage('update uk_cell set data = (select data from uk_marginal limit 1)');
    const found = await ranUsagekit(['doctor', '--db', 'usage.db'], work.home);
    expect([found.code, found.stdout]).toEqual([1, expect.stringMatching(/wrong: L1 2026-03-02T.*\n.*--rebuild/s)]);
    const mended = await ranUsagekit(['doctor', '--rebuild', '--json', '--db', 'usage.db'], work.home);
    expect(mended.code).toBe(0);
    expect(JSON.parse(mended.stdout)).toMatchObject({ differences: [], dirtyHours: 0, dirtyDays: 0 });
  });

  it('finds nothing wrong with a database without usage', async () => {
    await ranUsagekit(['migrate', '--db', 'empty.db'], work.home);
    const { code, stdout, stderr } = await ranUsagekit(['doctor', '--db', 'empty.db'], work.home);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/checked 0 hours and 0 days\n.*holds no usage yet/);
  });

  it('says that there is no database', async () => {
    const { code, stderr } = await ranUsagekit(['doctor', '--db', 'none.db'], work.home);
    expect([code, stderr]).toEqual([1, expect.stringContaining("run 'usagekit sync' first")]);
  });
});

describe('usagekit migrate', () => {
  it('prints the SQL of an engine and touches nothing', async () => {
    const { code, stdout } = await ranUsagekit(['migrate', '--print-sql', '--schema', 'usage'], work.home);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^create schema if not exists "usage";\ncreate table if not exists "usage"\."uk_meta"/);
    expect(stdout).toContain('create table "usage"."uk_request"');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .every((line) => line.endsWith(';')),
    ).toBe(true);
  });

  it('prints no schema of PostgreSQL where none is named, and none for SQLite', async () => {
    const schemas: readonly string[][] = [[], ['--engine', 'sqlite'], ['--engine', 'sqlite', '--schema', 'aux']];
    for (const args of schemas) {
      const { code, stdout } = await ranUsagekit(['migrate', '--print-sql', ...args], work.home);
      expect([args, code, stdout.startsWith('create table if not exists ')]).toEqual([args, 0, true]);
    }
    const { code, stdout } = await ranUsagekit(['migrate', '--print-sql', '--schema', 'a"b'], work.home);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('brings a new file up to date', async () => {
    const { code, stdout } = await ranUsagekit(['migrate', '--db', 'fresh.db'], work.home);
    expect([code, stdout]).toEqual([0, expect.stringContaining('up to date')]);
  });

  it('refuses options that do not belong together', async () => {
    for (const args of [
      ['--print-sql', '--db', 'usage.db'],
      ['--schema', 'x'],
    ]) {
      expect((await ranUsagekit(['migrate', ...args], work.home)).code).toBe(2);
    }
  });
});
