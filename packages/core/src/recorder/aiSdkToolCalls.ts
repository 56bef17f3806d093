import type { ToolApproval, ToolCallRecord, ToolOutcome } from '../model/ToolCallRecord.ts';
import { aiSdkHostedApprovals } from './aiSdkHostedApprovals.ts';
import { fieldsOf, firstText, itemsOf } from './eventFields.ts';
import { roundedMs } from './roundedMs.ts';

type Fields = Record<string, unknown>;

/** What a step says of one of its calls. */
type CallOutcome = Pick<ToolCallRecord, 'tool' | 'outcome' | 'approval' | 'approvalSource' | 'durationMs'> & {
  /** Its id; where the provider asked whether it may run it, the approval's. */
  id: string;
  /** Whether the provider runs it, who may tell the result with a later response. */
  isHosted: boolean;
  /** Whether the step has the call itself, not its result alone, or the run of a call that an earlier one asked for. */
  isCalled: boolean;
};

/** A tool call that did not return, by the error that it threw. */
const failure = (error: unknown): ToolOutcome => {
  const name = firstText(fieldsOf(error)['name']);
  return name === 'TimeoutError' ? 'timeout' : name === 'AbortError' ? 'cancelled' : 'error';
};

/** A step's parts of tool calls: its content, or the lists that version 4 has instead. */
function partsOf(step: Fields): Fields[] {
  const content = itemsOf(step['content']);
  if (content.some((part) => firstText(part['type']).startsWith('tool-'))) return content;
  return [...itemsOf(step['toolCalls']), ...itemsOf(step['toolResults'])];
}

interface Decision {
  outcome?: ToolOutcome;
  approval: ToolApproval;
}

/** What was decided about calls that had to be let run, by call id. A decision without a person is a rule's. */
function decisions(parts: readonly Fields[]): Map<string, Decision> {
  const automatic = new Set(
    parts
      .filter((part) => part['type'] === 'tool-approval-request' && part['isAutomatic'] === true)
      .map((part) => part['approvalId']),
  );
  const all = new Map<string, Decision>();
  for (const part of parts) {
    if (part['type'] !== 'tool-approval-response') continue;
    const isAutomatic = automatic.has(part['approvalId']);
    const id = firstText(fieldsOf(part['toolCall'])['toolCallId']);
    if (part['approved'] === true) all.set(id, { approval: isAutomatic ? 'auto-approved' : 'approved' });
    else all.set(id, { approval: 'denied', outcome: isAutomatic ? 'denied-by-rule' : 'denied-by-user' });
  }
  return all;
}

/** How a call stands by one of its parts; `undefined` when the part says nothing of it. */
function outcomeOf(part: Fields): ToolOutcome | undefined {
  switch (part['type']) {
    case 'tool-call':
      return part['invalid'] === true ? 'error' : 'pending';
    case 'tool-result':
      return part['preliminary'] === true ? undefined : 'ok';
    case 'tool-error':
      return failure(part['error']);
    case 'tool-output-denied':
      return 'denied-by-user';
    default:
      return undefined;
  }
}

/**
 * The tool calls of an AI SDK step with their outcomes. A call that the client answers later stays `pending`. Names, ids and outcomes only: no input, no output.
 *
 * @example
 * aiSdkToolCalls({ toolCalls: [{ type: 'tool-call', toolCallId: 'c', toolName: 'search' }] })[0].outcome // => 'pending'
 */
export function aiSdkToolCalls(step: Record<string, unknown>): CallOutcome[] {
  const parts = partsOf(step);
  const decided = decisions(parts);
  const { asked, granted } = aiSdkHostedApprovals(step, parts);
  const durations = fieldsOf(fieldsOf(step['performance'])['toolExecutionMs']);
  const calls = new Map<string, CallOutcome>();
  for (const part of parts) {
    const id = firstText(part['toolCallId']);
    const outcome = outcomeOf(part);
    if (id === '' || outcome === undefined) continue;
    const isGranted = granted.has(id);
    const { approval = isGranted ? 'approved' : 'unknown', outcome: denial } = decided.get(id) ?? {};
    const before = calls.get(id);
    calls.set(id, {
      id: asked.get(id) ?? granted.get(id) ?? id,
      isHosted: before?.isHosted === true || part['providerExecuted'] === true,
      isCalled: before?.isCalled === true || (part['type'] === 'tool-call' && !isGranted),
      tool: firstText(before?.tool, part['toolName']),
      outcome: denial ?? (before && outcome === 'pending' ? before.outcome : outcome),
      approval,
      approvalSource: approval === 'unknown' ? '' : 'recorder',
      durationMs: roundedMs(durations[id]) ?? 0,
    });
  }
  return [...calls.values()];
}
