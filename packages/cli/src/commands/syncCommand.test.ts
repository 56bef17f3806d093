import { appendFileSync, existsSync, readdirSync, readFileSync, symlinkSync, utimesSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';

import type { ImportSummary } from '@usagekit/core/sources';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { JsonReport } from '../report/jsonReport.ts';
import { claudeTranscript } from '../testing/claudeTranscript.ts';
import { heldFile } from '../testing/heldFile.ts';
import { startUsagekit } from '../testing/ranUsagekit.ts';
import { sharedTranscripts } from '../testing/sharedTranscripts.ts';
import { claude, codex, CODEX_SESSION, HAIKU } from '../testing/twoAgents.ts';
import { Workspace } from '../testing/Workspace.ts';

let work: Workspace;
beforeEach(() => {
  work = new Workspace();
});
afterEach(() => work.remove());

/** What a report says of the whole database, without the time it was written. */
async function ledger(): Promise<unknown> {
  const { generatedAt, ...rest } = await work.json<JsonReport>('report', '--format', 'json', '--until', '2026-04-01');
  expect(Date.parse(generatedAt)).toBeGreaterThan(0);
  return rest;
}

describe('usagekit sync', () => {
  it('reads both agents from their own places and says what it read', async () => {
    work.write('.claude/projects/-home-ada-shop/11111111-2222-4333-8444-555555555555.jsonl', claude);
    work.write(`.codex/sessions/2026/03/03/rollout-2026-03-03T10-00-00-${CODEX_SESSION}.jsonl`, codex);
    const { code, stdout, stderr } = await work.run('sync', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { durationMs, ...summary } = JSON.parse(stdout);
    expect(durationMs).toBeGreaterThanOrEqual(0);
    expect(summary).toMatchObject({
      files: 2,
      sessions: 2,
      requests: 3,
      toolCalls: 1,
      duplicates: 2,
      skipped: [],
      unpriced: [{ model: 'acme-router-v2', requests: 1 }],
    });
  });

  it('makes nothing where nothing was found', async () => {
    work.write('bare/readme.txt', 'nothing here');
    const { code, stdout, stderr } = await work.run('sync', '--path', 'bare', '--db', 'a/b/x.db');
    expect([code, stdout]).toEqual([0, expect.stringContaining('Database: none was made')]);
    expect(stderr).toContain('no transcripts found');
    expect(existsSync(work.path('a'))).toBe(false);
  });

  it('says how much of what it read was new', async () => {
    const file = work.write('t/one.jsonl', claude);
    expect((await work.run('sync', '--path', 't')).stdout).not.toContain('new:');
    // Written anew under another name: the same responses.
    work.write('t/two.jsonl', readFileSync(file, 'utf8'));
    const { stdout } = await work.run('sync', '--path', 't');
    expect(stdout).toContain('new: 0 requests, 0 tool calls; the rest was known');
  });

  it('is idempotent: a second run reads nothing and changes nothing', async () => {
    work.write('.claude/projects/-home-ada-shop/11111111-2222-4333-8444-555555555555.jsonl', claude);
    await work.json<ImportSummary>('sync', '--json');
    const first = await ledger();
    expect(await work.json<ImportSummary>('sync', '--json')).toMatchObject({
      files: 0,
      requests: 0,
      filesUnchanged: 1,
      duplicates: 0,
    });
    expect(await ledger()).toEqual(first);
  });

  it('reads only the new lines of a transcript that has grown', async () => {
    const file = work.write('t/one.jsonl', claude);
    await work.json<ImportSummary>('sync', '--json', '--path', 't');
    const more = { at: '2026-03-02T10:02:00.000Z', id: 'c', model: HAIKU, input: 7, output: 3 };
    const grown = claudeTranscript('11111111-2222-4333-8444-555555555555', [more]).split('\n').slice(1).join('\n');
    appendFileSync(file, grown);
    expect(await work.json<ImportSummary>('sync', '--json', '--path', 't')).toMatchObject({
      files: 1,
      requests: 1,
      sessions: 1,
    });
    expect(await ledger()).toMatchObject({ requests: { total: 3 }, sessions: { total: 1 } });
  });

  it('--full finds a line that was replaced in the middle, and other content of the same size and time', async () => {
    const session = '11111111-2222-4333-8444-555555555555';
    const at = '2026-03-02T10:02:00.000Z';
    const of = (...ids: string[]): string =>
      claudeTranscript(
        session,
        ids.map((id) => ({ at, id: id.repeat(1000), model: HAIKU, input: 7, output: 3 })),
      );
    const requests = async (...args: string[]): Promise<unknown> => {
      await work.json<ImportSummary>('sync', '--json', '--path', 't', ...args);
      return ((await ledger()) as JsonReport).requests.total;
    };
    const file = work.write('t/one.jsonl', of('first', 'old', 'last'));
    utimesSync(file, 1_790_000_000, 1_790_000_000);
    expect(await requests()).toBe(3);
    for (const seconds of [1_790_000_000, 1_790_000_009]) {
      work.write('t/one.jsonl', of('first', 'new', 'last'));
      utimesSync(file, seconds, seconds);
      expect(await requests()).toBe(3);
    }
    expect(await requests('--full')).toBe(4);
    expect(await requests('--full')).toBe(4);
  });

  it('names lines that it could not use, and goes on', async () => {
    const lines = claude.split('\n');
    work.write('t/x.jsonl', [lines[0], '{"type":"assistant","mess', ...lines.slice(1)].join('\n'));
    const summary = await work.json<ImportSummary>('sync', '--json', '--path', 't');
    expect(summary.requests).toBe(2);
    expect(summary.skipped).toEqual([{ file: work.path('t/x.jsonl'), line: 2, reason: 'invalid JSON' }]);
    const { stdout } = await work.run('sync', '--path', 't', '--db', 'text.db');
    expect(stdout).toContain(`skipped ${work.path('t/x.jsonl')}:2: invalid JSON`);
    expect(stdout).toContain('no price for acme-router-v2: 1 request not in the cost');
  });

  it('names what it could not read in a folder, at the first sync as at every later one', async () => {
    work.write('t/x.jsonl', claude);
    symlinkSync(work.home, work.path('t/link'));
    for (const requests of [2, 0]) {
      const summary = await work.json<ImportSummary>('sync', '--json', '--path', 't');
      expect(summary).toMatchObject({ requests, skippedCount: 1, skipped: [{ file: work.path('t/link'), line: 0 }] });
    }
  });

  it('B08 keeps usage whose transcript is gone', async () => {
    work.write('t/x.jsonl', claude);
    await work.json<ImportSummary>('sync', '--json', '--path', 't');
    const before = await ledger();
    work.write('t/x.jsonl', '');
    await work.json<ImportSummary>('sync', '--json', '--path', 't');
    expect(await ledger()).toEqual(before);
  });

  it('says where it looked when there is nothing, and that is no failure', async () => {
    const { code, stdout, stderr } = await work.run('sync', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ files: 0, requests: 0 });
    expect(stderr).toContain(work.path('.claude/projects'));
    expect(stderr).toContain(work.path('.codex/sessions'));
  });

  it('writes the database below the data folder, or where it is told', async () => {
    work.write('t/x.jsonl', claude);
    await work.run('sync', '--path', 't');
    await work.run('sync', '--path', 't', '--db', 'new/folder/a.db');
    const onMac = process.platform === 'darwin';
    expect(readdirSync(work.path(onMac ? 'Library/Application Support/usagekit' : 'data/usagekit'))).toContain(
      'usage.db',
    );
    expect(readdirSync(work.path('new/folder'))).toContain('a.db');
  });

  it('ends between two files on Ctrl-C and keeps what it read', async () => {
    const [files, responses] = [900, 100];
    for (let i = 0; i < files; i += 1) {
      const at = new Date(Date.UTC(2026, 2, 1) + i * 60_000).toISOString();
      const lines = Array.from({ length: responses }, (_, n) => ({
        at,
        id: `${i}-${n}`,
        model: HAIKU,
        input: 1,
        output: 1,
      }));
      work.write(`t/${String(i).padStart(3, '0')}.jsonl`, claudeTranscript(`session-${i}`, lines));
    }
    const database = work.path('interrupted.db');
    const held = heldFile(work, 't/600.jsonl');
    const child = startUsagekit(['sync', '--path', 't', '--db', database], work.home, held.env);
    let stderr = '';
    child.stderr?.on('data', (text) => {
      stderr += String(text);
    });
    const ended = new Promise<number | null>((done) => child.on('close', done));
    // The first files are in the database, the last cannot be: it is in the middle of its work.
    while ((filesIn(database) === 0 || !held.isReached()) && child.exitCode === null) await setTimeout(20);
    child.kill('SIGINT');
    held.release();
    expect([await ended, stderr.includes('usagekit: interrupted')]).toEqual([1, true]);
    const kept = filesIn(database);
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(files);
    const after = await work.json<ImportSummary>('sync', '--path', 't', '--db', database, '--json');
    expect(after.files).toBeLessThanOrEqual(files - kept + 1);
    const report = await work.json<JsonReport>('report', '--format', 'json', '--db', database);
    expect(report).toMatchObject({ requests: { total: files * responses }, sessions: { total: files } });
  });
});

/** Transcripts whose records are in a database; 0 while it is being made. */
function filesIn(database: string): number {
  if (!existsSync(database)) return 0;
  const db = new DatabaseSync(database, { readOnly: true });
  try {
    return Number(db.prepare('select count(*) as n from uk_cursor').get()?.['n']);
  } catch {
    return 0;
  } finally {
    db.close();
  }
}

describe.runIf(sharedTranscripts)('usagekit sync on real transcripts', () => {
  it('finds the same whatever is synced first', async () => {
    const [a, b] = ['claude-code', 'codex'].map((agent) => resolve(String(sharedTranscripts), agent));
    if (!a || !b) throw new Error('no folders');
    await work.json<ImportSummary>('sync', '--json', '--path', a);
    await work.json<ImportSummary>('sync', '--json', '--path', b);
    const first = await ledger();
    await work.json<ImportSummary>('sync', '--json', '--path', b, '--db', 'other.db');
    await work.json<ImportSummary>('sync', '--json', '--path', b, '--path', a, '--db', 'other.db');
    const { generatedAt: _, ...other } = await work.json<JsonReport>(
      'report',
      '--format',
      'json',
      '--until',
      '2026-04-01',
      '--db',
      'other.db',
    );
    expect(other).toEqual(first);
  });

  it('B07 counts the tokens of a fork family as an independent script does', async () => {
    const folder = 'codex/entireio__git-sync';
    await work.json('sync', '--json', '--path', `${sharedTranscripts}/${folder}`);
    const expected = JSON.parse(readFileSync(`${sharedTranscripts}/expected.json`, 'utf8')) as Record<
      string,
      { own_usage_changed_last: Record<string, number> }
    >;
    const files = Object.keys(expected).filter((file) => file.startsWith(folder));
    const sum = (field: string): number =>
      files.reduce((total, file) => total + (expected[file]?.own_usage_changed_last[field] ?? 0), 0);
    const { tokens } = await work.json<JsonReport>('report', '--format', 'json');
    expect(tokens.total).toMatchObject({
      input: sum('input_tokens') - sum('cached_input_tokens'),
      cacheRead: sum('cached_input_tokens'),
      output: sum('output_tokens'),
      reasoning: sum('reasoning_output_tokens'),
    });
  });
});
