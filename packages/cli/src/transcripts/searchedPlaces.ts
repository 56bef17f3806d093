import { join, resolve } from 'node:path';

import { homeFolder } from '../database/homeFolder.ts';

/**
 * Where transcripts are looked for, whether the places exist or not: the folders given, else those in which Claude Code and Codex
 * keep them. Empty when those would be in the home folder and there is none.
 */
export function searchedPlaces(
  paths: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
  home: string | undefined = homeFolder(),
): string[] {
  if (paths.length > 0) return paths.map((path) => resolve(path));
  const inHome = (...parts: readonly string[]): string[] => (home === undefined ? [] : [join(home, ...parts)]);
  const named = (env['CLAUDE_CONFIG_DIR'] ?? '').split(',').flatMap((folder) => folder.trim() || []);
  const claude =
    named.length > 0 ? named.map((folder) => resolve(folder)) : [...inHome('.claude'), ...inHome('.config', 'claude')];
  const codexHome = (env['CODEX_HOME'] ?? '').trim();
  const codex = codexHome === '' ? inHome('.codex') : [resolve(codexHome)];
  return [
    ...claude.map((folder) => join(folder, 'projects')),
    ...codex.flatMap((folder) => [join(folder, 'sessions'), join(folder, 'archived_sessions')]),
  ];
}
