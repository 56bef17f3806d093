// Times the whole read path (files → records, into a store that keeps nothing) side by side with another command, in interleaved rounds; prints one table.
//   node packages/core/bench/readers.mjs --source claude-code|codex --path DIR [--rounds 5] [--versus 'COMMAND …'] [--dist]
// It runs the sources as they are written; --dist takes the built package. Times on a shared machine drift: read the ratios.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((a) => a !== '--'),
  options: {
    source: { type: 'string', default: 'claude-code' },
    path: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    versus: { type: 'string' },
    dist: { type: 'boolean', default: false },
    child: { type: 'boolean', default: false },
  },
});
const core = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** A store that keeps nothing. */
const nullStore = {
  declare: () => {},
  extent: async () => ({ sealedBeforeMs: 0 }),
  write: async () => ({ newRequests: 0, newToolCalls: 0, duplicates: 0 }),
  sessionCount: async (_source, ids) => ids.length,
  cursors: async () => [],
  drain: async () => {},
  fileStamps: async () => [],
  close: async () => {},
};

async function readAll() {
  const from = (path) => import(join(core, values.dist ? `dist/${path}.js` : `src/${path}.ts`));
  const { importUsage } = await from('sources/index');
  const { costOf, priceBook } = await from(values.dist ? 'index' : 'pricing/index');
  const module = await from(`sources/${values.source}/index`);
  const sourceOf = module.claudeCode ?? module.codex;
  const book = priceBook();
  const summary = await importUsage({
    store: nullStore,
    sources: [sourceOf({ paths: [values.path] })],
    price: (request) => costOf(request, book),
  });
  const { files, requests, toolCalls, duplicates, skippedCount, durationMs } = summary;
  console.log(JSON.stringify({ files, requests, toolCalls, duplicates, skippedCount, durationMs }));
}

/** Runs a command to its end: wall time in s, peak resident memory in MB, its standard output. */
function measured(command, args, env = {}) {
  return new Promise((done, fail) => {
    const started = process.hrtime.bigint();
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
    let stdout = '';
    let peakKb = 0;
    const timer = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        peakKb = Math.max(peakKb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
      } catch {
        // Not Linux, or already gone: no memory figure.
      }
    }, 10);
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.on('error', fail);
    child.on('close', (code) => {
      clearInterval(timer);
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      if (code !== 0) fail(new Error(`${command} ${args.join(' ')} ended with ${code}`));
      else done({ seconds, peakMb: peakKb / 1024, stdout });
    });
  });
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const spread = (numbers) => `${Math.min(...numbers).toFixed(2)}–${Math.max(...numbers).toFixed(2)}`;

/** Reads every file once, so that no run meets a cold page cache. */
function warm(folder) {
  const bytes = Buffer.alloc(1 << 20);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const fd = openSync(join(entry.parentPath, entry.name), 'r');
    while (readSync(fd, bytes, 0, bytes.length, null) > 0);
    closeSync(fd);
  }
}

async function compare() {
  const self = [fileURLToPath(import.meta.url), '--child', '--source', values.source, '--path', resolve(values.path)];
  const read = () => measured(process.execPath, values.dist ? [...self, '--dist'] : self);
  const other = values.versus?.split(' ');
  const [own, others] = [[], []];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    warm(values.path);
    own.push(await read());
    if (other) warm(values.path);
    if (other) others.push(await measured(other[0], other.slice(1)));
  }
  console.log(own[0].stdout.trim());
  console.log(`| what | wall s, median (range) | peak MB | ratio, median (range) |\n|---|---|---|---|`);
  const row = (name, runs, ratios) => {
    const seconds = runs.map((r) => r.seconds);
    const peak = Math.max(...runs.map((r) => r.peakMb)).toFixed(0);
    const ratio = ratios.length > 0 ? `${median(ratios).toFixed(3)} (${spread(ratios)})` : '–';
    console.log(`| ${name} | ${median(seconds).toFixed(3)} (${spread(seconds)}) | ${peak} | ${ratio} |`);
  };
  row(
    'read path',
    own,
    own.slice(0, others.length).map((r, i) => r.seconds / others[i].seconds),
  );
  if (other) row(other[0].split('/').at(-1), others, []);
}

await (values.child ? readAll() : compare());
