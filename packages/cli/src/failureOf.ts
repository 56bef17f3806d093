import { CommandError } from './args/CommandError.ts';
import { isWrongUse } from './isWrongUse.ts';
import { printable } from './printable.ts';

/**
 * What a thrown value becomes at the terminal: one line and an exit code.
 *
 * @example
 * failureOf(new CommandError(2, 'no such option')) // => { exitCode: 2, line: 'usagekit: no such option' }
 */
export function failureOf(error: unknown): { exitCode: 1 | 2; line: string } {
  const text = error instanceof Error ? error.message : String(error);
  const line = `usagekit: ${printable(text.replaceAll(/\s*\n\s*/g, ' '))}`;
  if (error instanceof CommandError) return { exitCode: error.exitCode, line };
  // Told by name, not by class: loading the library to print the help text would cost more than printing it.
  if (error instanceof Error && error.name === 'UsageError' && 'code' in error) {
    return { exitCode: isWrongUse(error.code) ? 2 : 1, line };
  }
  return { exitCode: 1, line };
}
