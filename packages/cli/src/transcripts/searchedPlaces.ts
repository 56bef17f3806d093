import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Where transcripts are looked for, whether the places exist or not: the folders given, else those in which Claude Code and Codex
 * keep them.
 */
export function searchedPlaces(
  paths: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
  home: string = homedir(),
): string[] {
  if (paths.length > 0) return paths.map((path) => resolve(path));
  const claude = env['CLAUDE_CONFIG_DIR']
    ? env['CLAUDE_CONFIG_DIR'].split(',').map((folder) => resolve(folder.trim()))
    : [join(home, '.claude'), join(home, '.config', 'claude')];
  const codex = env['CODEX_HOME'] ? resolve(env['CODEX_HOME'].trim()) : join(home, '.codex');
  return [
    ...claude.map((folder) => join(folder, 'projects')),
    join(codex, 'sessions'),
    join(codex, 'archived_sessions'),
  ];
}
