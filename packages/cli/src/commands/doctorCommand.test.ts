import { DatabaseSync } from 'node:sqlite';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RequestRecord } from '@usagekit/core';
import { openSqlite, sqliteStore } from '@usagekit/core/sqlite';

import { claudeTranscript } from '../testing/claudeTranscript.ts';
import { failure } from '../testing/failure.ts';
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

const damage = (statement: string, file = work.path('usage.db')): void => {
  const database = new DatabaseSync(file);
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
    expect(JSON.parse(mended.stdout)).toMatchObject({
      differences: [],
      dirtyHours: 0,
      dirtyDays: 0,
      tenants: [{ found: { differences: expect.arrayContaining([expect.objectContaining({ level: 'L1' })]) } }],
    });
  });

  it('says what a rebuild mended, and where there was nothing to mend, or nothing that could be checked', async () => {
    damage('update uk_session set input = input + 7');
    const rebuilt = () => ranUsagekit(['doctor', '--rebuild', '--db', 'usage.db'], work.home);
    const mended = await rebuilt();
    expect([mended.code, mended.stdout]).toEqual([
      0,
      expect.stringMatching(/\nwas wrong: session .*\neverything equals/s),
    ]);
    expect((await rebuilt()).stdout).toContain('before it was computed anew everything equalled the ledger\n');
    damage('drop table uk_marginal');
    expect((await rebuilt()).stdout).toMatch(
      /before it was computed anew it could not be checked: .*uk_marginal is missing/,
    );
  });

  it('finds nothing wrong with a database without usage', async () => {
    await ranUsagekit(['migrate', '--db', 'empty.db'], work.home);
    const { code, stdout, stderr } = await ranUsagekit(['doctor', '--db', 'empty.db'], work.home);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/checked 0 hours and 0 days\n.*holds no usage yet/);
  });

  it('checks and mends the usage of every tenant, whatever its name', async () => {
    const file = work.path('tenants.db');
    const counts = { cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, reasoningTokens: 0 };
    const billed = { provider: '', model: 'm', serviceTier: '', speed: '', residency: '' };
    const request: RequestRecord = {
      ...billed,
      ...counts,
      inputTokens: 5,
      outputTokens: 0,
      webSearchRequests: 0,
      key: 'r',
      session: 's',
      atMs: Date.UTC(2026, 2, 2),
      kind: '',
      requestCount: 1,
      claim: 0,
      grain: 'request',
      quality: 'final',
    };
    const priceKey = { ...billed, promptBand: 0, timeBand: 0 };
    const price = () => ({ nanoUsd: null, picoRest: 0, basis: 'unpriced' as const, priceKey, bookId: '' });
    for (const tenant of ['acme', '"\0']) {
      const store = sqliteStore(openSqlite(file), { tenant });
      await store.migrate();
      const none = { toolCalls: [], turns: [], sessions: [], cursors: [] };
      await store.write({ source: 'codex', requests: [request], ...none }, price);
      await store.drain();
      await store.close();
    }
    const doctor = (...args: string[]) => ranUsagekit(['doctor', ...args, '--db', file], work.home);
    const sound = await doctor();
    expect([sound.code, sound.stderr]).toEqual([0, '']);
    expect(sound.stdout).toMatch(/tenants\.db, tenant 'acme': checked 1 hour.*\n.*equals the ledger\n.*tenant '"/);
    damage("update uk_session set input = 999 where tenant = (select id from uk_tenant where name = 'acme')", file);
    const found = await doctor('--json');
    expect(found.code).toBe(1);
    expect(JSON.parse(found.stdout)).toMatchObject({
      differences: [{ level: 'session', at: 's' }, { level: 'L1' }],
      tenants: [
        { tenant: 'acme', differenceCount: 2 },
        { tenant: '"\0', differenceCount: 0 },
      ],
    });
    expect((await doctor('--rebuild')).code).toBe(0);
    const mended = await doctor('--json');
    expect([mended.code, JSON.parse(mended.stdout).tenants]).toMatchObject([0, [{ tenant: 'acme' }, { hours: 1 }]]);
    damage('update uk_tenant set hash = hash + 1', file);
    const changed = failure(
      1,
      /tenants\.db: in the table uk_tenant the name of tenant 1 was changed: restore a backup/,
    );
    expect(await doctor()).toMatchObject(changed);
    damage('update uk_tenant set id = 7 where id = 1', file);
    expect(await doctor('--rebuild')).toMatchObject(failure(1, /the tenant 1 is lost/));
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
    expect(stdout).toMatch(
      /^begin;\ncreate schema if not exists "usage";\ncreate table if not exists "usage"\."uk_meta"/,
    );
    expect(stdout).toContain('create table "usage"."uk_request"');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .every((line) => line.endsWith(';')),
    ).toBe(true);
  });

  it('prints no schema of PostgreSQL where none is named, and none for SQLite', async () => {
    for (const args of [[], ['--engine', 'sqlite']]) {
      const { code, stdout } = await ranUsagekit(['migrate', '--print-sql', ...args], work.home);
      expect([args, code, stdout]).toEqual([args, 0, expect.stringMatching(/^begin( immediate)?;\ncreate table /)]);
    }
    for (const args of [
      ['--schema', 'a"b'],
      ['--engine', 'sqlite', '--schema', 'aux'],
    ]) {
      const { code, stdout } = await ranUsagekit(['migrate', '--print-sql', ...args], work.home);
      expect([args, code, stdout]).toEqual([args, 2, '']);
    }
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
