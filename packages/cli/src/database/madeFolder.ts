import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing, one by one: Node's own recursive form never returns where the system refuses a folder with
 * "no such file", as below `/proc`.
 *
 * @throws what the system says when it cannot be made
 */
export function madeFolder(folder: string): void {
  const missing: string[] = [];
  let existing = folder;
  for (; !statSync(existing, { throwIfNoEntry: false }); existing = dirname(existing)) missing.unshift(existing);
  if (!statSync(existing).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
  for (const at of missing) {
    try {
      mkdirSync(at);
    } catch (error) {
      // Another process may have made it in the meantime.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
