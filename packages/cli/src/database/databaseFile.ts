import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** What the place of the database depends on. */
export interface DatabasePlace {
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  home: string;
}

const here = (): DatabasePlace => ({ env: process.env, platform: process.platform, home: homedir() });

/**
 * The folder for a program's own data of this user: `$XDG_DATA_HOME` or `~/.local/share`, on macOS
 * `~/Library/Application Support`, on Windows `%LOCALAPPDATA%`; with `usagekit` below it.
 */
export function dataFolder({ env, platform, home }: DatabasePlace = here()): string {
  const base =
    platform === 'win32'
      ? env['LOCALAPPDATA'] || join(home, 'AppData', 'Local')
      : platform === 'darwin'
        ? join(home, 'Library', 'Application Support')
        : env['XDG_DATA_HOME'] || join(home, '.local', 'share');
  return join(base, 'usagekit');
}

/**
 * Absolute path of the database: the one given, else `$USAGEKIT_DB`, else `usage.db` in the {@link dataFolder}.
 *
 * @param given value of `--db`
 */
export function databaseFile(given: string | undefined, place: DatabasePlace = here()): string {
  return resolve(given || place.env['USAGEKIT_DB'] || join(dataFolder(place), 'usage.db'));
}
