import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const core = dirname(dirname(fileURLToPath(import.meta.url)));
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

/**
 * Runs tests of this package with these settings in their environment. One row a group of tests; a failed test's text is a failure.
 *
 * @param {string[]} filters arguments of vitest
 * @param {Record<string, number>} settings
 */
export async function testRun(filters, settings) {
  const folder = mkdtempSync(join(tmpdir(), 'usagekit-soak-'));
  const report = join(folder, 'report.json');
  const env = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  try {
    const args = [vitest, 'run', '--config', 'soak/vitest.config.ts', ...reporters, ...filters];
    const child = spawn(process.execPath, args, { cwd: core, env: { ...process.env, ...env }, stdio: 'inherit' });
    const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
    const tests = JSON.parse(readFileSync(report, 'utf8')).testResults.flatMap((file) => file.assertionResults);
    const ran = tests.filter((test) => ['passed', 'failed'].includes(test.status));
    const failures = ran.filter((test) => test.status === 'failed').map((t) => `${t.fullName}: ${t.failureMessages}`);
    if (ran.length === 0 || (code !== 0 && failures.length === 0)) failures.push(`vitest ended with ${code}`);
    const groups = Map.groupBy(ran, (test) => test.ancestorTitles[0] ?? test.title);
    const rows = [...groups].map(([what, of]) => ({
      what,
      tests: of.length,
      ...Object.fromEntries(Object.entries(settings).filter(([name]) => name !== 'USAGEKIT_SOAK_SEED')),
      failed: of.filter((test) => test.status === 'failed').length,
    }));
    return { rows, failures };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
