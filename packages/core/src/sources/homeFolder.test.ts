import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { claudeCodeRoots } from './claude-code/paths.ts';
import { codexRoots } from './codex/paths.ts';
import { homeFolder } from './homeFolder.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'usagekit-home-'));
  for (const place of ['.claude/projects', '.config/claude/projects', '.codex/sessions']) {
    mkdirSync(join(home, place), { recursive: true });
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

const roots = (env: Record<string, string | undefined>): string[] => [...claudeCodeRoots(env), ...codexRoots(env)];
const places = (): string[] =>
  ['.claude/projects', '.config/claude/projects', '.codex/sessions'].map((place) => join(home, place));

describe('places in the home folder', () => {
  it('an empty variable counts as unset', () => {
    expect(homeFolder({ HOME: '', USERPROFILE: home })).toBe(home);
    expect(homeFolder({ HOME: `${home}/` })).toBe(home);
    expect(roots({ HOME: '', USERPROFILE: home })).toEqual(places());
    expect(roots({ HOME: home, CLAUDE_CONFIG_DIR: '', CODEX_HOME: '' })).toEqual(places());
    expect(roots({ HOME: home, CLAUDE_CONFIG_DIR: ' , ', CODEX_HOME: ' ' })).toEqual(places());
    expect(homeFolder({})).toBe(homedir());
  });

  it('without an absolute home folder there are none, whatever lies in the folder the program was started in', () => {
    const path = relative(process.cwd(), home);
    expect(roots({ HOME: path })).toEqual([]);
    for (const name of ['HOME', 'USERPROFILE']) vi.stubEnv(name, path);
    expect(roots({})).toEqual([]);
    for (const name of ['HOME', 'USERPROFILE']) vi.stubEnv(name, '');
    expect(roots({ HOME: '' })).toEqual([]);
  });

  it('folders that are named need none', () => {
    const named = { CLAUDE_CONFIG_DIR: join(home, '.claude'), CODEX_HOME: join(home, '.codex') };
    expect(roots({ HOME: 'relative', ...named })).toEqual([places()[0], places()[2]]);
  });
});
