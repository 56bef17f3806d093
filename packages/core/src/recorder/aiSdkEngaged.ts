import type { TurnRecord } from '../model/TurnRecord.ts';
import { GAP_CAP_MS } from '../model/turnLimits.ts';
import { fieldsOf } from './eventFields.ts';
import { roundedMs } from './roundedMs.ts';

/**
 * How long the agent worked on an AI SDK step: what the step states, which is from version 7 on, else the time since the one before it in its call.
 *
 * @param sinceMs from that one's response to this one's, ms; 0 where there is none before it
 * @example
 * aiSdkEngaged({ performance: { stepTimeMs: 1200.4 } }, 0) // => { engagedMs: 1200, engagedIsEstimated: false }
 * aiSdkEngaged({}, 3_600_000) // => { engagedMs: 300_000, engagedIsEstimated: true }
 */
export function aiSdkEngaged(
  step: Record<string, unknown>,
  sinceMs: number,
): Required<Pick<TurnRecord, 'engagedMs' | 'engagedIsEstimated'>> {
  const statedMs = roundedMs(fieldsOf(step['performance'])['stepTimeMs']);
  const gapMs = Math.min(Math.max(0, sinceMs), GAP_CAP_MS);
  return { engagedMs: statedMs ?? gapMs, engagedIsEstimated: statedMs === undefined };
}
