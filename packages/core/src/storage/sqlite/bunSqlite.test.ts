import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../../../..');
const prepared = join(root, '.toolchain/node_modules/.bin/bun');

it('B17 a store on bun:sqlite equals the definition, in Bun', () => {
  const bun = existsSync(prepared) ? prepared : 'bun';
  const program = join(import.meta.dirname, '../../testing/bunStore.ts');
  const run = spawnSync(bun, ['run', program, '30'], { encoding: 'utf8', timeout: 240_000 });
  expect([run.status, run.stdout, run.stderr]).toEqual([0, '30 histories\n', '']);
}, 250_000);
