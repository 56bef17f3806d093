// Times a store over a synthetic year, side by side with DuckDB and SQLite over the same rows without rollups; prints one table per part.
//   node packages/core/bench/store/index.mjs [--sessions 100000] [--rounds 5] [--parts generate,queries,rebuild,writes] [--file PATH]
//     [--requests 10] [--calls 5] (per session) [--seed 1] [--only TEXT] (in the names of part queries)
//     [--engine sqlite|sqlite-stock|postgres|postgres-js|postgres-stock] [--written 200000] (requests of part writes; PostgreSQL as for the tests)
// The files stay for the next run with the same settings; `--parts generate` makes them anew. The code is run as it is written, without a build:
// Node 24. Times on a shared machine drift: read the ratios. It ends with 1 when an answer differs between the store and the raw rows.
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { generate, isGenerated, printGenerated } from './generate.mjs';
import { queries } from './queries.mjs';
import { rebuild } from './rebuild.mjs';
import { ENGINE_NAMES, writes } from './writes.mjs';

const PARTS = ['generate', 'queries', 'rebuild', 'writes'];
const { values } = parseArgs({
  args: process.argv.slice(2).filter((a) => a !== '--'),
  options: {
    sessions: { type: 'string', default: '100000' },
    requests: { type: 'string', default: '10' },
    calls: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    parts: { type: 'string', default: PARTS.join(',') },
    engine: { type: 'string', default: 'sqlite' },
    written: { type: 'string', default: '200000' },
    only: { type: 'string' },
    file: { type: 'string' },
  },
});
const count = (name) => {
  const n = Number(values[name]);
  if (Number.isSafeInteger(n) && n > 0) return n;
  console.error(`--${name} is a whole number of 1 or more, not '${values[name]}'`);
  return process.exit(2);
};
const settings = {
  sessions: count('sessions'),
  requests: count('requests'),
  calls: count('calls'),
  seed: count('seed'),
};
settings.file = resolve(values.file ?? join(tmpdir(), 'usagekit-bench', `year-${settings.sessions}.db`));
const rounds = count('rounds');
const parts = values.parts.split(',');
const unknown = parts.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) {
  console.error(`unknown part '${unknown[0]}': the parts are ${PARTS.join(', ')}`);
  process.exit(2);
}

if (!ENGINE_NAMES.includes(values.engine)) {
  console.error(`writes are timed on ${ENGINE_NAMES.join(', ')}, not on '${values.engine}'`);
  process.exit(2);
}

mkdirSync(dirname(settings.file), { recursive: true });
const needsFile = parts.some((part) => part !== 'writes');
if (needsFile && (!isGenerated(settings) || (parts.length === 1 && parts[0] === 'generate'))) {
  console.log(`making ${settings.file} …`);
  await generate(settings);
}
if (parts.includes('generate')) printGenerated(settings);
if (parts.includes('queries') && !(await queries({ file: settings.file, rounds, only: values.only }))) process.exit(1);
if (parts.includes('rebuild')) await rebuild({ file: settings.file, rounds });
if (parts.includes('writes')) {
  await writes({ ...settings, rounds, engine: values.engine, written: count('written') });
}
