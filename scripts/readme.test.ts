import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

import { COMMANDS } from '../packages/cli/src/args/COMMANDS.ts';

const root = resolve(import.meta.dirname, '..');
const documents = ['README.md', 'CONTRIBUTING.md'];
const text = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('the documents', () => {
  it.each(documents)('%s links to files that exist', (file) => {
    const links = [...text(file).matchAll(/\]\((?!https?:)([^)#]+)/g)].map((m) => m[1] ?? '');
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect([link, existsSync(join(root, dirname(file), link))]).toEqual([link, true]);
  });

  it('the example in the README is the example file', () => {
    expect(text('README.md')).toContain(`\`\`\`ts\n${text('examples/node-report/report.ts')}\`\`\``);
  });

  it('the example runs against the built packages', () => {
    const home = mkdtempSync(join(tmpdir(), 'usagekit-example-'));
    const script = join(root, 'examples/node-report/report.ts');
    const env = { PATH: process.env['PATH'] ?? '', HOME: home };
    const { stdout, stderr, status } = spawnSync(process.execPath, [script], { cwd: home, env, encoding: 'utf8' });
    rmSync(home, { recursive: true, force: true });
    expect([status, stdout, stderr]).toEqual([0, '0 sessions cost $0.00\n', '']);
  });

  it('the README of the command line names every command', () => {
    const readme = text('packages/cli/README.md');
    expect(COMMANDS.map(({ name }) => name).filter((name) => !readme.includes(`npx usagekit ${name}`))).toEqual([]);
  });

  it('the table of layers in CONTRIBUTING names the folders of core', () => {
    const folders = readdirSync(join(root, 'packages/core/src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && readdirSync(join(entry.parentPath, entry.name)).length > 0)
      .map((entry) => entry.name);
    for (const folder of folders.filter((name) => name !== 'testing')) {
      expect(text('CONTRIBUTING.md')).toContain(`\`${folder}/\``);
    }
  });

  it('the files that CONTRIBUTING says to touch are there', () => {
    const { stdout } = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
    const files = stdout.split('\0').map((file) => `/${file}`);
    const named = [...text('CONTRIBUTING.md').matchAll(/`([\w./-]+\.(?:ts|tsx|mjs|json))`/g)].map((m) => m[1] ?? '');
    const whole = named.filter((name) => !name.startsWith('.layout') && !/^\.(stories|test)\./.test(name));
    expect(whole).toEqual(expect.arrayContaining(['stockTraits.ts', 'sources/thread/runReader.ts']));
    expect(whole.filter((name) => !files.some((file) => file.endsWith(`/${name}`)))).toEqual([]);
  });

  it('nothing names a machine path or a registry host', () => {
    const { stdout } = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
    const files = stdout.split('\0').filter((f) => /\.(ts|tsx|mjs|json|md|yaml|css|html)$/.test(f));
    expect(files.length).toBeGreaterThan(100);
    const forbidden = new RegExp(['registry\\.npm', 'js\\.org', '/(work|farm|root)/[a-z]'].join('|'));
    const found = files.filter(
      (f) => existsSync(join(root, f)) && forbidden.test(text(f)) && f !== 'scripts/readme.test.ts',
    );
    expect(found).toEqual([]);
  });
});
