import { existsSync, readdirSync } from 'node:fs';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { failure } from '../testing/failure.ts';
import { ranUsagekit } from '../testing/ranUsagekit.ts';
import { claude, codex } from '../testing/twoAgents.ts';
import { Workspace } from '../testing/Workspace.ts';

let work: Workspace;
beforeEach(() => {
  work = new Workspace();
  work.write('.claude/projects/p/x.jsonl', claude);
  work.write('.codex/sessions/y.jsonl', codex);
});
afterEach(() => work.remove());

describe.each(['', '.', 'relative'])('with %j as the home folder', (home) => {
  const env = { HOME: home, USERPROFILE: home, XDG_DATA_HOME: home };

  it('no database is made in the folder that the program was started in', async () => {
    for (const args of [['sync'], ['report', '--format', 'json'], ['start', '--no-open'], ['doctor'], ['migrate']]) {
      expect(await ranUsagekit(args, work.home, env)).toEqual(failure(1, 'name a file with --db or USAGEKIT_DB'));
    }
    expect(readdirSync(work.home).toSorted()).toEqual(['.claude', '.codex']);
  });

  it('no transcripts are read there', async () => {
    const { code, stdout, stderr } = await ranUsagekit(['sync', '--json', '--db', 'usage.db'], work.home, env);
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { filesTotal: 0, database: null }]);
    expect(stderr).toContain('no transcripts found in the home folder, which is not known');
    expect(existsSync(work.path('usage.db'))).toBe(false);
    const named = await ranUsagekit(['sync', '--json', '--db', 'usage.db', '--path', '.'], work.home, env);
    expect(JSON.parse(named.stdout)).toMatchObject({ files: 2, requests: 3 });
  });
});

it('an empty variable counts as unset', async () => {
  const env = { XDG_DATA_HOME: '', CLAUDE_CONFIG_DIR: '', CODEX_HOME: '', USAGEKIT_DB: '' };
  const { stdout } = await ranUsagekit(['sync', '--json'], work.home, env);
  const database = work.path('.local/share/usagekit/usage.db');
  expect(JSON.parse(stdout)).toMatchObject({ files: 2, requests: 3, database });
});
