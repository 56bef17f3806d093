import { join, resolve } from 'node:path';

import { homeFolder } from '../homeFolder.ts';
import { isDirectory } from '../transcriptFiles.ts';

/**
 * Folders in which Claude Code can keep transcripts, whether they exist or not: `projects` in each folder of `CLAUDE_CONFIG_DIR` (a comma-separated list), or that
 * folder itself; without that variable `~/.claude/projects` and `~/.config/claude/projects`. None without a home folder.
 */
export function claudeCodePlaces(env: Record<string, string | undefined>): string[] {
  const named = (env['CLAUDE_CONFIG_DIR'] ?? '').split(',').flatMap((folder) => folder.trim() || []);
  if (named.length > 0)
    return named.map((name) => resolve(name)).flatMap((folder) => [join(folder, 'projects'), folder]);
  const home = homeFolder(env);
  return home === undefined ? [] : [join(home, '.claude', 'projects'), join(home, '.config', 'claude', 'projects')];
}

/** Those of {@link claudeCodePlaces} that exist; a folder with `projects` in it stands for nothing else. */
export function claudeCodeRoots(env: Record<string, string | undefined>): string[] {
  const found = claudeCodePlaces(env).filter(isDirectory);
  return found.filter((folder) => !found.includes(join(folder, 'projects')));
}
