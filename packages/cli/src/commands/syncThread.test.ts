import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { ImportSummary } from '@usagekit/core/sources';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { claudeTranscript } from '../testing/claudeTranscript.ts';
import { ranUsagekit } from '../testing/ranUsagekit.ts';
import { Workspace } from '../testing/Workspace.ts';

const [FILES, RESPONSES] = [30, 700];

let work: Workspace;
beforeAll(() => {
  work = new Workspace();
  // Some 30 MB: more than what is read without a thread.
  for (let i = 0; i < FILES; i += 1) {
    const lines = Array.from({ length: RESPONSES }, (_, n) => ({
      at: new Date(Date.UTC(2026, 2, 1 + i) + n * 1000).toISOString(),
      id: `${i}-${n}`,
      model: 'claude-haiku-4-5',
      input: n,
      output: i,
      tool: { name: 'Bash', failed: n % 9 === 0 },
    }));
    const padding = JSON.stringify({ type: 'summary', summary: 'x'.repeat(300_000) });
    work.write(`t/${i}.jsonl`, `${claudeTranscript(`session-${i}`, lines)}${padding}\n`);
  }
  // Every thread of the program runs this first, and says so.
  work.write(
    'thread.mjs',
    "import { appendFileSync } from 'node:fs';\nimport { isMainThread } from 'node:worker_threads';\nif (!isMainThread) appendFileSync('threads', 'x');\n",
  );
});
afterAll(() => work.remove());

/** A sync into a database of its own, with options of Node; the summary without times, and the report. */
async function synced(database: string, nodeOptions: string): Promise<[Partial<ImportSummary>, unknown]> {
  const args = ['sync', '--path', 't', '--db', work.path(database), '--json'];
  const ran = await ranUsagekit(args, work.home, { NODE_OPTIONS: nodeOptions });
  expect(ran).toMatchObject({ code: 0 });
  const { durationMs: _, database: __, ...summary } = JSON.parse(ran.stdout) as ImportSummary & { database: string };
  const days = ['--since', '2026-03-01', '--until', '2026-04-30', '--time-zone', 'UTC'];
  const report = await work.run('report', '--format', 'json', '--db', work.path(database), ...days);
  return [summary, JSON.parse(report.stdout.replaceAll(/"generatedAt": *"[^"]*"/g, '"generatedAt":""'))];
}

describe('usagekit sync of much that is new', () => {
  it('reads on one thread of its own, and where no thread is permitted on the one there is, with the same result', async () => {
    const preload = `--import ${pathToFileURL(work.path('thread.mjs')).href}`;
    const threaded = await synced('threaded.db', preload);
    expect(readFileSync(work.path('threads'), 'utf8')).toBe('x');
    const alone = await synced('alone.db', `${preload} --permission --allow-fs-read=* --allow-fs-write=*`);
    expect(readFileSync(work.path('threads'), 'utf8')).toBe('x');
    expect(alone).toEqual(threaded);
    expect(threaded[0]).toMatchObject({ files: FILES, requests: FILES * RESPONSES, duplicates: FILES * RESPONSES });
    expect(threaded[1]).toMatchObject({ requests: { total: FILES * RESPONSES } });
  });
});
