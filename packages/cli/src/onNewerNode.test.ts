import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { ENTRY } from './testing/ranUsagekit.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usagekit-node-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A Node without SQLite driver, as 20 is: the check finds none. */
const WITHOUT_SQLITE = ['--import', 'data:text/javascript,process.getBuiltinModule=()=>undefined'];

it('an older Node in a clone hands over to the one that the clone has prepared', () => {
  const { stdout, status } = spawnSync(process.execPath, [...WITHOUT_SQLITE, ENTRY, '--version'], { encoding: 'utf8' });
  expect([status, stdout.trim()]).toEqual([0, '0.1.0']);
  const wrong = spawnSync(process.execPath, [...WITHOUT_SQLITE, ENTRY, 'sinc'], { encoding: 'utf8' });
  expect(wrong.status).toBe(2);
});

it('an older Node elsewhere gets one clear line', () => {
  const dist = join(folder, 'node_modules', 'usagekit', 'dist');
  cpSync(join(ENTRY, '..'), dist, { recursive: true });
  const alone = spawnSync(process.execPath, [...WITHOUT_SQLITE, join(dist, 'index.js'), 'sync'], { encoding: 'utf8' });
  expect([alone.status, alone.stdout, alone.stderr]).toEqual([
    1,
    '',
    `usagekit: needs Node 22.13 or later, this is ${process.version}\n`,
  ]);
});
