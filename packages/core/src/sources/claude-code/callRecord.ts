import type { ToolCallRecord } from '../../model/ToolCallRecord.ts';
import type { OpenCall } from './ParserState.ts';

/** A call with the identity of its record. */
export type KeyedCall = OpenCall & { key: string };

/**
 * What is known of one call.
 *
 * @param durationMs from the call to its result, ms; 0 when unknown
 */
export function callRecord(
  call: KeyedCall,
  result: Pick<ToolCallRecord, 'outcome' | 'approval'>,
  durationMs: number,
): ToolCallRecord {
  return {
    key: call.key,
    session: call.session,
    model: call.model,
    atMs: call.atMs,
    tool: call.tool,
    outcome: result.outcome,
    approval: result.approval,
    approvalSource: result.approval === 'unknown' ? '' : 'transcript',
    durationMs,
    callCount: 1,
    claim: call.claim,
  };
}
