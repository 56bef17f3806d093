import type { ToolCallRecord } from '../../model/ToolCallRecord.ts';
import type { OpenCall } from './ParserState.ts';

/** The record of a call and what is known of its result by now. */
export function callRecord(
  of: Pick<ToolCallRecord, 'key' | 'session' | 'claim'>,
  { model, atMs, tool }: OpenCall,
  { outcome, approval }: Pick<ToolCallRecord, 'outcome' | 'approval'>,
  durationMs: number,
): ToolCallRecord {
  return {
    ...of,
    model,
    atMs,
    tool,
    outcome,
    approval,
    approvalSource: approval === 'unknown' ? '' : 'transcript',
    durationMs,
    callCount: 1,
  };
}
