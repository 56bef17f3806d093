import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-layers-'));
  copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Names of the lint rules that a file with this text breaks at this place. */
function brokenRules(file: string, text: string): string[] {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const oxlint = join(root, 'node_modules', '.bin', 'oxlint');
  const { stdout } = spawnSync(oxlint, ['--format=json', file], { cwd: folder, encoding: 'utf8' });
  rmSync(path);
  return (JSON.parse(stdout) as { diagnostics: { code: string }[] }).diagnostics.map((d) => d.code);
}

const importing = (module: string): string => `import { x } from '${module}';\nexport const y = x;\n`;
const RESTRICTED = 'eslint(no-restricted-imports)';

describe('layer rules', () => {
  it.each([
    ['packages/core/src/model/a.ts', '../metrics/b.ts'],
    ['packages/core/src/model/a.ts', 'kysely'],
    ['packages/core/src/errors.ts', 'node:fs'],
    ['packages/core/src/errors.ts', './metrics/index.ts'],
    ['packages/core/src/pricing/a.ts', '../storage/plan.ts'],
    ['packages/core/src/pricing/a.ts', 'date-fns'],
    ['packages/core/src/metrics/a.ts', '../sources/b.ts'],
    ['packages/core/src/metrics/a.ts', 'node:fs'],
    ['packages/core/src/storage/a.ts', '../sources/b.ts'],
    ['packages/core/src/storage/a.ts', 'better-sqlite3'],
    ['packages/core/src/storage/sqlite/a.ts', '../memory/memoryStore.ts'],
    ['packages/core/src/storage/sqlite/openSqlite.ts', 'better-sqlite3'],
    ['packages/core/src/sources/importUsage.ts', '../storage/sqlite/sqliteStore.ts'],
    ['packages/core/src/sources/importUsage.ts', 'kysely'],
    ['packages/core/src/sources/importUsage.ts', '../pricing/costOf.ts'],
    ['packages/core/src/sources/table/a.ts', '../../pricing/costOf.ts'],
    ['packages/core/src/sources/table/a.ts', '../codex/b.ts'],
    ['packages/core/src/sources/claude-code/a.ts', '../codex/b.ts'],
    ['packages/core/src/sources/codex/a.ts', '../claude-code/b.ts'],
    ['packages/core/src/service/a.ts', 'node:fs'],
    ['packages/core/src/service/a.ts', '../storage/sqlite/sqliteStore.ts'],
    ['packages/core/src/service/a.ts', '../storage/plan.ts'],
    ['packages/core/src/service/a.ts', '../sources/codex/index.ts'],
    ['packages/core/src/service/a.ts', '../http/b.ts'],
    ['packages/core/src/service/a.ts', '../testing/flatBook.ts'],
    ['packages/core/src/recorder/a.ts', 'node:fs'],
    ['packages/core/src/recorder/a.ts', '../storage/plan.ts'],
    ['packages/core/src/recorder/a.ts', '../sources/importUsage.ts'],
    ['packages/core/src/recorder/a.ts', '../service/usagekit.ts'],
    ['packages/core/src/recorder/a.ts', '../http/b.ts'],
    ['packages/core/src/recorder/a.ts', '../testing/flatBook.ts'],
    ['packages/react/src/charts/A.tsx', '@usagekit/core/sqlite'],
    ['packages/react/src/charts/A.tsx', '@visx/visx'],
    ['packages/react/src/charts/A.tsx', 'node:fs'],
    ['packages/cli/src/a.ts', '../../core/src/index.ts'],
    ['examples/node-report/a.ts', '../../packages/core/dist/index.js'],
  ])('%s may not import %s', (file, module) => {
    expect(brokenRules(file, importing(module))).toContain(RESTRICTED);
  });

  it.each([
    ['packages/core/src/model/a.ts', './b.ts'],
    ['packages/core/src/model/a.ts', '../errors.ts'],
    ['packages/core/src/pricing/a.ts', '../model/b.ts'],
    ['packages/core/src/metrics/a.ts', '@date-fns/tz'],
    ['packages/core/src/storage/sqlite/a.ts', '../plan.ts'],
    ['packages/core/src/sources/importUsage.ts', '../storage/UsageStore.ts'],
    ['packages/core/src/sources/table/a.ts', '../../pricing/nanoOfUsd.ts'],
    ['packages/core/src/service/a.ts', '../storage/UsageStore.ts'],
    ['packages/core/src/service/a.ts', '../sources/importUsage.ts'],
    ['packages/core/src/service/a.ts', '../recorder/recorder.ts'],
    ['packages/core/src/recorder/a.ts', '../storage/UsageStore.ts'],
    ['packages/core/src/recorder/a.ts', '../pricing/priceBook.ts'],
    ['packages/core/src/recorder/a.test.ts', '../testing/flatBook.ts'],
    ['packages/react/src/charts/A.tsx', '@visx/shape'],
    ['packages/react/src/charts/A.tsx', '@usagekit/core'],
    ['packages/cli/src/a.ts', '@usagekit/core/sqlite'],
  ])('%s may import %s', (file, module) => {
    expect(brokenRules(file, importing(module))).not.toContain(RESTRICTED);
  });

  it('components may not fetch, hooks may', () => {
    const text = `export const load = () => fetch('/x');\n`;
    expect(brokenRules('packages/react/src/charts/A.tsx', text)).toContain('eslint(no-restricted-globals)');
    expect(brokenRules('packages/react/src/hooks/useA.ts', text)).not.toContain('eslint(no-restricted-globals)');
  });

  it('files import each other in one direction', () => {
    mkdirSync(join(folder, 'packages/core/src/metrics'), { recursive: true });
    const other = join(folder, 'packages/core/src/metrics/b.ts');
    writeFileSync(other, `import { a } from './a.ts';\nexport const b = a;\n`);
    expect(
      brokenRules('packages/core/src/metrics/a.ts', `import { b } from './b.ts';\nexport const a = b;\n`),
    ).toContain('import(no-cycle)');
    rmSync(other);
  });
});
