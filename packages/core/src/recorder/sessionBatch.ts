import { CLAIM_RANK, claimKey } from '../model/claimKey.ts';
import { MAX_COUNT } from '../model/MAX_COUNT.ts';
import { END_OF_WORK_MS, FIRST_TIME_MS } from '../model/recordedTime.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { RunRecord } from '../model/RunRecord.ts';
import type { SessionRecord } from '../model/SessionRecord.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import type { SessionUsage } from './RecordedUsage.ts';
import type { NamedSession } from './sessionRequest.ts';
import { wholeCount } from './wholeCount.ts';

/** Where a session stands. */
export interface SessionState extends Pick<SessionRecord, 'status' | 'statusAtMs' | 'lastAtMs'> {
  /** All that was stated of it. */
  usage: SessionUsage;
}

/** All records of a session that is recorded as a whole: each batch says everything, so that none depends on an earlier one. */
export function sessionBatch(
  source: string,
  { id, startedMs, as, values }: NamedSession,
  { usage, status, statusAtMs, lastAtMs }: SessionState,
  request: RequestRecord,
  runs: readonly RunRecord[],
): UsageBatch {
  const claim = claimKey(CLAIM_RANK.own, startedMs);
  const of = { key: request.key, session: id, atMs: startedMs, claim };
  const callCount = wholeCount('toolUseCount', usage.toolUseCount, MAX_COUNT) ?? 0;
  const stated = wholeCount('engagedMs', usage.engagedMs, END_OF_WORK_MS - 1 - startedMs);
  const engagedMs = stated ?? Math.max(0, lastAtMs - startedMs);
  const apiMs = wholeCount('apiMs', usage.apiMs, END_OF_WORK_MS - FIRST_TIME_MS);
  const promptCount = wholeCount('numTurns', usage.numTurns, MAX_COUNT) ?? 0;
  return {
    source,
    requests: [request],
    turns:
      promptCount > 0 || engagedMs > 0
        ? [{ ...of, engagedMs, engagedIsEstimated: stated === undefined, promptCount }]
        : [],
    // What became of calls that are only counted is not known: `pending` counts as neither success nor failure.
    toolCalls:
      callCount > 0
        ? [
            {
              ...of,
              tool: '',
              model: request.model,
              outcome: 'pending',
              approval: 'unknown',
              approvalSource: '',
              durationMs: 0,
              callCount,
              dimensions: values.call,
            },
          ]
        : [],
    sessions: [
      {
        id,
        parent: as.parent,
        project: as.project,
        dimensions: values.session,
        ...(as.run !== '' && { run: as.run }),
        lastAtMs,
        ...(apiMs !== undefined && { apiMs }),
        status,
        statusAtMs,
        statusPosition: 0,
        claim,
      },
    ],
    runs: [...runs],
    cursors: [],
  };
}
