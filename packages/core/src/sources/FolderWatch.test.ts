import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { FolderWatch } from './FolderWatch.ts';

/** Longer than any report of the system takes. */
const LONG_MS = 10_000;
const SILENT_MS = 400;

let root: string;
let watched: FolderWatch;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'usagekit-folders-'));
  mkdirSync(join(root, 'project', 'deep'), { recursive: true });
  watched = new FolderWatch();
  watched.follow([root]);
});
afterEach(() => {
  watched.close();
  rmSync(root, { recursive: true, force: true });
});

const { signal } = new AbortController();

/** Waits until nothing more is reported. */
async function silence(): Promise<void> {
  let before: number;
  do {
    before = watched.changes;
    await watched.changed(SILENT_MS, signal);
  } while (watched.changes > before);
}

/** Whether a change of a file in a folder is reported. */
async function isReported(folder: string): Promise<boolean> {
  await silence();
  const before = watched.changes;
  appendFileSync(join(folder, 'a.jsonl'), 'x');
  await watched.changed(LONG_MS, signal);
  return watched.changes > before;
}

describe('changes in a folder that was replaced are noticed', () => {
  it.each([
    ['made again', () => mkdirSync(join(root, 'project'))],
    [
      'put in its place',
      () => {
        mkdirSync(join(root, 'other'));
        renameSync(join(root, 'other'), join(root, 'project'));
      },
    ],
  ])('by one that was %s', async (_, replace) => {
    const project = join(root, 'project');
    expect(await isReported(project)).toBe(true);
    rmSync(project, { recursive: true });
    replace();
    await silence();
    expect(watched.follow([root])).toBe(true);
    expect(await isReported(project)).toBe(true);
  });

  it('by one that was moved, by the new one under its old name, and below both', async () => {
    const [project, moved] = [join(root, 'project'), join(root, 'moved')];
    renameSync(project, moved);
    mkdirSync(join(project, 'deep'), { recursive: true });
    await silence();
    expect(watched.follow([root])).toBe(true);
    for (const folder of [project, moved, join(project, 'deep'), join(moved, 'deep')]) {
      expect([folder, await isReported(folder)]).toEqual([folder, true]);
    }
  });
});
