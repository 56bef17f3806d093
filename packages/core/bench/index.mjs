// Times the command line on a corpus of transcripts, side by side with other commands, in interleaved rounds; prints one table.
//   pnpm bench -- --corpus DIR [--rounds 5] [--versus 'COMMAND …']…
// Every command gets a new home folder for each run, so that what it keeps between runs does not help it: its first run is measured. For example
//   --versus 'ccusage daily --json --offline' --versus 'codeburn report --period all --format json'
// DIR holds `.claude/projects` and/or `.codex/sessions`, and may hold `truth.json` (expected totals: checked before anything is timed).
// Without --corpus the library's own sample, written four times over, is read. Times on a shared machine drift: read the ratios.
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const cli = join(root, 'packages/cli/dist/index.js');
const { values } = parseArgs({
  args: process.argv.slice(2).filter((a) => a !== '--'),
  options: {
    corpus: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    versus: { type: 'string', multiple: true, default: [] },
  },
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
    let [peakKb, ticks] = [0, 0];
    const look = () => {
      try {
        // User and system time, in hundredths of a second, stand twelfth and thirteenth after the name.
        const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
        ticks = Math.max(ticks, Number(fields[11]) + Number(fields[12]));
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        peakKb = Math.max(peakKb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
      } catch {
        // Not Linux, or already gone: no figure of memory and processor time.
      }
    };
    const timer = setInterval(look, 10);
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.on('error', fail);
    child.on('close', (code) => {
      clearInterval(timer);
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      if (code !== 0) fail(new Error(`${command} ${args.join(' ')} ended with ${code}`));
      else done({ seconds, cpuSeconds: ticks / 100, peakMb: peakKb / 1024, stdout });
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

const APPENDED_BYTES = 100 * 1024;

/** A transcript of about a megabyte, or the largest there is below. */
function fileToGrow(corpus) {
  const files = readdirSync(corpus, { recursive: true }).filter((name) => name.endsWith('.jsonl'));
  const sized = files.map((name) => ({ file: join(corpus, name), size: statSync(join(corpus, name)).size }));
  return sized.filter(({ size }) => size < 1e6).toSorted((a, b) => b.size - a.size)[0].file;
}

/** Does something while 100 KB of a transcript's own lines are written once more at its end; then the file is as it was. */
async function withAppended(file, work) {
  const { size, atime, mtime } = statSync(file);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  let text = '';
  for (let i = lines.length - 1; text.length < APPENDED_BYTES && i > 0; i -= 1) text += `${lines[i]}\n`;
  try {
    appendFileSync(file, text);
    return await work();
  } finally {
    truncateSync(file, size);
    utimesSync(file, atime, mtime);
  }
}

const corpus = values.corpus ? resolve(values.corpus) : await sampleCorpus();
const rounds = Number(values.rounds);
const sync = (db) => measured(process.execPath, [cli, 'sync', '--path', corpus, '--db', db, '--json']);
const others = values.versus.map((command) => ({ command: command.split(' '), runs: [] }));
const agents = { CLAUDE_CONFIG_DIR: join(corpus, '.claude'), CODEX_HOME: join(corpus, '.codex') };
const cells = { first: [], again: [], appended: [] };
const growing = fileToGrow(corpus);

const warm = join(scratch, 'warm.db');
await sync(warm);
console.log(await checkTotals(corpus, warm));
for (let round = 0; round < rounds; round += 1) {
  const db = join(scratch, `round${round}.db`);
  cells.first.push(await sync(db));
  for (const { command, runs } of others) {
    const home = mkdtempSync(join(scratch, 'home-'));
    runs.push(
      await measured(command[0], command.slice(1), { ...agents, HOME: home, XDG_CACHE_HOME: join(home, 'cache') }),
    );
  }
  cells.again.push(await sync(db));
  cells.appended.push(await withAppended(growing, () => sync(db)));
}
const nameOf = ([program, ...args]) => [program.split('/').at(-1), ...args.slice(0, 1)].join(' ');
const rows = [
  ['first sync', cells.first],
  ['sync again, nothing changed', cells.again],
  ['sync again, 100 KB appended', cells.appended],
  ...others.map(({ command, runs }) => [nameOf(command), runs]),
];
console.log(
  `| what | wall s, median (range) | cpu s | peak MB |${others.map((o) => ` ratio to ${nameOf(o.command)} |`).join('')}`,
);
console.log(`|---|---|---|---|${others.map(() => '---|').join('')}`);
for (const [name, runs] of rows) {
  const seconds = runs.map((r) => r.seconds);
  const peak = Math.max(...runs.map((r) => r.peakMb));
  const ratios = others.map((o) => runs.map((r, i) => r.seconds / o.runs[i].seconds));
  const cpu = median(runs.map((r) => r.cpuSeconds)).toFixed(2);
  console.log(
    `| ${name} | ${median(seconds).toFixed(3)} (${spread(seconds)}) | ${cpu} | ${peak.toFixed(0)} |${ratios.map((r) => ` ${median(r).toFixed(3)} (${spread(r)}) |`).join('')}`,
  );
}
