import type { SessionStatus } from '../model/SessionRecord.ts';
import { textOf } from '../model/unknownFields.ts';

/** Reasons why an agent's turn ended that say more than the kind of its result does. */
const BY_REASON: ReadonlyMap<string, SessionStatus> = new Map([
  ['aborted_streaming', 'interrupted'],
  ['aborted_tools', 'interrupted'],
  ['stop_hook_prevented', 'blocked'],
  ['hook_stopped', 'blocked'],
  ['max_turns', 'incomplete'],
  ['budget_exhausted', 'incomplete'],
  ['tool_deferred', 'incomplete'],
  ['background_requested', 'incomplete'],
  ['api_error', 'failed'],
  ['blocking_limit', 'failed'],
  ['image_error', 'failed'],
  ['malformed_tool_use_exhausted', 'failed'],
  ['model_error', 'failed'],
  ['prompt_too_long', 'failed'],
  ['rapid_refill_breaker', 'failed'],
  ['structured_output_retry_exhausted', 'failed'],
  ['tool_deferred_unavailable', 'failed'],
  ['turn_setup_failed', 'failed'],
]);

/** Kinds of results of turns that a limit of the host cut off before an answer. */
const LIMITED = new Set(['error_max_turns', 'error_max_budget_usd']);

/**
 * How a session stands after a `result` of the Claude Agent SDK, by its `terminal_reason`, `subtype` and `is_error`: a turn that was aborted is `interrupted`, one that a hook
 * of the host ended `blocked`, one that came to a limit of the host `incomplete`. A reason or kind that is not known says nothing of its own.
 *
 * @example
 * agentStatus({ subtype: 'success', is_error: false }) // => 'completed'
 * agentStatus({ subtype: 'error_max_turns', is_error: true }) // => 'incomplete'
 */
export function agentStatus(result: Record<string, unknown>): SessionStatus {
  const subtype = textOf(result['subtype']);
  const known = BY_REASON.get(textOf(result['terminal_reason']));
  if (known) return known;
  if (LIMITED.has(subtype)) return 'incomplete';
  if (result['is_error'] === true || subtype.startsWith('error')) return 'failed';
  return subtype === 'success' ? 'completed' : 'incomplete';
}
