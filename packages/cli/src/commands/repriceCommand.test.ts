import { DatabaseSync } from 'node:sqlite';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { claudeTranscript } from '../testing/claudeTranscript.ts';
import { ranUsagekit } from '../testing/ranUsagekit.ts';
import { Workspace } from '../testing/Workspace.ts';

let work: Workspace;
beforeAll(async () => {
  work = new Workspace();
  const response = (day: string, model: string, output: number) => ({
    at: `2026-03-${day}T10:00:00.000Z`,
    id: `${model}-${day}`,
    model,
    input: 1000,
    output,
  });
  work.write(
    't/x.jsonl',
    claudeTranscript('one', [
      response('02', 'claude-haiku-4-5', 100),
      response('04', 'claude-haiku-4-5', 300),
      response('04', 'claude-opus-4-5', 7),
      response('05', 'acme-router-v2', 1),
    ]),
  );
  await work.json('sync', '--json', '--path', 't', '--db', 'usage.db');
});
afterAll(() => work.remove());

const usagekit = (...args: string[]) => ranUsagekit([...args, '--db', 'usage.db'], work.home);
/** As if the requests had been written with another price book. */
const change = async (statement: string): Promise<void> => {
  const database = new DatabaseSync(work.path('usage.db'));
  database.exec(statement);
  database.close();
  expect((await usagekit('doctor', '--rebuild')).code).toBe(0);
};
const total = async (): Promise<string> =>
  (await work.json<{ cost: { nanoUsd: string } }>('report', '--format', 'json', '--db', 'usage.db')).cost.nanoUsd;

