import { join, resolve } from 'node:path';

import { homeFolder } from '../homeFolder.ts';
import { isDirectory } from '../transcriptFiles.ts';

/**
 * Folders in which Claude Code keeps transcripts: `projects` in each folder of `CLAUDE_CONFIG_DIR` (a comma-separated list), or without that
 * variable `~/.claude/projects` and `~/.config/claude/projects`. Only those that exist; none without a home folder.
 */
export function claudeCodeRoots(env: Record<string, string | undefined>): string[] {
  const listed = (env['CLAUDE_CONFIG_DIR'] ?? '')
    .split(',')
    .flatMap((d) => (d.trim() === '' ? [] : [resolve(d.trim())]));
  const home = homeFolder(env);
  const own = home === undefined ? [] : [join(home, '.claude'), join(home, '.config', 'claude')];
  const folders = listed.length > 0 ? listed : own;
  return folders.flatMap((folder) => {
    const projects = join(folder, 'projects');
    if (isDirectory(projects)) return [projects];
    return listed.length > 0 && isDirectory(folder) ? [folder] : [];
  });
}
