import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

import { CommandError } from '../args/CommandError.ts';

/** A file as it is sent. */
export interface StaticFile {
  body: Buffer;
  type: string;
  /** Its name holds a hash of its content, so that it never changes. */
  hashed: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * Every file of the built dashboard by URL path; `/` is its `index.html`. Only what is in this map can be sent, so no path can leave the
 * folder.
 *
 * @throws CommandError when the folder is missing: the package was not built
 */
export function staticFiles(folder: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true, recursive: true }) : [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    files.set(path, {
      body: readFileSync(file),
      type: TYPES[extname(file)] ?? 'application/octet-stream',
      hashed: path.startsWith('/assets/'),
    });
  }
  const page = files.get('/index.html');
  if (!page) throw new CommandError(1, "the dashboard's files are missing: build or install the package again");
  return files.set('/', page);
}
