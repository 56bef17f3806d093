import { UsageError } from '../errors.ts';
import { assertRecord } from '../model/assertRecord.ts';
import { RecordFault } from '../model/RecordFault.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';

/**
 * A source's id, which begins the keys of its records and ends at the first NUL: one that has a NUL itself would have keys of another source.
 *
 * @throws UsageError `invalid_argument`
 */
export function assertSource(source: string): void {
  if (typeof source !== 'string') throw new UsageError('invalid_argument', 'the source of a batch is text');
  if (source.includes('\0')) {
    throw new UsageError(
      'invalid_argument',
      `the source ${JSON.stringify(source)} has a NUL in its id: choose another`,
    );
  }
}

/**
 * Records as every store takes them, see {@link assertRecord}.
 *
 * @throws UsageError `invalid_argument` naming the record: nothing of the batch is written
 */
export function assertBatch({ source, requests, toolCalls, turns, sessions, cursors, runs }: UsageBatch): void {
  assertSource(source);
  const lists = { requests, toolCalls, turns, sessions, cursors, runs: runs ?? [] };
  for (const [name, list] of Object.entries(lists)) {
    if (!Array.isArray(list))
      throw new UsageError('invalid_argument', `${name} of a batch is a list, empty where there are none`);
  }
  try {
    for (const request of requests) assertRecord.request(request);
    for (const call of toolCalls) assertRecord.toolCall(call);
    for (const turn of turns) assertRecord.turn(turn);
    for (const session of sessions) assertRecord.session(session);
    for (const run of runs ?? []) assertRecord.run(run);
  } catch (error) {
    throw error instanceof RecordFault ? new UsageError('invalid_argument', error.message) : error;
  }
}