describe('usagekit reprice', () => {
  it('changes nothing where the prices are those of the book', async () => {
    const { code, stdout } = await usagekit('reprice', '--dry-run');
    expect([code, stdout]).toEqual([0, expect.stringContaining('Looked at 4 requests: nothing changes.')]);
    expect(stdout).toContain('1 request still without a price');
  });

  it('shows the exact difference of each model, changes it when told to, and takes it back exactly', async () => {
    const right = await total();
    await change('update uk_request set cost_nano = cost_nano * 2 + 1 where cost_nano is not null');
    const before = await total();
    expect(BigInt(before)).toBe(BigInt(right) * 2n + 3n);
    const dry = await usagekit('reprice', '--dry-run');
    expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining('Looked at 4 requests: would change 3.')]);
    // 2000 input at $1 and 400 output at $5 a million.
    expect(dry.stdout).toMatch(/claude-haiku-4-5 +2 +2 +\$0\.008000002 +\$0\.004 +-\$0\.004000002\n/);
    expect(dry.stdout).toMatch(/all of these +3 +3 /);
    expect(await total()).toBe(before);
    const some = await work.json(
      'reprice',
      '--model',
      'claude-haiku-4-5',
      '--since',
      '2026-03-04',
      '--json',
      '--db',
      'usage.db',
    );
    expect(some).toMatchObject({
      run: 2,
      dryRun: false,
      models: [
        {
          model: 'claude-haiku-4-5',
          requests: 1,
          changed: 1,
          oldUsd: '0.005000001',
          newUsd: '0.0025',
          differenceUsd: '-0.002500001',
        },
      ],
    });
    const all = await usagekit('reprice');
    expect([all.code, all.stdout]).toEqual([
      0,
      expect.stringMatching(/changed 2\.[^]*Run 3; 'usagekit reprice --undo' takes it back/),
    ]);
    expect(await total()).toBe(right);
    expect((await usagekit('doctor')).code).toBe(0);
    for (const [run, n] of [
      [3, 2],
      [2, 1],
    ]) {
      const { code, stdout } = await usagekit('reprice', '--undo');
      expect([code, stdout]).toEqual([0, expect.stringContaining(`Undid run ${run}: ${n} request`)]);
    }
    expect(await total()).toBe(before);
    expect((await usagekit('doctor')).code).toBe(0);
    expect((await usagekit('reprice', '--undo')).stdout).toContain('There is no repricing to undo.');
    await usagekit('reprice');
    expect(await total()).toBe(right);
  });

  describe('--model', () => {
    const model = (name: string, file = 'named.db') =>
      ranUsagekit(['reprice', '--dry-run', '--model', name, '--db', file], work.home);
    beforeAll(async () => {
      const response = (id: string, of: string) => ({
        at: '2026-03-02T10:00:00.000Z',
        id,
        model: of,
        input: 9,
        output: 1,
      });
      work.write(
        'named/x.jsonl',
        claudeTranscript('named', [
          response('a', 'claude-opus-4-5-20251101'),
          response('b', 'claude-haiku-4-5-20251001'),
          response('c', 'claude-haiku-4-5'),
          response('d', 'claude-sonnet-4-20250514'),
          response('e', 'claude-4-sonnet-20250514'),
        ]),
      );
      await work.json('sync', '--json', '--path', 'named', '--db', 'named.db');
    });

    it('finds the model by the name without its date, as the price book does', async () => {
      for (const name of ['claude-opus-4-5', 'claude-opus-4.5', 'claude-opus-4-5-20251101']) {
        expect(await model(name)).toMatchObject({ code: 0, stdout: expect.stringContaining('Looked at 1 request:') });
      }
    });
    it('finds the one of a date in any spelling of it, and not the one without', async () => {
      for (const dated of ['claude-opus-4-5@20251101', 'claude-haiku-4.5@20251001', 'claude-4-5-haiku-20251001']) {
        const { stdout } = await model(dated);
        expect(stdout).toContain('Looked at 1 request:');
        expect(stdout).not.toContain('not looked at');
      }
    });
    it('takes the very name, and says which others it has', async () => {
      const { stdout } = await model('claude-haiku-4-5');
      expect(stdout).toContain('Looked at 1 request:');
      expect(stdout).toContain('not looked at: claude-haiku-4-5-20251001, another name of the model');
      const asked = ['reprice', '--dry-run', '--model', 'claude-haiku-4-5', '--json', '--db', 'named.db'] as const;
      expect(await work.json(...asked)).toMatchObject({ otherNames: ['claude-haiku-4-5-20251001'] });
    });
    it.each([
      ['claude-sonnet-4', 'means several stored models: claude-'],
      [
        'claude-haiku-4-6',
        'no request of model claude-haiku-4-6 is stored, did you mean claude-haiku-4-5? (stored: claude-',
      ],
      ['gpt-5', 'no request of model gpt-5 is stored (stored: claude-'],
    ])('says of %s: %s', async (name, message) => {
      expect(await model(name)).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
    });
  });

  it('sync fills a missing price once the book has one, says so, and does not fill what was taken back', async () => {
    const right = await total();
    await change('update uk_request set cost_nano = null, cost_pico = 0; update uk_repricing set book = 0');
    expect(await total()).not.toBe(right);
    const synced = await usagekit('sync', '--path', 't');
    expect(synced.stdout).toMatch(/priced 2 earlier requests of claude-haiku-4-5 that had no price: \$0\.004\n/);
    expect(await total()).toBe(right);
    expect((await usagekit('doctor')).code).toBe(0);
    expect((await usagekit('sync', '--path', 't')).stdout).not.toContain('earlier request');
    expect((await usagekit('reprice', '--undo')).stdout).toContain('3 requests cost what they did before');
    const again = await work.json('sync', '--json', '--path', 't', '--db', 'usage.db');
    expect(again['filled']).toBeNull();
    const filled = await work.json('reprice', '--unpriced', '--json', '--db', 'usage.db');
    expect(filled).toMatchObject({ models: [{ filled: 1 }, { filled: 2 }, { model: 'acme-router-v2', unpriced: 1 }] });
    expect(await total()).toBe(right);
  });

  it('report shows what other prices make of stored costs, as JSON', async () => {
    const report = (...args: string[]) => work.json('report', '--format', 'json', '--db', 'usage.db', ...args);
    const known = await report('--costs', 'known-now');
    expect(known).toMatchObject({
      cost: { nanoUsd: await total() },
      coverage: { prices: { mode: 'known-now', at: null } },
    });
    expect((await report())['coverage']).not.toHaveProperty('prices');
    const page = await usagekit('report', '--format', 'html', '--costs', 'today');
    expect([page.code, page.stderr]).toEqual([2, expect.stringContaining('--costs today needs --format json')]);
  });

  it.each([
    [['--undo', '--model', 'x'], 2, '--undo takes the latest repricing back'],
    [['--since', '2026-02-30'], 2, 'is not a date'],
    [['--modle', 'x'], 2, '--model'],
  ])('refuses %j', async (args, code, message) => {
    const ran = await usagekit('reprice', ...args);
    expect([ran.code, ran.stderr]).toEqual([code, expect.stringContaining(message)]);
  });

  it('says that there is no database', async () => {
    const { code, stderr } = await ranUsagekit(['reprice', '--db', 'none.db'], work.home);
    expect([code, stderr]).toEqual([1, expect.stringContaining("run 'usagekit sync' first")]);
  });
});
