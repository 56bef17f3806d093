import { existsSync, writeFileSync } from 'node:fs';

import type { Workspace } from './Workspace.ts';

/** A file at whose opening the reading thread of a child process waits. */
export interface HeldFile {
  /** What the child has to have in its environment. */
  env: Readonly<Record<string, string>>;
  /** Whether the thread has come to the file. */
  isReached(): boolean;
  /** Lets the thread open it. */
  release(): void;
}

/** Holds the reading thread of a child process where it opens a file, so that a test can do something in the middle of its work whatever the speed of the machine. */
export function heldFile(work: Workspace, name: string): HeldFile {
  const [held, reached, released] = [work.path(name), work.path('reached'), work.path('released')];
  const program = work.write(
    'held.mjs',
    `import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const { openSync } = fs;
const word = new Int32Array(new SharedArrayBuffer(4));
fs.openSync = (path, ...more) => {
  if (!isMainThread && path === ${JSON.stringify(held)}) {
    fs.writeFileSync(${JSON.stringify(reached)}, '');
    while (!fs.existsSync(${JSON.stringify(released)})) Atomics.wait(word, 0, 0, 10);
  }
  return openSync(path, ...more);
};
syncBuiltinESMExports();
`,
  );
  return {
    env: { NODE_OPTIONS: `--import=${program}` },
    isReached: () => existsSync(reached),
    release: () => writeFileSync(released, ''),
  };
}
