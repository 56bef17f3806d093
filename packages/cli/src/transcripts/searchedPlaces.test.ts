import { describe, expect, it } from 'vitest';

import { searchedPlaces } from './searchedPlaces.ts';

describe.runIf(process.platform !== 'win32')('searched places', () => {
  it('are those of both agents in the home folder, also what Codex has archived', () => {
    expect(searchedPlaces([], { HOME: '/home/ada' })).toEqual([
      '/home/ada/.claude/projects',
      '/home/ada/.config/claude/projects',
      '/home/ada/.codex/sessions',
      '/home/ada/.codex/archived_sessions',
    ]);
  });

  it('are those that the environment names, or the command', () => {
    const env = { CLAUDE_CONFIG_DIR: '/a, /b,', CODEX_HOME: ' /x ', HOME: '/home/ada' };
    expect(searchedPlaces([], env)).toEqual([
      '/a/projects',
      '/a',
      '/b/projects',
      '/b',
      '/x/sessions',
      '/x/archived_sessions',
      '/x',
    ]);
    expect(searchedPlaces(['/t'], env)).toEqual(['/t']);
  });
});
