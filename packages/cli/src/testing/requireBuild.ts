import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageFolder = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Vitest's global set-up: the tests run the built program, so they refuse to run against a build that is missing or older
 * than the sources it was made from.
 */
export function setup(): void {
  const built = join(packageFolder, 'dist', 'index.js');
  const page = join(packageFolder, 'dist', 'app', 'index.html');
  const how = 'build the workspace first: npm run build';
  if (!existsSync(built) || !existsSync(page)) throw new Error(`packages/cli is not built; ${how}`);
  const builtAt = Math.min(statSync(built).mtimeMs, statSync(page).mtimeMs);
  const sources = readdirSync(join(packageFolder, 'src'), { recursive: true, encoding: 'utf8' });
  const newer = sources.find((file) => {
    if (/\.test\.|testing|\.d\.ts$/.test(file)) return false;
    const stats = statSync(join(packageFolder, 'src', file));
    return stats.isFile() && stats.mtimeMs > builtAt;
  });
  if (newer) throw new Error(`packages/cli/src/${newer} is newer than the build; ${how}`);
}
