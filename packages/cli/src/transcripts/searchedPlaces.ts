import { resolve } from 'node:path';

import { claudeCodePlaces } from '@usagekit/core/sources/claude-code';
import { codexPlaces } from '@usagekit/core/sources/codex';

/**
 * Where transcripts are looked for, whether the places exist or not: the folders given, else those in which Claude Code and Codex
 * keep them. Empty when those would be in the home folder and there is none.
 */
export function searchedPlaces(
  paths: readonly string[],
  env: Record<string, string | undefined> = process.env,
): string[] {
  return paths.length > 0 ? paths.map((path) => resolve(path)) : [...claudeCodePlaces(env), ...codexPlaces(env)];
}
