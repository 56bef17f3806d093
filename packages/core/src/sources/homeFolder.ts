import { homedir } from 'node:os';
import { isAbsolute, resolve } from 'node:path';

/** What the system itself says; a user without an entry there has none. */
function systemHome(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}

/**
 * Home folder of the user whose environment it is; `undefined` without an absolute one. An empty variable counts as unset, and a relative path would mean another folder
 * wherever the program is started.
 */
export function homeFolder(env: Record<string, string | undefined>): string | undefined {
  const home = env['HOME'] || env['USERPROFILE'] || systemHome();
  return isAbsolute(home) ? resolve(home) : undefined;
}
