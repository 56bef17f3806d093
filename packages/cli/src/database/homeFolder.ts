import { homedir } from 'node:os';
import { isAbsolute, resolve } from 'node:path';

/**
 * Home folder of this user; `undefined` when `HOME` is empty or relative, or the system knows none: a relative one would be another folder wherever
 * the program is started.
 */
export function homeFolder(): string | undefined {
  try {
    const home = homedir();
    return isAbsolute(home) ? resolve(home) : undefined;
  } catch {
    return undefined;
  }
}
