import { join, resolve } from 'node:path';

import { homeFolder } from '../homeFolder.ts';
import { isDirectory } from '../transcriptFiles.ts';

/**
 * Folders in which Codex keeps rollouts: `sessions` and `archived_sessions` in `CODEX_HOME`, or without that in `~/.codex`. Only those that exist, and none without a home folder; a
 * `CODEX_HOME` with neither is taken as such a folder itself.
 */
export function codexRoots(env: Record<string, string | undefined>): string[] {
  const named = (env['CODEX_HOME'] ?? '').trim();
  const user = homeFolder(env);
  if (named === '' && user === undefined) return [];
  const home = named === '' ? join(user ?? '', '.codex') : resolve(named);
  const folders = ['sessions', 'archived_sessions'].map((name) => join(home, name)).filter(isDirectory);
  return folders.length === 0 && named !== '' && isDirectory(home) ? [home] : folders;
}
