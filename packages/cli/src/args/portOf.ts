import { CommandError } from './CommandError.ts';

/**
 * The port asked for; `undefined` when none is.
 *
 * @throws CommandError with exit code 2 when it is not a whole number from 0 to 65535
 * @example
 * portOf('8080') // => 8080
 */
export function portOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN;
  if (port <= 65_535) return port;
  throw new CommandError(2, `'${given}' is not a port: use a whole number from 0 to 65535`);
}
