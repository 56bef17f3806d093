import { chmodSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { claudeTranscript } from '../testing/claudeTranscript.ts';
import { failure } from '../testing/failure.ts';
import { type Ran, ranUsagekit } from '../testing/ranUsagekit.ts';
import { Workspace } from '../testing/Workspace.ts';

let work: Workspace;
beforeAll(async () => {
  work = new Workspace();
  const response = { at: '2026-03-02T10:00:00.000Z', id: 'a', model: 'claude-haiku-4-5', input: 1, output: 1 };
  work.write('t/x.jsonl', claudeTranscript('one', [response]));
  await work.json('sync', '--json', '--path', 't', '--db', 'good.db');
  await work.json('sync', '--json', '--path', 't', '--db', 'locked.db');
});
afterAll(() => work.remove());

const json = ['--format', 'json', '--db', 'good.db'];

describe('wrong use ends with 2', () => {
  it.each<[string[], string]>([
    [['snyc'], "unknown command 'snyc', did you mean sync?"],
    [['--jsn'], "unknown option '--jsn'"],
    [['sync', '--sorce', 'codex'], "unknown option '--sorce', did you mean --source?"],
    [['sync', '--source', 'gemini'], "'gemini' is not a value of --source: use claude-code, codex, all"],
    [['sync', '--db'], "option '--db' needs a value"],
    [['sync', 'folder'], "unexpected argument 'folder'"],
    [['report'], 'report needs --format json or --format html'],
    [['report', '--format', 'pdf'], "'pdf' is not a value of --format"],
    [['report', ...json, '--since', '2026-02-30'], "--since '2026-02-30' is not a date"],
    [['report', ...json, '--until', 'tomorrow'], "--until 'tomorrow' is not a date"],
    [['report', ...json, '--since', '2026-03-02', '--until', '2026-03-01'], 'comes after --until 2026-03-01'],
    [['report', ...json, '--since', '9998-01-01'], '--since 9998-01-01 is in the future'],
    [['report', ...json, '--since', '1970-01-01'], '1990'],
    [['report', ...json, '--time-zone', 'Mars/Base'], "'Mars/Base' is not an IANA time zone"],
    [['report', ...json, '--time-zone', '+05:30'], "'+05:30' is not an IANA time zone"],
    [['report', ...json, '--group-by', 'year'], "'year' is not a value of --group-by: use day, week, month"],
    [['serve', '--port', '70000'], "'70000' is not a port"],
    [['serve', '--port', '-1'], "'-1' is not a port"],
    [['start', '--sample', '--path', 't'], '--sample and --path exclude each other'],
  ])('usagekit %j', async (args, message) => {
    expect(await work.run(...args)).toEqual(failure(2, message));
  });

  it('without a command it shows the help', async () => {
    const { code, stdout, stderr } = await work.run();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: usagekit <command>');
  });
});

describe('work that fails ends with 1', () => {
  const report = (db: string): Promise<Ran> => work.run('report', '--format', 'json', '--db', db);
  const sync = (db: string): Promise<Ran> => work.run('sync', '--json', '--path', 't', '--db', db);

  it('no database yet', async () => {
    expect(await report('none.db')).toEqual(failure(1, /no usage database at .*none\.db: run 'usagekit sync' first/));
    expect(await work.run('serve', '--db', 'none.db')).toEqual(failure(1, "run 'usagekit sync' first"));
    work.write('empty.db', '');
    expect(await report('empty.db')).toEqual(failure(1, "run 'usagekit sync' first"));
  });

  it('a file that is no database', async () => {
    const text = work.write('text.db', 'To whom it may concern: this is no database.\n'.repeat(50));
    for (const ran of [await report('text.db'), await sync('text.db'), await work.run('serve', '--db', 'text.db')]) {
      expect(ran).toEqual(failure(1, /text\.db: the file is not a SQLite database/));
    }
    expect(readFileSync(text, 'utf8')).toContain('To whom it may concern');
  });

  it("another program's database is left alone", async () => {
    const foreign = new DatabaseSync(work.path('foreign.db'));
    foreign.exec('create table invoices (n integer); insert into invoices values (1)');
    foreign.close();
    const before = readFileSync(work.path('foreign.db'));
    expect(await report('foreign.db')).toEqual(failure(1, /foreign\.db: the database belongs to another program/));
    expect(await sync('foreign.db')).toEqual(failure(1, /foreign\.db: the database belongs to another program/));
    expect(readFileSync(work.path('foreign.db')).equals(before)).toBe(true);
  });

  it('a damaged database', async () => {
    await sync('damaged.db');
    const checkpoint = new DatabaseSync(work.path('damaged.db'));
    checkpoint.exec('pragma wal_checkpoint(truncate)');
    checkpoint.close();
    const bytes = readFileSync(work.path('damaged.db'));
    work.write(
      'damaged.db',
      Uint8Array.from(bytes, (byte, i) => (i < 100 ? byte : (byte * 31 + i) % 256)),
    );
    expect(await report('damaged.db')).toEqual(failure(1, /damaged\.db: the database file is damaged/));
    expect(await sync('damaged.db')).toEqual(failure(1, /damaged\.db: the database file is damaged/));
  });

  it('a database that another process is writing: sync waits, then says so; report reads on', async () => {
    const other = new DatabaseSync(work.path('locked.db'));
    other.exec('begin immediate');
    work.write(
      't2/y.jsonl',
      claudeTranscript('two', [{ at: '2026-03-02T11:00:00.000Z', id: 'b', model: 'm', input: 1, output: 1 }]),
    );
    const ran = await work.run('sync', '--json', '--path', 't2', '--db', 'locked.db');
    expect(ran).toEqual(failure(1, /the database is locked by another process/));
    expect((await report('locked.db')).code).toBe(0);
    other.exec('rollback');
    other.close();
  });

  it('a folder in place of the database, and a file in place of its folder', async () => {
    expect(await sync('t')).toEqual(failure(1, /is a folder: name a database file in it/));
    expect(await report('t')).toEqual(failure(1, /is a folder/));
    for (const command of [['doctor'], ['doctor', '--rebuild'], ['reprice'], ['migrate']]) {
      expect(await work.run(...command, '--db', 't')).toEqual(failure(1, /is a folder: name a database file in it/));
    }
    expect(await sync('good.db/inside.db')).toEqual(failure(1, /cannot make the folder|a file is in the way/));
  });

  it('an output file that cannot be written', async () => {
    const to = (out: string): Promise<Ran> => work.run('report', ...json, '--out', out);
    expect(await to('no/such/folder/r.json')).toEqual(
      failure(1, /cannot write no\/such\/folder\/r\.json: its folder does not exist/),
    );
    expect(await to('t')).toEqual(failure(1, /cannot write t: it is a folder/));
  });

  it('a folder of transcripts that is not there, or holds none', async () => {
    expect(await work.run('sync', '--path', 'nowhere')).toEqual(failure(1, /there is no folder .*nowhere/));
    work.write('bare/readme.txt', 'nothing here');
    expect(await work.run('start', '--no-open', '--path', 'bare')).toEqual(
      failure(1, /no transcripts found in .*bare/),
    );
  });

  it('start without transcripts says where it looked and offers the sample', async () => {
    const ran = await work.run('start', '--no-open');
    expect(ran).toEqual(failure(1, /npm start -- --sample/));
    const places = ['.claude/projects', '.config/claude/projects', '.codex/sessions', '.codex/archived_sessions'];
    const where = places.map((place) => work.path(place)).join(', ');
    expect(ran.stderr).toContain(`no transcripts found in ${where}; name a folder`);
  });

  it.runIf(process.platform !== 'win32')(
    'a database that may not be written: report and a dry run read it, doctor checks it, sync and its repair say so',
    async () => {
      await sync('frozen/usage.db');
      chmodSync(work.path('frozen/usage.db'), 0o444);
      chmodSync(work.path('frozen'), 0o555);
      chmodSync(work.home, 0o755);
      // Nothing is forbidden to root: the program runs as somebody else then.
      const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
      const run = (...args: string[]): Promise<Ran> => ranUsagekit(args, work.home, {}, user);
      const db = work.path('frozen/usage.db');
      expect(JSON.parse((await run('report', '--format', 'json', '--db', db)).stdout)).toMatchObject({
        requests: { total: 1 },
      });
      const checked = await run('doctor', '--json', '--db', db);
      expect([checked.code, checked.stderr]).toEqual([0, '']);
      expect(JSON.parse(checked.stdout)).toMatchObject({ hours: 2, differenceCount: 0 });
      const dry = await run('reprice', '--dry-run', '--db', db);
      expect([dry.code, dry.stderr, dry.stdout]).toEqual([0, '', expect.stringContaining('Looked at 1 request')]);
      expect(await run('reprice', '--db', db)).toEqual(failure(1, /cannot be written/));
      expect(await run('doctor', '--rebuild', '--db', db)).toEqual(failure(1, /cannot be written/));
      expect(await run('sync', '--json', '--path', work.path('t'), '--db', db)).toEqual(
        failure(1, /cannot be written/),
      );
      expect(await run('report', '--format', 'json', '--db', db, '--out', work.path('frozen/r.json'))).toEqual(
        failure(1, /cannot write .*r\.json: permission denied/),
      );
      chmodSync(work.path('frozen'), 0o755);
    },
  );

  it.each(['closed', 'closed/below'].filter(() => process.platform !== 'win32'))(
    'a folder that may not be looked into is said and others are read: %s',
    async (named) => {
      const home = new Workspace();
      home.write('closed/below/x.jsonl', 'x');
      home.write('t/x.jsonl', readFileSync(work.path('t/x.jsonl')));
      chmodSync(home.path('closed'), 0o000);
      chmodSync(home.home, 0o777);
      const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
      const run = (...args: string[]): Promise<Ran> => ranUsagekit(args, home.home, {}, user);
      const { stdout } = await run('sync', '--json', '--path', named, '--path', 't');
      expect(JSON.parse(stdout)).toMatchObject({
        requests: 1,
        skipped: [{ file: home.path(named), line: 0, reason: 'permission denied' }],
      });
      expect(await run('start', '--no-open', '--path', named)).toEqual(
        failure(
          1,
          `no transcripts found in ${home.path(named)} (${home.path(named)}: permission denied); name a folder`,
        ),
      );
      chmodSync(home.path('closed'), 0o755);
      home.remove();
    },
  );
});
