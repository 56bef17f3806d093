import { describe, expect, it } from 'vitest';

import { searchedPlaces } from './searchedPlaces.ts';

describe.runIf(process.platform !== 'win32')('searched places', () => {
  it('are those of both agents in the home folder, also what Codex has archived', () => {
    expect(searchedPlaces([], {}, '/home/ada')).toEqual([
      '/home/ada/.claude/projects',
      '/home/ada/.config/claude/projects',
      '/home/ada/.codex/sessions',
      '/home/ada/.codex/archived_sessions',
    ]);
  });

  it('are those that the environment names, or the command', () => {
    const env = { CLAUDE_CONFIG_DIR: '/a, /b,', CODEX_HOME: ' /x ' };
    expect(searchedPlaces([], env, '/home/ada')).toEqual([
      '/a/projects',
      '/b/projects',
      '/x/sessions',
      '/x/archived_sessions',
    ]);
    expect(searchedPlaces(['/t'], env, '/home/ada')).toEqual(['/t']);
  });
});
