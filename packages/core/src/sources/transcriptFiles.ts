import { type Dirent, readdirSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';

import type { SkippedLine } from '../model/SkippedLine.ts';
import { canDecompress, isCompressed } from './CompressedBytes.ts';
import { systemReason } from './systemReason.ts';
import type { SourceFile } from './UsageSource.ts';

/** Transcripts as people pack them. */
const PACKED = /\.jsonl\.(gz|br|xz|bz2)$/;

/** Why a file that is packed cannot be read here; `undefined` when it can, or is not packed. */
function packedReason(path: string): string | undefined {
  if (isCompressed(path)) return canDecompress() ? undefined : 'compressed: Node.js 22.15 or later reads it';
  return PACKED.test(path) ? 'compressed: unpack it to have it read' : undefined;
}

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
 * Every `.jsonl` file under the roots, and every one that Codex has packed, each once, in the order of their paths. A root may be a file. What is missing, packed
 * otherwise or unreadable is reported and passed over, as are symbolic links to directories below a root: they are not followed, so that there is no loop.
 */
export function transcriptFiles(
  roots: readonly string[],
  onSkipped: (skipped: SkippedLine) => void = () => {},
): SourceFile[] {
  const found = new Map<string, SourceFile>();
  const add = (path: string): void => {
    const reason = packedReason(path);
    if (reason !== undefined) return onSkipped({ file: path, line: 0, reason });
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
      else if (isCompressed(path) || PACKED.test(path)) add(path);
      else if (entry.isSymbolicLink() && isDirectory(path)) {
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
