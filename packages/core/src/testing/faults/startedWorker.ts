import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { FaultWorkerTask } from './faultWorker.ts';

const PROGRAM = fileURLToPath(new URL('faultWorker.ts', import.meta.url));

/** How a worker ended. */
export interface WorkerEnd {
  killed: boolean;
  failure: string | undefined;
  said: ReadonlySet<string>;
}

/** A process that does one operation on a store. */
export interface StartedWorker {
  /** Resolves when it has said this line, or has ended without it: whether it has. */
  said(line: string): Promise<boolean>;
  /** Lets one that waits begin. */
  begin(): void;
  /** Kills it at once, as `kill -9` does. */
  kill(): void;
  /** How it ended, what it said, and the lines in which it said what failed. */
  ended: Promise<WorkerEnd>;
}

/**
 * Starts a worker.
 *
 * @param limits.fileBlocks how long any of its files may get, in the blocks of the shell's `ulimit -f`: what is beyond fails as on a full disk
 */
export function startedWorker(task: FaultWorkerTask, limits: { fileBlocks?: number } = {}): StartedWorker {
  const command = [process.execPath, '--no-warnings', PROGRAM, JSON.stringify(task)];
  if (limits.fileBlocks !== undefined) {
    command.unshift('sh', '-c', `trap '' XFSZ; ulimit -f ${limits.fileBlocks}; exec "$0" "$@"`);
  }
  const [program = '', ...values] = command;
  const child = spawn(program, values, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = new Set<string>();
  const waiting = new Map<string, (said: boolean) => void>();
  let [text, isOver] = ['', false];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (text + chunk).split('\n');
    text = parts.pop() ?? '';
    for (const line of parts) {
      lines.add(line);
      waiting.get(line)?.(true);
    }
  });
  // Whoever has been killed reads no more.
  child.stdin.on('error', () => {});
  const ended = new Promise<WorkerEnd>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      isOver = true;
      for (const [line, done] of waiting) done(lines.has(line));
      const all = [...lines].join('\n');
      const failed = all.slice(Math.max(0, all.indexOf('failed ')));
      const killed = signal === 'SIGKILL';
      resolve({ killed, failure: code === 0 || killed ? undefined : failed, said: lines });
    });
  });
  return {
    said: (line) =>
      new Promise((resolve) => {
        if (lines.has(line) || isOver) resolve(lines.has(line));
        else waiting.set(line, resolve);
      }),
    begin: () => void child.stdin.write('\n'),
    kill: () => void child.kill('SIGKILL'),
    ended,
  };
}
