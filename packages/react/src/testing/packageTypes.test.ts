import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const home = resolve(import.meta.dirname, '../..');
const modules = (name: string): string => resolve(home, '../../node_modules', name);

it('the built package type-checks in a host that checks imports of style sheets, or takes them as text', () => {
  const host = mkdtempSync(join(tmpdir(), 'usagekit-host-'));
  mkdirSync(join(host, 'node_modules/@usagekit'), { recursive: true });
  mkdirSync(join(host, 'node_modules/@types'));
  symlinkSync(home, join(host, 'node_modules/@usagekit/react'));
  symlinkSync(modules('@types/react'), join(host, 'node_modules/@types/react'));
  writeFileSync(
    join(host, 'page.tsx'),
    "import { UsageDashboard } from '@usagekit/react';\nimport '@usagekit/react/styles.css';\nimport css from '@usagekit/react/styles.css';\n\nexport const page = <UsageDashboard data={null} query={{ dateRange: '7d' }} />;\nexport const text: string = css;\n",
  );
  const options = ['--strict', '--noUncheckedSideEffectImports', '--jsx', 'react-jsx', '--types', '', '--noEmit'];
  const { stdout, status } = spawnSync(
    process.execPath,
    [modules('typescript/bin/tsc'), ...options, '--module', 'preserve', 'page.tsx'],
    { cwd: host, encoding: 'utf8' },
  );
  rmSync(host, { recursive: true, force: true });
  expect([stdout, status]).toEqual(['', 0]);
});
