/** Exit codes of the program: 1 = the work failed, 2 = it was asked for in a wrong way. */
export type FailureCode = 1 | 2;

/**
 * An error meant for the person at the terminal: its message is one line that says what is wrong and what to do.
 *
 * @example
 * new CommandError(2, "'soon' is not a date").exitCode // => 2
 */
export class CommandError extends Error {
  readonly exitCode: FailureCode;

  constructor(exitCode: FailureCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}
