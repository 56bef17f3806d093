import { objectOf, textOf } from '../recordFields.ts';
import { type CallResult, refusalOf } from './refusalOf.ts';

/** What stands for the exit code of a command that never ended by itself: it was not started, or broken off. */
const NONE = -1;

/** What an event tells of a call. */
export interface EventResult extends CallResult {
  callId: string;
}

const failed = (callId: string): EventResult => ({ callId, outcome: 'error', approval: 'unknown' });

/**
 * A failure or a denial of a call that an event tells; `undefined` for any other event. That a call went well, or why a command did not end, is left to its output: words there
 * may say otherwise. Who declined an item is not said, so that it counts as denied by a rule unless the output names the user.
 */
export function eventResult(payload: Record<string, unknown>): EventResult | undefined {
  const callId = textOf(payload['call_id']);
  switch (textOf(payload['type'])) {
    case 'mcp_tool_call_end': {
      const result = objectOf(payload['result']);
      const ok = objectOf(result?.['Ok']);
      const refusal = refusalOf(textOf(result?.['Err']), false);
      if (refusal) return { callId, ...refusal };
      const isError = ok?.['isError'] === true || ok?.['is_error'] === true;
      return isError || result?.['Err'] !== undefined ? failed(callId) : undefined;
    }
    case 'patch_apply_end':
      return payload['success'] === false ? failed(callId) : undefined;
    case 'item_completed': {
      const item = objectOf(payload['item']);
      const id = textOf(item?.['call_id']) || textOf(item?.['id']);
      const status = textOf(item?.['status']);
      if (status === 'declined') return { callId: id, outcome: 'denied-by-rule', approval: 'unknown' };
      const refusal = refusalOf(textOf(objectOf(item?.['error'])?.['message']), false);
      if (refusal) return { callId: id, ...refusal };
      const exitCode = item?.['exit_code'];
      if (exitCode === NONE) return undefined;
      return status === 'failed' || (typeof exitCode === 'number' && exitCode !== 0) ? failed(id) : undefined;
    }
    default:
      return undefined;
  }
}
