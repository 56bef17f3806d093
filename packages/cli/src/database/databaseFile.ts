import { isAbsolute, join, resolve } from 'node:path';

import { homeFolder } from '@usagekit/core/sources';

import { CommandError } from '../args/CommandError.ts';

/** What the place of the database depends on. */
export interface DatabasePlace {
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  /** `undefined` when the user has none. */
  home: string | undefined;
}

const here = (): DatabasePlace => ({ env: process.env, platform: process.platform, home: homeFolder(process.env) });

/** Where programs keep data, below the home folder. */
const IN_HOME: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  win32: 'AppData/Local',
  darwin: 'Library/Application Support',
};
/** Variables that name such a folder. */
const VARIABLES: Readonly<Partial<Record<NodeJS.Platform, string>>> = { win32: 'LOCALAPPDATA', darwin: '' };

/**
 * The folder for a program's own data of this user: `$XDG_DATA_HOME` or `~/.local/share`, on macOS
 * `~/Library/Application Support`, on Windows `%LOCALAPPDATA%`; with `usagekit` below it. A variable with a relative path is ignored, as
 * the XDG base directory specification says.
 *
 * @throws CommandError with exit code 1 when that would be in the home folder and there is none
 */
export function dataFolder({ env, platform, home }: DatabasePlace = here()): string {
  const named = env[VARIABLES[platform] ?? 'XDG_DATA_HOME'];
  if (named && isAbsolute(named)) return join(named, 'usagekit');
  if (home === undefined) {
    throw new CommandError(
      1,
      'no place for the database: the home folder is not known (HOME is empty or no absolute path): name a file with --db or USAGEKIT_DB',
    );
  }
  return join(home, IN_HOME[platform] ?? '.local/share', 'usagekit');
}

/**
 * Absolute path of the database: the one given, else `$USAGEKIT_DB`, else `usage.db` in the {@link dataFolder}.
 *
 * @param given value of `--db`
 * @throws CommandError with exit code 2 for a `file:` URI, 1 as {@link dataFolder}
 */
export function databaseFile(given: string | undefined, place: DatabasePlace = here()): string {
  const named = given || place.env['USAGEKIT_DB'];
  if (named && /^file:/i.test(named)) {
    throw new CommandError(2, `'${named}' is a URI: name the path of the database file, as --db ./usage.db`);
  }
  return resolve(named || join(dataFolder(place), 'usage.db'));
}
