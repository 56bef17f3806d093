// The full numbers of what the tests try a little of; writes last-result.json and last-result.md beside itself.
//   pnpm soak [--only kills|contract|fuzz] [--seed N] [--kills 50] [--writers 10] [--cases 200] [--tenant-queries 10000] [--lines 10000]
// The seed is printed; the same seed tries the same records, histories, lines and moments. It needs a PostgreSQL server, as the tests do:
// USAGEKIT_POSTGRES_URL, or the one on this machine. All of it takes an hour or more.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';

import { contract } from './contract.mjs';
import { fuzz } from './fuzz.mjs';
import { kills } from './kills.mjs';
import { writeResult } from './writeResult.mjs';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((a) => a !== '--'),
  options: {
    only: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    kills: { type: 'string', default: '50' },
    writers: { type: 'string', default: '10' },
    cases: { type: 'string', default: '200' },
    'tenant-queries': { type: 'string', default: '10000' },
    lines: { type: 'string', default: '10000' },
  },
});
const counts = Object.fromEntries(
  ['seed', 'kills', 'writers', 'cases', 'tenant-queries', 'lines'].map((name) => [name, Number(values[name])]),
);
for (const [name, count] of Object.entries(counts)) {
  if (!Number.isSafeInteger(count) || count < 1) throw new Error(`--${name} takes a whole number of 1 or more`);
}

const PARTS = { kills, contract, fuzz };
const wanted = Object.keys(PARTS).filter((name) => values.only === undefined || name === values.only);
if (wanted.length === 0) throw new Error(`--only takes one of ${Object.keys(PARTS).join(', ')}`);

const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();
const commit = git('rev-parse', '--short=12', 'HEAD');
const isChanged = git('status', '--porcelain', '--untracked-files=no', '--', 'packages/core/src') !== '';

console.log(`seed ${counts.seed}`);
for (const name of wanted) {
  const startedMs = performance.now();
  const { rows, failures } = await PARTS[name](counts);
  for (const failure of failures) console.error(failure);
  writeResult(name, {
    date: new Date().toISOString().slice(0, 10),
    commit: isChanged ? `${commit} with changes` : commit,
    node: process.versions.node,
    seed: counts.seed,
    minutes: Math.round((performance.now() - startedMs) / 6000) / 10,
    failures: failures.length,
    rows,
  });
  console.log(`${name}: ${failures.length === 0 ? 'nothing failed' : `${failures.length} failed`}`);
  if (failures.length > 0) process.exitCode = 1;
}
