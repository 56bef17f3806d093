import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

import { unreachedDeclarations } from './unreachedDeclarations.mjs';

const root = resolve(import.meta.dirname, '..');

/** Paths of the files that `npm pack` puts into a package. */
function packedFiles(folder: string): string[] {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const packed = Object.values(JSON.parse(stdout) as Record<string, { files: { path: string }[] }>);
  return packed.flatMap(({ files }) => files.map(({ path }) => path));
}

describe.each(['core', 'react', 'cli'])('what npm packs of %s', (name) => {
  const folder = join(root, 'packages', name);

  it('has all that its documents link to', () => {
    const files = packedFiles(folder);
    expect(files).toContain('README.md');
    const links = files
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) =>
        [...readFileSync(join(folder, file), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) =>
          join(dirname(file), match[1] ?? ''),
        ),
      );
    expect(links.filter((link) => !files.includes(link))).toEqual([]);
  });

  it('has every file that its entry points and commands name', () => {
    const { exports = {}, bin = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const entries: Record<string, string>[] = [...Object.values<Record<string, string>>(exports), bin];
    const named = entries.flatMap((entry) => Object.values(entry)).map((file) => join(file));
    expect(named.length).toBeGreaterThan(0);
    const packed = packedFiles(folder);
    expect(named.filter((file) => !packed.includes(file))).toEqual([]);
  });

  it('has nothing that only its own tests need', () => {
    const files = packedFiles(folder).filter((file) => file.startsWith('dist/'));
    const own =
      /\.test\.|\/(fixtures|faults)\/|\/(temporaryPostgres|tableHosts|bunStore|recountOf|exampleTranscripts)\./;
    expect(files.filter((file) => own.test(file))).toEqual([]);
  });

  it('has no declarations that no entry point reaches', () => {
    expect(unreachedDeclarations(folder)).toEqual([]);
  });

  it('has the licence of the repository', () => {
    expect(packedFiles(folder)).toContain('LICENSE');
    expect(readFileSync(join(folder, 'LICENSE'), 'utf8')).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'));
  });

  it('depends on versions that npm can install', () => {
    const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const ranges: string[] = Object.values({ ...dependencies, ...peerDependencies });
    expect(ranges.filter((range) => /^[a-z]+:/.test(range))).toEqual([]);
  });
});
