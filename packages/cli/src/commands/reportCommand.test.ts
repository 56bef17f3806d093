import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { JsonReport } from '../report/jsonReport.ts';
import { claudeTranscript } from '../testing/claudeTranscript.ts';
import { sharedTranscripts } from '../testing/sharedTranscripts.ts';
import { unequalSums } from '../testing/unequalSums.ts';
import { Workspace } from '../testing/Workspace.ts';

const HAIKU = 'claude-haiku-4-5-20251001';

/**
 * Twelve requests around midnights of days on which clocks change in New York (8 March: 23 hours, 1 November: 25 hours). Each writes
 * a power of two of output tokens, so that a sum tells which of them are in it.
 */
const AROUND_MIDNIGHT: Record<number, string> = {
  1: '2026-03-08T04:59:59.000Z', // New York 7 March 23:59:59 (−5), Kolkata 8 March 10:29:59
  2: '2026-03-08T05:00:00.000Z', // New York 8 March 00:00
  4: '2026-03-09T03:59:59.000Z', // New York 8 March 23:59:59 (−4), Kolkata 9 March 09:29:59
  8: '2026-03-09T04:00:00.000Z', // New York 9 March 00:00
  16: '2026-03-08T18:29:59.000Z', // Kolkata 8 March 23:59:59
  32: '2026-03-08T18:30:00.000Z', // Kolkata 9 March 00:00
  64: '2026-11-01T03:59:59.000Z', // New York 31 October 23:59:59 (−4)
  128: '2026-11-01T04:00:00.000Z', // New York 1 November 00:00
  256: '2026-11-01T05:30:00.000Z', // New York 1 November 01:30, the first time
  512: '2026-11-01T06:30:00.000Z', // New York 1 November 01:30, the second time
  1024: '2026-11-02T04:59:59.000Z', // New York 1 November 23:59:59 (−5)
  2048: '2026-11-02T05:00:00.000Z', // New York 2 November 00:00
};

let work: Workspace;
beforeAll(async () => {
  work = new Workspace();
  for (const [output, at] of Object.entries(AROUND_MIDNIGHT)) {
    const response = { at, id: output, model: HAIKU, input: 1000, output: Number(output) };
    work.write(
      `t/${output}.jsonl`,
      claudeTranscript(`session-${output}`, [response], `/home/ada/project-${Number(output) % 7}`),
    );
  }
  await work.json('sync', '--json', '--path', 't');
});
afterAll(() => work.remove());

const report = (...args: string[]): Promise<JsonReport> => work.json<JsonReport>('report', '--format', 'json', ...args);

/** Output tokens of each day of a report that has any. */
function outputByDay(analytics: JsonReport): Record<string, number> {
  return Object.fromEntries(analytics.series.filter((p) => p.tokens.output > 0).map((p) => [p.start, p.tokens.output]));
}

