import { type Dirent, readdirSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';

import type { SkippedLine } from '../model/SkippedLine.ts';
import { systemReason } from './systemReason.ts';
import type { SourceFile } from './UsageSource.ts';

/** Transcripts as they are packed by agents and by people. */
const COMPRESSED = /\.jsonl\.(zst|gz|br|xz|bz2)$/;

/** Whether a path is a directory that exists. */
export function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Missing, a loop of links, not a legal path: whoever reads it next reports why.
    return false;
  }
}

/**
 * Every `.jsonl` file under the roots, each once, in the order of their paths. A root may be a file. What is missing, compressed or unreadable is
 * reported and passed over, as are symbolic links to directories below a root: they are not followed, so that there is no loop.
 */
export function transcriptFiles(
  roots: readonly string[],
  onSkipped: (skipped: SkippedLine) => void = () => {},
): SourceFile[] {
  const found = new Map<string, SourceFile>();
  const add = (path: string): void => {
    try {
      const stat = statSync(path);
      if (stat.isFile()) found.set(path, { path, size: stat.size, mtimeMs: stat.mtimeMs });
      else onSkipped({ file: path, line: 0, reason: 'not a regular file' });
    } catch (error) {
      onSkipped({ file: path, line: 0, reason: systemReason(error) });
    }
  };
  const walk = (directory: string): void => {
    let entries: Dirent[];
    try {
      entries = readdirSync(directory, { withFileTypes: true });
    } catch (error) {
      onSkipped({ file: directory, line: 0, reason: systemReason(error) });
      return;
    }
    // Not `join`, which reads each path anew: the folder's is a resolved one.
    const beginning = directory.endsWith(sep) ? directory : directory + sep;
    for (const entry of entries) {
      const path = beginning + entry.name;
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith('.jsonl')) add(path);
      else if (COMPRESSED.test(entry.name)) {
        onSkipped({ file: path, line: 0, reason: 'compressed: unpack it to have it read' });
      } else if (entry.isSymbolicLink() && isDirectory(path)) {
        onSkipped({ file: path, line: 0, reason: 'a link to a folder, which is not followed: name the folder itself' });
      }
    }
  };
  for (const root of roots.map((r) => resolve(r))) {
    if (isDirectory(root)) walk(root);
    else add(root);
  }
  return [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
