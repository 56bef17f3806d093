import { join, resolve } from 'node:path';

import { homeFolder } from '../homeFolder.ts';
import { isDirectory } from '../transcriptFiles.ts';

const FOLDERS = ['sessions', 'archived_sessions'];

/**
 * Folders in which Codex can keep rollouts, whether they exist or not: `sessions` and `archived_sessions` in `CODEX_HOME`, or that folder itself; without that variable
 * the two in `~/.codex`. None without a home folder.
 */
export function codexPlaces(env: Record<string, string | undefined>): string[] {
  const named = (env['CODEX_HOME'] ?? '').trim();
  if (named !== '') return [...FOLDERS.map((name) => resolve(named, name)), resolve(named)];
  const home = homeFolder(env);
  return home === undefined ? [] : FOLDERS.map((name) => join(home, '.codex', name));
}

/** Those of {@link codexPlaces} that exist; a `CODEX_HOME` with one of the two folders in it stands for nothing else. */
export function codexRoots(env: Record<string, string | undefined>): string[] {
  const found = codexPlaces(env).filter(isDirectory);
  return found.filter((folder) => !FOLDERS.some((name) => found.includes(join(folder, name))));
}