describe('usagekit report --format json', () => {
  it('is the analytics with what a program needs to read them', async () => {
    const analytics = await report('--since', '2026-03-01', '--until', '2026-12-31', '--time-zone', 'UTC');
    expect(analytics).toMatchObject({
      schemaVersion: 1,
      timeZone: 'UTC',
      dateRange: { start: '2026-03-01', end: '2026-12-31' },
      requests: { total: 12 },
      sessions: { total: 12, completed: 12 },
      coverage: { requests: 12, unpricedRequests: 0 },
      period: { firstDay: '2026-03-01', lastDay: '2026-12-31', days: 306, groupBy: 'day' },
    });
    expect(new Date(analytics.generatedAt).toISOString()).toBe(analytics.generatedAt);
  });

  it('S2.03 costs what the list price says, to the nano-dollar', async () => {
    const analytics = await report('--since', '2026-03-01', '--until', '2026-12-31', '--time-zone', 'UTC');
    // 12,000 input tokens at $1 and 4,095 output tokens at $5 a million.
    expect(analytics.tokens.total).toMatchObject({ input: 12_000, output: 4095 });
    expect(analytics.cost).toMatchObject({ nanoUsd: '32475000', usd: 0.032475, totalUsd: 0.032475 });
  });

  it('B06 adds up exactly, for every grouping', async () => {
    for (const groupBy of ['day', 'week', 'month']) {
      expect(unequalSums(await report('--group-by', groupBy))).toEqual([]);
    }
  });

  it('B05 New York: days begin at local midnight, also when clocks change', async () => {
    const spring = await report('--since', '2026-03-07', '--until', '2026-03-09', '--time-zone', 'America/New_York');
    expect(outputByDay(spring)).toEqual({ '2026-03-07': 1, '2026-03-08': 2 + 4 + 16 + 32, '2026-03-09': 8 });
    expect(spring.period).toMatchObject({
      start: '2026-03-07T05:00:00.000Z',
      end: '2026-03-10T04:00:00.000Z',
      days: 3,
    });
    const autumn = await report('--since', '2026-10-31', '--until', '2026-11-02', '--time-zone', 'America/New_York');
    expect(outputByDay(autumn)).toEqual({
      '2026-10-31': 64,
      '2026-11-01': 128 + 256 + 512 + 1024,
      '2026-11-02': 2048,
    });
    expect(autumn.period).toMatchObject({
      start: '2026-10-31T04:00:00.000Z',
      end: '2026-11-03T05:00:00.000Z',
      days: 3,
    });
  });

  it('B05 New York: the hour that occurs twice holds both, the one that is skipped does not occur', async () => {
    const autumn = await report('--since', '2026-11-01', '--until', '2026-11-01', '--time-zone', 'America/New_York');
    // Sessions start with the prompt, a second before the first response.
    expect(autumn.peakHours).toMatchObject({ 0: 0, 1: 2, 23: 2 });
    const occurrences = (analytics: JsonReport, weekday: number, hour: number): number =>
      analytics.sessions.heatmap.find((c) => c.weekday === weekday && c.hour === hour)?.occurrences ?? 0;
    expect([0, 1, 2].map((hour) => occurrences(autumn, 7, hour))).toEqual([1, 2, 1]);
    const spring = await report('--since', '2026-03-08', '--until', '2026-03-08', '--time-zone', 'America/New_York');
    expect([1, 2, 3].map((hour) => occurrences(spring, 7, hour))).toEqual([1, 0, 1]);
  });

  it('B05 Kolkata: days begin at half past six in the evening, UTC', async () => {
    const spring = await report('--since', '2026-03-07', '--until', '2026-03-09', '--time-zone', 'Asia/Kolkata');
    expect(outputByDay(spring)).toEqual({ '2026-03-08': 1 + 2 + 16, '2026-03-09': 4 + 8 + 32 });
    const autumn = await report('--since', '2026-10-31', '--until', '2026-11-02', '--time-zone', 'Asia/Kolkata');
    expect(outputByDay(autumn)).toEqual({ '2026-11-01': 64 + 128 + 256 + 512, '2026-11-02': 1024 + 2048 });
    expect(autumn.period).toMatchObject({ start: '2026-10-30T18:30:00.000Z', end: '2026-11-02T18:30:00.000Z' });
  });

  it('weeks begin on Monday and are cut to the range', async () => {
    const { series } = await report(
      '--since',
      '2026-03-07',
      '--until',
      '2026-03-10',
      '--time-zone',
      'UTC',
      '--group-by',
      'week',
    );
    expect(series.map((p) => [p.start, p.end, p.tokens.output])).toEqual([
      ['2026-03-07', '2026-03-08', 1 + 2 + 16 + 32],
      ['2026-03-09', '2026-03-10', 4 + 8],
    ]);
  });

  it('takes one end alone', async () => {
    const since = await report('--since', '2026-11-02', '--time-zone', 'UTC');
    expect(outputByDay(since)).toEqual({ '2026-11-02': 1024 + 2048 });
    const until = await report('--until', '2026-03-08', '--time-zone', 'UTC');
    expect(until.period).toMatchObject({ firstDay: '2026-03-08', lastDay: '2026-03-08' });
    expect(outputByDay(until)).toEqual({ '2026-03-08': 1 + 2 + 16 + 32 });
  });

  it('covers everything without dates, in the zone of the computer', async () => {
    const all = await report();
    expect(all.timeZone).toMatch(/^Asia\/Kat(h|)mandu$/);
    expect(all).toMatchObject({ dateRange: 'all', requests: { total: 12 } });
  });

  it('survives a reader that closes early', async () => {
    const { startUsagekit } = await import('../testing/ranUsagekit.ts');
    const child = startUsagekit(['report', '--format', 'json'], work.home);
    const ended = new Promise<number | null>((done) => child.on('close', done));
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await ended).toBe(0);
  });

  it('writes to a file and leaves standard output empty', async () => {
    const { code, stdout } = await work.run('report', '--format', 'json', '--out', 'report.json');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(JSON.parse(readFileSync(work.path('report.json'), 'utf8'))).toMatchObject({ schemaVersion: 1 });
  });
});

