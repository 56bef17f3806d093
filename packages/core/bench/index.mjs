// Times the command line on a corpus of transcripts, side by side with another command, in interleaved rounds; prints one table.
//   pnpm bench -- --corpus DIR [--rounds 5] [--versus 'COMMAND …']
// DIR holds `.claude/projects` and/or `.codex/sessions`, and may hold `truth.json` (expected totals: checked before anything is timed).
// Without --corpus the library's own sample, written four times over, is read. Times on a shared machine drift: read the ratios.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const cli = join(root, 'packages/cli/dist/index.js');
const { values } = parseArgs({
  args: process.argv.slice(2).filter((a) => a !== '--'),
  options: { corpus: { type: 'string' }, rounds: { type: 'string', default: '5' }, versus: { type: 'string' } },
});
const scratch = mkdtempSync(join(tmpdir(), 'usagekit-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

/** Writes the sample corpus and returns its folder. */
async function sampleCorpus() {
  const { sampleTranscripts } = await import(join(root, 'packages/core/dist/testing/sample/index.js'));
  const folder = join(scratch, 'corpus');
  for (let seed = 1; seed <= 4; seed += 1) {
    for (const file of sampleTranscripts({ seed, end: Date.UTC(2026, 10, 20) })) {
      const path = join(folder, file.path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${file.lines.join('\n')}\n`);
    }
  }
  return folder;
}

/** Runs a command to its end: wall time in s, peak resident memory in MB, its standard output. */
function measured(command, args, env = {}) {
  return new Promise((done, fail) => {
    const started = process.hrtime.bigint();
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
    let stdout = '';
    let peakKb = 0;
    const look = () => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        peakKb = Math.max(peakKb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
      } catch {
        // Not Linux, or already gone: no memory figure.
      }
    };
    const timer = setInterval(look, 10);
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

/** Compares a report over everything with the corpus's own totals. */
async function checkTotals(corpus, db) {
  const truthFile = join(corpus, 'truth.json');
  if (!existsSync(truthFile)) return 'no truth.json: totals not checked';
  const truth = JSON.parse(readFileSync(truthFile, 'utf8'));
  const { stdout } = await measured(process.execPath, [
    cli,
    'report',
    '--db',
    db,
    '--format',
    'json',
    '--time-zone',
    'UTC',
  ]);
  const report = JSON.parse(stdout);
  const { total } = report.tokens;
  const calls = Object.values(report.tools.usage).reduce((a, b) => a + b, 0);
  const pairs = {
    // Synthetic messages are no requests; the corpus counts them with zero tokens.
    requests: [report.requests.total, truth.messages - (truth.byModel['<synthetic>']?.messages ?? 0)],
    input: [total.input, truth.input],
    output: [total.output, truth.output],
    cacheRead: [total.cacheRead, truth.cacheRead],
    cacheWrite: [total.cacheWrite, truth.cacheWrite5m + truth.cacheWrite1h],
    toolCalls: [calls, truth.toolUse],
  };
  const wrong = Object.entries(pairs).filter(([, [a, b]]) => a !== b);
  if (wrong.length > 0) throw new Error(`totals differ from truth.json: ${JSON.stringify(Object.fromEntries(wrong))}`);
  return `totals equal truth.json: ${pairs.requests[1]} requests, ${truth.toolUse} tool calls`;
}

const corpus = values.corpus ? resolve(values.corpus) : await sampleCorpus();
const rounds = Number(values.rounds);
const sync = (db) => measured(process.execPath, [cli, 'sync', '--path', corpus, '--db', db, '--json']);
const other = values.versus?.split(' ');
const env = { CLAUDE_CONFIG_DIR: join(corpus, '.claude'), CODEX_HOME: join(corpus, '.codex') };
const cells = { first: [], again: [], other: [] };

const warm = join(scratch, 'warm.db');
await sync(warm);
console.log(await checkTotals(corpus, warm));
for (let round = 0; round < rounds; round += 1) {
  const db = join(scratch, `round${round}.db`);
  cells.first.push(await sync(db));
  if (other) cells.other.push(await measured(other[0], other.slice(1), env));
  cells.again.push(await sync(db));
}
const rows = [
  ['first sync', cells.first],
  ['sync again, nothing changed', cells.again],
  ...(other ? [[other[0].split('/').at(-1), cells.other]] : []),
];
console.log(`| what | wall s, median (range) | peak MB | ratio to other |\n|---|---|---|---|`);
for (const [name, runs] of rows) {
  const seconds = runs.map((r) => r.seconds);
  const ratios = other ? runs.map((r, i) => r.seconds / cells.other[i].seconds) : [];
  const ratio = other ? `${median(ratios).toFixed(3)} (${spread(ratios)})` : '–';
  const peak = Math.max(...runs.map((r) => r.peakMb));
  console.log(`| ${name} | ${median(seconds).toFixed(3)} (${spread(seconds)}) | ${peak.toFixed(0)} | ${ratio} |`);
}
