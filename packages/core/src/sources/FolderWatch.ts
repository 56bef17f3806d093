import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { basename, join, sep } from 'node:path';

import { isDirectory } from './transcriptFiles.ts';

/** Systems give out a limited number of watches; folders beyond this are looked at from time to time only. */
const MAX_FOLDERS = 4000;

/** Folders below these, themselves included; symbolic links are not followed. */
function foldersUnder(roots: readonly string[]): Set<string> {
  const found = new Set<string>();
  const walk = (folder: string): void => {
    if (found.has(folder) || found.size > MAX_FOLDERS) return;
    found.add(folder);
    try {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.isDirectory()) walk(join(folder, entry.name));
      }
    } catch {
      // Gone meanwhile, or not to be read: the import reports it.
    }
  };
  for (const root of roots) if (isDirectory(root)) walk(root);
  return found;
}

/**
 * Notices changes below some folders, by one watch of the system for each of them. Watches for whole trees would be fewer, but on Linux they miss folders that come later.
 */
export class FolderWatch {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #waiting = new Set<() => void>();
  /** How many changes were noticed so far. */
  changes = 0;
  #awaited = 0;

  /** Watches these folders and all below them, and no others. Returns whether the system reports the changes of all of them. */
  follow(roots: readonly string[]): boolean {
    const folders = foldersUnder(roots);
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    let all = roots.every(isDirectory) && folders.size <= MAX_FOLDERS;
    for (const folder of folders) all = this.#watch(folder) && all;
    return all;
  }

  /** Waits until something changed since it waited last, for so long at most, or until the signal. */
  async changed(ms: number, signal: AbortSignal): Promise<void> {
    if (this.changes === this.#awaited && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          this.#waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        signal.addEventListener('abort', done);
        this.#waiting.add(done);
      });
    }
    this.#awaited = this.changes;
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watch(folder: string): boolean {
    if (this.#watchers.has(folder)) return true;
    try {
      const watcher = watch(folder, (event, name) => {
        if (event === 'rename') this.#renamed(folder, name);
        this.#noticed();
      });
      watcher.on('error', () => this.#lost(folder, watcher));
      this.#watchers.set(folder, watcher);
      return true;
    } catch {
      // No watches left, or a file system without them.
      return false;
    }
  }

  #noticed(): void {
    this.changes += 1;
    for (const done of this.#waiting) done();
  }

  /** What appears again under a name is another folder, with others below it: the watches of those before say nothing of them. */
  #renamed(folder: string, name: string | null): void {
    if (name === null) return;
    // A folder that goes reports its own name.
    const gone = name === basename(folder) ? folder : join(folder, name);
    for (const [path, watcher] of this.#watchers) {
      if (path !== gone && !path.startsWith(gone + sep)) continue;
      watcher.close();
      this.#watchers.delete(path);
    }
  }

  /** The folder is gone, or its watch broke: it is watched anew when it is found again. */
  #lost(folder: string, watcher: FSWatcher): void {
    watcher.close();
    if (this.#watchers.get(folder) === watcher) this.#watchers.delete(folder);
    this.#noticed();
  }
}
