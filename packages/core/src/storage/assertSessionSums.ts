import { UsageError } from '../errors.ts';

/** The largest integer that a column holds. */
const MOST = 2n ** 63n - 1n;

/** What a session's own requests add up to. */
interface Summed {
  /** Input, cache and output together. */
  tokens: bigint;
  reasoning: bigint;
  costPico: bigint;
}

/**
 * Refuses a session whose row could not hold what it adds up to.
 *
 * @param id of the session, for the message
 * @throws UsageError `unsafe_integer`
 */
export function assertSessionSums(id: string, { tokens, reasoning, costPico }: Summed): void {
  const refuse = (what: string, unit: string): never => {
    throw new UsageError(
      'unsafe_integer',
      `session '${id}': its ${what} would add up to more than 2^63 - 1${unit}, which no store keeps: nothing was written`,
    );
  };
  if (tokens > MOST || reasoning > MOST) refuse('tokens', '');
  if (costPico / 1000n > MOST) refuse('cost', ' nano-USD');
}
