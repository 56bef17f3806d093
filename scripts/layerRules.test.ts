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

interface Diagnostic {
  /** Name of the lint rule. */
  code: string;
  labels: { span: { line: number } }[];
}

/** What the linter finds in a file with this text at this place. */
function diagnostics(file: string, text: string): Diagnostic[] {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const oxlint = join(root, 'node_modules', '.bin', 'oxlint');
  const { stdout } = spawnSync(oxlint, ['--format=json', file], { cwd: folder, encoding: 'utf8' });
  rmSync(path);
  return (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics;
}

const brokenRules = (file: string, text: string): string[] => diagnostics(file, text).map(({ code }) => code);

/** What a file may and may not import, of the core by paths below its `src`. */
const CORE: Record<string, { may: readonly string[]; mayNot: readonly string[] }> = {
  'errors.ts': { may: [], mayNot: ['node:fs', './metrics/index.ts', './model/index.ts'] },
  'index.ts': {
    may: ['./errors.ts', './model/index.ts', './pricing/index.ts', './metrics/index.ts'],
    mayNot: ['./storage/index.ts', './service/index.ts', './metrics/rollup.ts', 'node:fs', 'date-fns'],
  },
  'model/a.ts': {
    may: ['./b.ts', '../errors.ts'],
    mayNot: ['../metrics/b.ts', '../index.ts', 'kysely', 'node:fs'],
  },
  'pricing/a.ts': {
    may: ['./b.ts', './prices/b.ts', '../model/b.ts', '../errors.ts'],
    mayNot: ['../storage/plan.ts', '../metrics/rollup.ts', 'date-fns', 'node:fs'],
  },
  'pricing/importers/a.ts': {
    may: ['./b.ts', '../b.ts', '../prices/b.ts', '../../model/b.ts', '../../errors.ts'],
    mayNot: ['../../metrics/rollup.ts', '../../storage/plan.ts', '../../index.ts', 'date-fns'],
  },
  'pricing/prices/generated/a.ts': {
    may: ['../b.ts', '../../b.ts', '../../../model/b.ts'],
    mayNot: ['../../../metrics/rollup.ts', 'date-fns'],
  },
  'metrics/a.ts': {
    may: ['./b.ts', '../model/b.ts', '../errors.ts', 'date-fns', 'date-fns/format', '@date-fns/tz', '@date-fns/tz/tz'],
    mayNot: ['../sources/b.ts', '../pricing/costOf.ts', 'node:fs', 'dayjs', 'date-fns-tz', '@d3/array', 'kysely'],
  },
  'storage/a.ts': {
    may: ['./b.ts', './packed/b.ts', './migrations/b.ts', '../model/b.ts', '../metrics/b.ts', '../errors.ts', 'kysely'],
    mayNot: [
      '../sources/b.ts',
      '../pricing/b.ts',
      './memory/memoryStore.ts',
      './sqlite/sqliteTraits.ts',
      'better-sqlite3',
      'kysely-plugin',
      'node:fs',
    ],
  },
  'storage/stockTraits.ts': {
    may: ['./sqlite/sqliteTraits.ts', './postgres/postgresTraits.ts', 'kysely'],
    mayNot: ['../sources/b.ts', 'pg'],
  },
  'storage/sqlite/a.ts': {
    may: [
      './b.ts',
      '../plan.ts',
      '../packed/b.ts',
      '../migrations/b.ts',
      '../../model/b.ts',
      '../../metrics/b.ts',
      'kysely',
    ],
    mayNot: [
      '../memory/memoryStore.ts',
      '../postgres/postgresTraits.ts',
      '../../sources/b.ts',
      'node:fs',
      'kysely-plugin',
    ],
  },
  'storage/postgres/a.ts': {
    may: ['../plan.ts', 'kysely'],
    mayNot: ['../mssql/mssqlTraits.ts', '../sqlite/sqliteTraits.ts', 'pg', 'postgres'],
  },
  'storage/mssql/a.ts': { may: ['../plan.ts', 'kysely'], mayNot: ['../postgres/postgresTraits.ts', 'mssql'] },
  'storage/sqlite/openSqlite.ts': {
    may: ['./b.ts', '../../errors.ts', '../../model/b.ts', 'node:fs', 'node:sqlite'],
    mayNot: ['better-sqlite3', 'node:net', 'kysely', '../plan.ts'],
  },
  'sources/a.ts': {
    may: [
      './b.ts',
      './scanner/b.ts',
      './thread/b.ts',
      '../model/b.ts',
      '../storage/UsageStore.ts',
      'node:fs',
      'node:timers/promises',
    ],
    mayNot: [
      './codex/b.ts',
      './gemini/b.ts',
      '../storage/Util.ts',
      '../storage/sqlite/sqliteStore.ts',
      '../pricing/costOf.ts',
      '../metrics/rollup.ts',
      '../recorder/recorder.ts',
      'kysely',
    ],
  },
  ...Object.fromEntries(
    ['claude-code', 'codex', 'gemini'].map((source) => [
      `sources/${source}/a.ts`,
      {
        may: [
          './b.ts',
          '../transcriptRead.ts',
          '../scanner/fieldTable.ts',
          '../../model/b.ts',
          '../../errors.ts',
          'node:path',
        ],
        mayNot: [
          ...['claude-code', 'codex', 'gemini', 'opencode', 'table'].map((folder) => `../${folder}/parse.ts`),
          ...['recorder/recorder.ts', 'service/usagekit.ts', 'metrics/rollup.ts'].map((file) => `../../${file}`),
          ...['pricing/costOf.ts', 'storage/UsageStore.ts', 'testing/flatBook.ts'].map((file) => `../../${file}`),
          'kysely',
        ],
      },
    ]),
  ),
  'sources/table/a.ts': {
    may: ['./b.ts', '../UsageSource.ts', '../../model/b.ts', '../../pricing/nanoOfUsd.ts'],
    mayNot: [
      '../../pricing/costOf.ts',
      '../../pricing/nanoOfUsdText.ts',
      '../codex/b.ts',
      '../../storage/UsageStore.ts',
      'kysely',
      'node:fs',
    ],
  },
  'sources/thread/a.ts': { may: ['./b.ts', '../ReadPart.ts', 'node:worker_threads'], mayNot: ['../codex/parse.ts'] },
  'sources/thread/runReader.ts': {
    may: ['./b.ts', '../codex/parse.ts', '../scanner/fieldTable.ts', 'node:worker_threads'],
    mayNot: ['../../pricing/costOf.ts', '../../storage/UsageStore.ts', 'node:fs'],
  },
  'service/a.ts': {
    may: [
      './b.ts',
      '../model/b.ts',
      '../metrics/b.ts',
      '../pricing/b.ts',
      '../recorder/recorder.ts',
      '../storage/UsageStore.ts',
      '../sources/UsageSource.ts',
      '../sources/importUsage.ts',
    ],
    mayNot: [
      'node:fs',
      'kysely',
      '../storage/sqlite/sqliteStore.ts',
      '../storage/plan.ts',
      '../storage/Util.ts',
      '../sources/codex/index.ts',
      '../sources/importX.ts',
      '../sources/UsageSources.ts',
      '../testing/flatBook.ts',
    ],
  },
  'recorder/a.ts': {
    may: ['./b.ts', '../model/b.ts', '../metrics/b.ts', '../pricing/b.ts', '../storage/UsageStore.ts'],
    mayNot: [
      'node:fs',
      'kysely',
      '../storage/plan.ts',
      '../storage/Util.ts',
      '../sources/importUsage.ts',
      '../service/usagekit.ts',
      '../testing/flatBook.ts',
    ],
  },
  'recorder/a.test.ts': { may: ['../testing/flatBook.ts', '../storage/memory/memoryStore.ts'], mayNot: [] },
};

const OTHERS: typeof CORE = {
  'packages/react/src/charts/A.tsx': {
    may: ['@visx/shape', '@usagekit/core'],
    mayNot: ['@usagekit/core/sqlite', '@visx/visx', 'node:fs'],
  },
  'packages/cli/src/a.ts': { may: ['@usagekit/core/sqlite'], mayNot: ['../../core/src/index.ts'] },
  'examples/node-report/a.ts': { may: ['@usagekit/core/sqlite'], mayNot: ['../../packages/core/dist/index.js'] },
};

/** Those of the modules that this file may not import. */
function refused(file: string, modules: readonly string[]): string[] {
  const text = modules.map((module, i) => `import { x as x${i} } from '${module}';\nexport const y${i} = x${i};\n`);
  const broken = diagnostics(file, text.join('')).filter(({ code }) => code === 'eslint(no-restricted-imports)');
  return broken.map(({ labels }) => modules[Math.floor(((labels[0]?.span.line ?? 0) - 1) / 2)] ?? '');
}

describe('layer rules', () => {
  const core = Object.entries(CORE).map(([file, of]) => [`packages/core/src/${file}`, of] as const);
  it.each([...core, ...Object.entries(OTHERS)])('imports of %s', (file, { may, mayNot }) => {
    expect(refused(file, [...may, ...mayNot]).toSorted()).toEqual(mayNot.toSorted());
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
