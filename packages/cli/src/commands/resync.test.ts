import type { ChildProcess } from 'node:child_process';
import { chmodSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

import type { UsageAnalytics } from '@usagekit/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { claudeTranscript } from '../testing/claudeTranscript.ts';
import { startUsagekit } from '../testing/ranUsagekit.ts';
import { servedUrl } from '../testing/servedUrl.ts';
import { Workspace } from '../testing/Workspace.ts';

let work: Workspace;
let child: ChildProcess;
let url = '';
const transcript = (session: string, id: string): string =>
  claudeTranscript(session, [
    { at: '2026-03-02T10:00:00.000Z', id, model: 'claude-haiku-4-5', input: 1000, output: 10 },
  ]);
const WRITTEN = 1_790_000_000;

beforeEach(async () => {
  work = new Workspace();
  work.write('t/x.jsonl', transcript('one', 'a'));
  utimesSync(work.path('t/x.jsonl'), WRITTEN, WRITTEN);
  await work.json('sync', '--json', '--path', 't');
});
afterEach(async () => {
  const ended = new Promise((done) => child.on('close', done));
  child.kill('SIGINT');
  await ended;
  work.remove();
});

const served = async (...args: string[]): Promise<void> => {
  child = startUsagekit([...args, '--port', '0', '--path', 't'], work.home);
  url = await servedUrl(child);
};
const requests = async (): Promise<number> =>
  ((await (await fetch(`${url}api/analytics?range=all`)).json()) as UsageAnalytics).requests.total;
const post = (headers: Record<string, string>, path = 'api/sync'): Promise<Response> =>
  fetch(`${url}${path}`, { method: 'POST', headers });
const own = (): Record<string, string> => ({ origin: url.slice(0, -1) });

describe('S2.18 resync from the page', () => {
  it.each([['serve'], ['start', '--no-open']])(
    '%s: finds what was missed, and counts nothing twice',
    async (...args) => {
      await served(...args);
      const { size } = statSync(work.path('t/x.jsonl'));
      work.write('t/x.jsonl', transcript('two', 'b'));
      utimesSync(work.path('t/x.jsonl'), WRITTEN, WRITTEN);
      expect(statSync(work.path('t/x.jsonl')).size).toBe(size);
      expect(await requests()).toBe(1);
      const answers = await Promise.all([post(own()), post(own()), post(own())]);
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
      expect(await answers[0]?.json()).toMatchObject({ filesTotal: 1, sessions: 1, requests: 1, skippedCount: 0 });
      expect(await requests()).toBe(2);
      expect((await post(own())).status).toBe(200);
      expect(await requests()).toBe(2);
    },
  );

  it('starts for the page of this server only: no other page, no form, no address bar', async () => {
    await served('serve');
    work.write('t/y.jsonl', transcript('two', 'b'));
    const { host, port } = new URL(url);
    const foreign = [
      {},
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: `https://${host}` },
      { origin: `http://localhost:${port}` },
      { origin: `http://127.0.0.1:${Number(port) + 1}` },
      { ...own(), 'sec-fetch-site': 'cross-site' },
      { ...own(), 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      const answer = await post(headers as Record<string, string>);
      expect([headers, answer.status]).toEqual([headers, 403]);
      expect(await answer.json()).toMatchObject({ error: { code: 'forbidden_origin' } });
    }
    for (const method of ['GET', 'HEAD', 'PUT', 'OPTIONS']) {
      const answer = await fetch(`${url}api/sync`, { method, headers: own() });
      expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, 'POST']);
    }
    expect(await requests()).toBe(1);
    expect((await post({ ...own(), 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect(await requests()).toBe(2);
  });

  it.skipIf(process.platform === 'win32')(
    'of a database that cannot be written: says so, and the figures stay',
    async () => {
      const folder = work.path('data/usagekit');
      for (const path of [work.home, work.path('data'), work.path('t')]) chmodSync(path, 0o755);
      chmodSync(folder, 0o555);
      for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
      // The superuser may write all the same.
      const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
      child = startUsagekit(['serve', '--port', '0', '--path', 't'], work.home, {}, user);
      url = await servedUrl(child);
      const answer = await post(own());
      expect(answer.status).toBe(500);
      expect(await answer.json()).toMatchObject({ error: { message: expect.stringContaining('cannot be written') } });
      expect(await requests()).toBe(1);
      chmodSync(folder, 0o755);
    },
  );
});
