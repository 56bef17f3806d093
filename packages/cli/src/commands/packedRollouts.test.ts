import { renameSync, rmSync } from 'node:fs';
import { zstdCompressSync } from 'node:zlib';

import type { UsageAnalytics } from '@usagekit/core';
import type { SyncSummary } from '@usagekit/core/service';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { JsonReport } from '../report/jsonReport.ts';
import { codexTranscript } from '../testing/codexTranscript.ts';
import { startUsagekit } from '../testing/ranUsagekit.ts';
import { servedUrl } from '../testing/servedUrl.ts';
import { claude, codex, CODEX_SESSION } from '../testing/twoAgents.ts';
import { Workspace } from '../testing/Workspace.ts';

let work: Workspace;
beforeEach(() => {
  work = new Workspace();
});
afterEach(() => work.remove());

const rolloutOf = (session: string): string => `rollout-2026-03-03T10-00-00-${session}.jsonl`;
const ROLLOUT = rolloutOf(CODEX_SESSION);
const sync = (...args: string[]): Promise<SyncSummary> => work.json('sync', '--json', ...args);
/** A report without what is of the moment. */
const report = async (): Promise<JsonReport> => ({
  ...(await work.json<JsonReport>('report', '--format', 'json', '--until', '2026-03-10')),
  generatedAt: '',
});

describe('rollouts that Codex has packed', () => {
  it('give the figures of the plain ones, from the places of Codex, a folder or the file itself', async () => {
    work.write(`.codex/sessions/2026/${ROLLOUT}`, codex);
    expect(await sync()).toMatchObject({ files: 1, sessions: 1, requests: 1, skipped: [] });
    const plain = await report();
    rmSync(work.path('.codex'), { recursive: true });
    work.write(`.codex/archived_sessions/${ROLLOUT}.zst`, zstdCompressSync(codex));
    work.write(`t/x.jsonl.zst/${ROLLOUT}.zst`, zstdCompressSync(codex));
    const places = [[], ['--path', 't'], ['--path', 't/x.jsonl.zst'], ['--path', `t/x.jsonl.zst/${ROLLOUT}.zst`]];
    for (const place of places) {
      rmSync(work.path('data'), { recursive: true, force: true });
      expect(await sync(...place)).toMatchObject({ files: 1, filesTotal: 1, sessions: 1, requests: 1, skipped: [] });
      expect(await report()).toEqual(plain);
      expect(await sync(...place)).toMatchObject({ files: 0, filesUnchanged: 1, requests: 0, skipped: [] });
    }
  });

  it('are the same once they are packed: nothing is new, and no figure changes', async () => {
    const file = work.write(`.codex/sessions/2026/${ROLLOUT}`, codex);
    await sync();
    const before = await report();
    work.write(`.codex/sessions/2026/${ROLLOUT}.zst`, zstdCompressSync(codex));
    expect(await sync()).toMatchObject({ files: 1, filesUnchanged: 1, added: { requests: 0, toolCalls: 0 } });
    rmSync(file);
    expect(await sync()).toMatchObject({ files: 0, filesUnchanged: 1, filesTotal: 1 });
    expect(await report()).toEqual(before);
    expect((await work.run('doctor')).code).toBe(0);
  });

  it('that are damaged are named once a sync, not counted as read, and nobody else’s', async () => {
    const whole = zstdCompressSync(codex);
    const file = work.write(`t/${ROLLOUT}.zst`, whole.subarray(0, -9));
    work.write('t/x.jsonl', claude);
    const damaged = { file, line: 0, reason: 'compressed, and damaged or incomplete' };
    expect(await sync('--path', 't')).toMatchObject({ files: 1, filesTotal: 2, skipped: [damaged] });
    expect(await sync('--path', 't')).toMatchObject({ files: 0, filesUnchanged: 1, skipped: [damaged] });
    const { stdout } = await work.run('sync', '--path', 't');
    expect(stdout).toMatch(/^Read 0 of 2 transcripts in .*; 1 had not changed; 1 could not be read\.\n {2}skipped /);
    expect(await sync('--path', 't', '--source', 'codex')).toMatchObject({ filesTotal: 1, skipped: [damaged] });
    const other = await sync('--path', 't', '--source', 'claude-code');
    expect(other).toMatchObject({ files: 0, filesUnchanged: 1, filesTotal: 1, skipped: [] });
    // Mended, as by a copy that is complete now.
    work.write(`t/${ROLLOUT}.zst`, whole);
    expect(await sync('--path', 't')).toMatchObject({ files: 1, added: { requests: 1 }, skipped: [] });
  });

  it('are left alone by a sync of Claude Code', async () => {
    work.write(`t/${ROLLOUT}.zst`, zstdCompressSync(codex));
    const args = ['sync', '--source', 'claude-code', '--path', 't'];
    const { code, stdout, stderr } = await work.run(...args);
    expect([code, stdout]).toEqual([0, expect.stringContaining('Read 0 of 0 transcripts')]);
    expect(stderr).toContain('no transcripts found');
  });

  it('start goes on with them while its dashboard is open', async () => {
    const file = work.write(`t/${ROLLOUT}`, codex);
    const child = startUsagekit(['start', '--no-open', '--port', '0', '--path', 't'], work.home);
    const url = await servedUrl(child);
    const figures = async () => {
      const { requests, tokens, cost } = (await (
        await fetch(`${url}api/analytics?start=2026-03-03&end=2026-03-03&time_zone=UTC`)
      ).json()) as UsageAnalytics;
      return { requests, tokens, cost };
    };
    const before = await figures();
    expect(before.requests.total).toBe(1);
    work.write('packing', zstdCompressSync(codex));
    renameSync(work.path('packing'), `${file}.zst`);
    rmSync(file);
    const later = codexTranscript('019d7d08-46c9-7f73-affe-4e6ca9852d57', 'gpt-5.4', [
      { at: '2026-03-05T10:00:00.000Z', input: 9, cached: 0, output: 1 },
    ]);
    work.write(`t/${rolloutOf('019d7d08-46c9-7f73-affe-4e6ca9852d57')}.zst`, zstdCompressSync(later));
    const total = async (): Promise<number> =>
      ((await (await fetch(`${url}api/analytics?range=all`)).json()) as UsageAnalytics).requests.total;
    await vi.waitFor(async () => expect(await total()).toBe(2), { timeout: 40_000, interval: 500 });
    expect(await figures()).toEqual(before);
    const ended = new Promise((done) => child.on('close', done));
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });
});
