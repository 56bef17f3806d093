import type { ClaudeToolResult } from '../../model/claudeToolResult.ts';
import type { ToolCallRecord } from '../../model/ToolCallRecord.ts';
import type { OpenCall } from './ParserState.ts';

/**
 * What is known of one call.
 *
 * @param durationMs from the call to its result, ms; 0 when unknown
 */
export function callRecord(
  call: Omit<OpenCall, 'isForked'>,
  result: ClaudeToolResult,
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
    approvalSource: result.approval === 'unknown' ? '' : result.isDecided ? 'decision' : 'transcript',
    durationMs,
    callCount: 1,
    claim: call.claim,
  };
}
