import { exitCodeOf } from './exitCodeOf.ts';
import { failureOf } from './failureOf.ts';
import { printable } from './printable.ts';

// `usagekit report … | head` ends the pipe early; that is no failure. Of any other error whoever prints is told, and what cannot be said on
// standard error cannot be said at all.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
  });
}

// Node 22 announces its SQLite driver as experimental on every run; other warnings still show.
const { emitWarning } = process;
process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
  if (String(warning).includes('SQLite is an experimental feature')) return;
  Reflect.apply(emitWarning, process, [warning, ...rest]);
}) as typeof process.emitWarning;

/** Runs the program to its end and sets the exit code. */
export async function main(args: readonly string[]): Promise<void> {
  try {
    process.exitCode = await exitCodeOf([...args]);
  } catch (error) {
    const { exitCode, line } = failureOf(error);
    process.stderr.write(`${line}\n`);
    if (process.env['USAGEKIT_DEBUG'] && error instanceof Error) {
      process.stderr.write(`${(error.stack ?? '').split('\n').map(printable).join('\n')}\n`);
    }
    process.exitCode = exitCode;
  }
}
