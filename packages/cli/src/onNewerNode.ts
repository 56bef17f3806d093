import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Node that a clone of the repository has prepared for itself. */
const CLONE_NODE = fileURLToPath(new URL('../../../.toolchain/node_modules/node/bin/node', import.meta.url));
const ENTRY = fileURLToPath(new URL('./index.js', import.meta.url));

/**
 * Runs the program on the newer Node of the clone it lies in; elsewhere says which Node it needs. This Node has no SQLite driver, which
 * came without a flag in 22.13.
 *
 * @returns the exit code
 */
export async function onNewerNode(args: readonly string[]): Promise<number> {
  if (!existsSync(CLONE_NODE)) {
    process.stderr.write(`usagekit: needs Node 22.13 or later, this is ${process.version}\n`);
    return 1;
  }
  const child = spawn(CLONE_NODE, [ENTRY, ...args], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both; what is sent to this process alone is passed on.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.on('error', (error) => {
      process.stderr.write(`usagekit: ${error.message}\n`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}
