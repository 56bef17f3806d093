import { existsSync, readdirSync, symlinkSync } from 'node:fs';

import type { UsageAnalytics } from '@usagekit/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { claudeTranscript } from '../testing/claudeTranscript.ts';
import { codexTranscript } from '../testing/codexTranscript.ts';
import { startUsagekit } from '../testing/ranUsagekit.ts';
import { servedUrl } from '../testing/servedUrl.ts';
import { Workspace } from '../testing/Workspace.ts';

let work: Workspace;
beforeEach(() => {
  work = new Workspace();
});
afterEach(() => work.remove());

/** Starts, asks for everything, ends with Ctrl-C. */
async function shown(...args: string[]): Promise<{ analytics: UsageAnalytics; code: unknown; stderr: string }> {
  const child = startUsagekit(['start', '--no-open', '--port', '0', ...args], work.home, { TMPDIR: work.home });
  let stderr = '';
  child.stderr?.on('data', (text) => {
    stderr += String(text);
  });
  const url = await servedUrl(child);
  const analytics = (await (await fetch(`${url}api/analytics?range=all`)).json()) as UsageAnalytics;
  const ended = new Promise((done) => child.on('close', done));
  child.kill('SIGINT');
  return { analytics, code: await ended, stderr };
}

const claude = claudeTranscript('one', [
  { at: '2026-03-02T10:00:00.000Z', id: 'a', model: 'claude-haiku-4-5', input: 1, output: 1 },
]);

describe('usagekit start', () => {
  it('syncs what both agents left and shows it', async () => {
    work.write('.claude/projects/p/x.jsonl', claude);
    const session = '019d7d08-46c9-7f73-affe-4e6ca9852d56';
    const responses = [{ at: '2026-03-03T10:00:00.000Z', input: 10, cached: 4, output: 5 }];
    work.write('.codex/sessions/2026/y.jsonl', codexTranscript(session, 'gpt-5.4', responses));
    const { analytics, code, stderr } = await shown();
    expect(code).toBe(0);
    expect(analytics).toMatchObject({ requests: { total: 2 }, sessions: { total: 2 } });
    expect(stderr).toContain('Read 2 of 2 transcripts');
  });

  it('shows usage whose transcripts are gone', async () => {
    work.write('t/x.jsonl', claude);
    await work.json('sync', '--json', '--path', 't');
    expect((await shown()).analytics.requests.total).toBe(1);
  });

  it('names what it could not read in a folder', async () => {
    work.write('t/x.jsonl', claude);
    symlinkSync(work.home, work.path('t/link'));
    expect((await shown('--path', 't')).stderr).toContain(`skipped ${work.path('t/link')}: a link to a folder`);
  });

  it('is not content with transcripts that hold no usage', async () => {
    work.write('t/x.jsonl', '{"type":"summary","summary":"nothing","leafUuid":"x"}\n');
    const { code, stdout, stderr } = await work.run('start', '--no-open', '--path', 't');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('no transcripts found');
  });

  it('--sample shows a year of made-up usage and leaves nothing behind', async () => {
    const { analytics, code } = await shown('--sample');
    expect(code).toBe(0);
    expect(analytics.requests.total).toBeGreaterThan(1000);
    expect(analytics.coverage.unpriced.length).toBeGreaterThan(0);
    expect(existsSync(work.path('data/usagekit/usage.db'))).toBe(false);
    expect(readdirSync(work.home).filter((name) => name.startsWith('usagekit-sample'))).toEqual([]);
  });
});