describe('usagekit report --format html', () => {
  let html = '';
  beforeAll(async () => {
    const range = ['--since', '2026-03-07', '--until', '2026-03-09', '--time-zone', 'America/New_York'];
    await work.run('report', '--format', 'html', ...range, '--out', 'r.html');
    html = readFileSync(work.path('r.html'), 'utf8');
  });

  // Asserted on what is found, never on the page itself: a failure would print all of it.
  const found = (pattern: RegExp): string[] => [...html.matchAll(pattern)].map((match) => match[1] ?? match[0]);

  it('holds no script and no address but the name of SVG', () => {
    expect(found(/<script|javascript:|<[^>]*\son\w+=/gi)).toEqual([]);
    expect(found(/https?:\/\/[^\s"'<>)]*/g).filter((url) => url !== 'http://www.w3.org/2000/svg')).toEqual([]);
    expect(found(/<(?:link|iframe|img|object|embed|base)\b|@import|url\((?!["']?#)/gi)).toEqual([]);
  });

  it('forbids everything but its own styles', () => {
    const policies = found(/<meta http-equiv="Content-Security-Policy" content="([^"]*)"/g);
    expect(policies.map((policy) => policy.replaceAll('&#x27;', "'"))).toEqual([
      "default-src 'none'; style-src 'unsafe-inline'",
    ]);
  });

  it('has title, range, charts and their tables', () => {
    expect(found(/<title>(.*?)<\/title>/g)).toEqual(['AI usage report, Mar 7 – Mar 9, 2026']);
    expect(found(/Days are those of (?:<!-- -->)?([\w/]+)/g)).toEqual(['America/New_York']);
    expect(found(/<svg\b/g).length).toBeGreaterThan(5);
    expect(found(/<table\b/g).length).toBeGreaterThan(5);
    expect(found(/undefined|NaN|\[object/g)).toEqual([]);
  });

  it('shows the headline of the JSON report', async () => {
    const range = ['--since', '2026-03-07', '--until', '2026-03-09', '--time-zone', 'America/New_York'];
    const { cost, sessions } = await report(...range);
    // 6,000 input at $1 and 63 output at $5 a million: $0.006315.
    expect(cost.nanoUsd).toBe('6315000');
    const [lead] = found(/<p class="uk-lead">(.*?)<\/p>/g);
    expect(lead).toContain('<b>$0.01</b>');
    expect(lead).toContain(`${sessions.total} sessions`);
  });

  it('writes names from transcripts as text', async () => {
    const evil = '/home/ada/<script>alert(1)</script>"onload=x';
    const response = { at: '2026-05-01T10:00:00.000Z', id: 'evil', model: '<img src=x>', input: 1, output: 1 };
    work.write('evil/x.jsonl', claudeTranscript('evil', [response], evil));
    await work.json('sync', '--json', '--path', 'evil', '--db', 'evil.db');
    const { stdout } = await work.run('report', '--format', 'html', '--db', 'evil.db');
    expect(stdout.match(/<script|<img/g)).toBeNull();
    expect(stdout.match(/&lt;img src=x&gt;/g)).not.toBeNull();
  });

  it('is a page also without any usage in range', async () => {
    const { code, stdout } = await work.run(
      'report',
      '--format',
      'html',
      '--since',
      '2025-01-01',
      '--until',
      '2025-01-02',
    );
    expect(code).toBe(0);
    expect(stdout.match(/<h2>(No usage in this range)/)?.[1]).toBe('No usage in this range');
  });
});

describe.runIf(sharedTranscripts)('usagekit report on real transcripts', () => {
  it('B06 adds up exactly in every zone and grouping', async () => {
    const folders = ['claude-code', 'codex', 'peer-fixtures'].flatMap((name) => [
      '--path',
      `${sharedTranscripts}/${name}`,
    ]);
    const { requests } = await work.json('sync', '--json', ...folders, '--db', 'real.db');
    for (const zone of ['UTC', 'Asia/Kolkata', 'America/New_York', 'Pacific/Chatham']) {
      for (const groupBy of ['day', 'week', 'month']) {
        const all = await report('--db', 'real.db', '--time-zone', zone, '--group-by', groupBy);
        expect(unequalSums(all)).toEqual([]);
        expect(all.requests.total).toBe(requests);
      }
    }
  });
});
