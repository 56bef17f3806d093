import type { ImportSummary } from '@usagekit/core/sources';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { JsonReport } from '../report/jsonReport.ts';
import { ranUsagekit } from '../testing/ranUsagekit.ts';
import { claude, codex, HAIKU } from '../testing/twoAgents.ts';
import { Workspace } from '../testing/Workspace.ts';

let work: Workspace;
beforeEach(() => {
  work = new Workspace();
});
afterEach(() => work.remove());

describe('usagekit sync of places', () => {
  it('tells the agents apart by content when both lie in one folder', async () => {
    work.write('mixed/x.jsonl', claude);
    work.write('mixed/deeper/y.jsonl', codex);
    expect(await work.json<ImportSummary>('sync', '--json', '--path', 'mixed')).toMatchObject({
      files: 2,
      sessions: 2,
      requests: 3,
    });
    const report = await work.json<JsonReport>('report', '--format', 'json', '--until', '2026-04-01');
    expect(Object.keys(report.cost.byModel).toSorted()).toEqual(['acme-router-v2', HAIKU, 'gpt-5.4']);
  });

  it('--source reads the files of one agent only', async () => {
    work.write('mixed/x.jsonl', claude);
    work.write('mixed/y.jsonl', codex);
    const only = async (source: string): Promise<unknown> =>
      work.json<ImportSummary>('sync', '--json', '--path', 'mixed', '--source', source, '--db', `${source}.db`);
    expect(await only('codex')).toMatchObject({ filesTotal: 1, requests: 1 });
    expect(await only('claude-code')).toMatchObject({ filesTotal: 1, requests: 2 });
    expect(await only('all')).toMatchObject({ filesTotal: 2, requests: 3 });
  });

  it("--path reads a folder whole, and of the user's own home the agents' places alone", async () => {
    const places = [
      '.claude/projects/p',
      '.config/claude/projects/p',
      '.codex/sessions/2026',
      '.codex/archived_sessions',
    ];
    for (const [i, place] of places.entries()) {
      const text = i < 2 ? claude.replaceAll('"msg', `"msg${i}`) : codex;
      work.write(`${place}/${i}.jsonl`, text);
      work.write(`backup/ada/${place}/${i}.jsonl`, text);
    }
    work.write('backup/ada/machine/.claude/projects/x.jsonl', claude.replaceAll('"msg', '"other'));
    const filesIn = async (path: string): Promise<unknown> =>
      (await work.json<ImportSummary>('sync', '--json', '--path', path, '--db', `${path.length}.db`)).filesTotal;
    expect(await filesIn(work.home)).toBe(4);
    expect(await filesIn(work.path('backup'))).toBe(5);
    expect(await filesIn(work.path('backup/ada'))).toBe(5);
  });

  it('--path may be repeated and overlap', async () => {
    work.write('ada/.claude/projects/p/x.jsonl', claude);
    work.write('ada/.codex/sessions/2026/y.jsonl', codex);
    expect(await work.json<ImportSummary>('sync', '--json', '--path', 'ada')).toMatchObject({
      filesTotal: 2,
      requests: 3,
      skipped: [],
    });
    const twice = await work.json<ImportSummary>(
      'sync',
      '--json',
      '--path',
      'ada/.claude',
      '--path',
      'ada',
      '--db',
      'other.db',
    );
    expect(twice).toMatchObject({ filesTotal: 2, requests: 3, duplicates: 2 });
  });

  it('CLAUDE_CONFIG_DIR and CODEX_HOME move the places', async () => {
    work.write('c/projects/p/x.jsonl', claude);
    work.write('x/sessions/y.jsonl', codex);
    const env = { CLAUDE_CONFIG_DIR: work.path('c'), CODEX_HOME: work.path('x') };
    const { stdout } = await ranUsagekit(['sync', '--json'], work.home, env);
    expect(JSON.parse(stdout)).toMatchObject({ files: 2, requests: 3 });
  });
});
