import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ENTRY = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

/** What a run of the program left behind. */
export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Who runs the program, and where what it prints goes: to pipes when absent. */
export interface SpawnedBy {
  uid?: number;
  gid?: number;
  stdio?: StdioOptions;
}

/**
 * The built program as a child process, with a home folder of its own so that nothing of the person running the tests is read or
 * written.
 */
export function startUsagekit(
  args: readonly string[],
  home: string,
  env: Readonly<Record<string, string>> = {},
  more: SpawnedBy = {},
): ChildProcess {
  const kept = { PATH: process.env['PATH'] ?? '', TZ: 'Asia/Kathmandu' };
  return spawn(process.execPath, [ENTRY, ...args], {
    cwd: home,
    env: { ...kept, HOME: home, USERPROFILE: home, XDG_DATA_HOME: `${home}/data`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...more,
  });
}

/** Runs the built program to its end. */
export function ranUsagekit(
  args: readonly string[],
  home: string,
  env: Readonly<Record<string, string>> = {},
  more: SpawnedBy = {},
): Promise<Ran> {
  const child = startUsagekit(args, home, env, more);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
