import { CommandError } from './args/CommandError.ts';
import { writeErrorReason } from './writeErrorReason.ts';

/**
 * Resolves when the text has left this process: a pipe takes long texts in parts, and ending before would cut them.
 *
 * @throws CommandError with exit code 1 when it cannot be written, as on a full disk
 */
export function printed(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (!error) resolve();
      else reject(new CommandError(1, `cannot write to standard output: ${writeErrorReason(error)}`, { cause: error }));
    });
  });
}
