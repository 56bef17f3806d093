import { CommandError } from './args/CommandError.ts';
import { printable } from './printable.ts';

/** Error codes of the library that mean wrong use; all others mean that the work failed. */
const WRONG_USE = new Set([
  'invalid_argument',
  'invalid_date_range',
  'invalid_time_zone',
  'zone_off_grid',
  'unknown_dimension',
]);

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
    return { exitCode: WRONG_USE.has(String(error.code)) ? 2 : 1, line };
  }
  return { exitCode: 1, line };
}
