// Runs all tests, prints `N passed, N failed` last, and fails in CI when a test was skipped.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'usagekit-tests-'));
const report = join(folder, 'report.json');
const args = [
  'run',
  '--config',
  'vitest.workspace.ts',
  // Much of the suite waits for servers, processes and files: one worker a processor leaves none idle. Projects do not take it from the workspace's configuration.
  '--maxWorkers=100%',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
];
const { status } = spawnSync('vitest', [...args, ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
let summary;
try {
  summary = JSON.parse(readFileSync(report, 'utf8'));
} catch {
  process.stderr.write('the test runner left no report\n');
  process.exit(status || 1);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = summary;
const skipped = numPendingTests + numTodoTests;
if (skipped > 0) {
  for (const file of summary.testResults) {
    for (const test of file.assertionResults) {
      if (test.status !== 'passed' && test.status !== 'failed') console.log(`skipped: ${file.name} › ${test.fullName}`);
    }
  }
}
console.log(`${numPassedTests} passed, ${numFailedTests} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(status || (process.env.CI && skipped > 0 ? 1 : 0));
