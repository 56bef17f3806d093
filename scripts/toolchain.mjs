// Prepares Node 24, pnpm and Bun (which some tests run under) in `.toolchain/` (git-ignored) when they are missing, installs the workspace, and runs a task.
// Plain Node, no dependency: it must run on any Node >= 20 that npm came with.
//   node scripts/toolchain.mjs <task> [args…]      tasks: start · test · build · run <pnpm args…> · node <node args…>
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_VERSION = '24.21.0';
const PNPM_VERSION = '12.21.0';
const BUN_VERSION = '1.4.5';
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const toolchain = join(root, '.toolchain');
const bin = join(toolchain, 'node_modules', '.bin');
const windows = process.platform === 'win32';

// Ctrl-C is for the program that runs; this script ends when that has.
process.on('SIGINT', () => {});

/** Runs a command in the workspace root with the prepared Node first on PATH; ends this process when it fails. */
function run(command, args, { env = {}, cwd = root, quiet = false } = {}) {
  const path = [bin, process.env.PATH].join(delimiter);
  const result = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env, PATH: path },
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    shell: windows,
  });
  if (result.error || result.status !== 0) {
    if (quiet) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
    if (result.error) process.stderr.write(`${command}: ${result.error.message}\n`);
    process.exit(result.status || 1);
  }
}

const installed = (name) => {
  try {
    return JSON.parse(readFileSync(join(toolchain, 'node_modules', name, 'package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
};

function prepareToolchain() {
  const wanted = { node: NODE_VERSION, pnpm: PNPM_VERSION, bun: BUN_VERSION };
  if (Object.entries(wanted).every(([name, version]) => installed(name) === version)) return;
  process.stderr.write(
    `Preparing Node ${NODE_VERSION}, pnpm ${PNPM_VERSION} and Bun ${BUN_VERSION} in .toolchain/ …\n`,
  );
  mkdirSync(toolchain, { recursive: true });
  writeFileSync(join(toolchain, 'package.json'), '{ "name": "toolchain", "private": true }\n');
  const packages = Object.entries(wanted).map(([name, version]) => `${name}@${version}`);
  run('npm', ['install', '--no-audit', '--no-fund', '--no-save', ...packages], { cwd: toolchain, quiet: true });
}

/** A stamp file per step: the step runs again only when the text it depends on has changed, or what it makes is missing. */
function once(step, text, made, work) {
  const stamp = join(toolchain, `${step}.stamp`);
  const hash = createHash('sha256').update(text).digest('hex');
  if (made && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  work();
  writeFileSync(stamp, hash);
}

const manifests = () =>
  [
    '.',
    ...['packages', 'examples'].flatMap((d) =>
      existsSync(join(root, d)) ? readdirSync(join(root, d)).map((n) => join(d, n)) : [],
    ),
  ]
    .map((d) => join(root, d, 'package.json'))
    .filter(existsSync);

function install() {
  const inputs = [join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml'), ...manifests()].filter(existsSync);
  const text = inputs.map((f) => readFileSync(f, 'utf8')).join('\0');
  once('install', text, existsSync(join(root, 'node_modules')), () => {
    process.stderr.write('Installing dependencies …\n');
    const frozen = existsSync(join(root, 'pnpm-lock.yaml')) ? ['--frozen-lockfile'] : [];
    run('pnpm', ['install', ...frozen, '--reporter=silent']);
  });
}

/** Path, size and time of every source file: what a build depends on. */
function sourceFiles(directory = 'packages') {
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return [];
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    const { size, mtimeMs } = statSync(join(root, path));
    return [`${path} ${size} ${mtimeMs}`];
  });
}

function build() {
  const built = ['core', 'react', 'cli'].every((p) => existsSync(join(root, 'packages', p, 'dist')));
  once('build', sourceFiles().join('\n'), built, () => {
    process.stderr.write('Building …\n');
    run('pnpm', ['run', 'build:packages'], { quiet: true });
  });
}

const [task = 'start', ...args] = process.argv.slice(2);
prepareToolchain();
install();
if (task === 'start') {
  build();
  run(join(bin, 'node'), [join('packages', 'cli', 'dist', 'index.js'), 'start', ...args]);
} else if (task === 'test') {
  build();
  run('pnpm', ['run', 'check', ...args]);
} else if (task === 'build') build();
else if (task === 'run') run('pnpm', args);
else if (task === 'node') run(join(bin, 'node'), args);
else {
  process.stderr.write(`unknown task '${task}': start, test, build, run or node\n`);
  process.exit(2);
}
