import { aiSdkPrompt } from './aiSdkPrompt.ts';
import { fieldsOf, firstText, itemsOf } from './eventFields.ts';

type Fields = Record<string, unknown>;

/** The approvals of calls that the provider runs, by the ids of the calls. */
export interface HostedApprovals {
  /** Of calls that wait for one. */
  asked: ReadonlyMap<string, string>;
  /** Of calls that ran because of one. */
  granted: ReadonlyMap<string, string>;
}

/** Approvals that a prompt ends with: items of OpenAI's Responses, which name the question before each answer, or the SDK's own message. */
function grantedIds(prompt: readonly Fields[]): string[] {
  const rest = prompt.findLastIndex(({ type }) => type !== 'item_reference' && type !== 'mcp_approval_response');
  const items = prompt.slice(rest + 1).filter(({ approve }) => approve === true);
  const parts = itemsOf(prompt.at(-1)?.['content']).filter(({ approved }) => approved === true);
  return [
    ...items.map((item) => firstText(item['approval_request_id'])),
    ...parts.map((part) => firstText(part['approvalId'])),
  ].filter((id) => id !== '');
}

/**
 * Approvals of MCP tools that OpenAI's Responses run: the call that asks and the one that ran are two items of two responses under two ids, and the SDK does not say that they are one. The
 * first step of a call has the ones that its prompt grants, where it has the prompt: they are taken to have run in their order.
 *
 * @param step of version 6 or 7
 * @param parts of tool calls in it
 * @example
 * aiSdkHostedApprovals({}, [{ type: 'tool-approval-request', approvalId: 'mcpr_1', toolCall: { toolCallId: 'c', providerExecuted: true } }]).asked // => new Map([['c', 'mcpr_1']])
 */
export function aiSdkHostedApprovals(step: Fields, parts: readonly Fields[]): HostedApprovals {
  const questions = parts
    .filter(({ type }) => type === 'tool-approval-request')
    .map(({ approvalId, toolCall }) => ({ approvalId: firstText(approvalId), call: fieldsOf(toolCall) }))
    .filter(({ approvalId, call }) => approvalId !== '' && call['providerExecuted'] === true);
  const asked = new Map(questions.map(({ approvalId, call }) => [firstText(call['toolCallId']), approvalId]));
  const ran = parts
    .filter(({ type, toolName }) => type === 'tool-call' && firstText(toolName).startsWith('mcp.'))
    .map(({ toolCallId }) => firstText(toolCallId))
    .filter((id) => !asked.has(id));
  const ids = step['stepNumber'] === 0 && ran.length > 0 ? grantedIds(aiSdkPrompt(step)) : [];
  return { asked, granted: new Map(ids.slice(0, ran.length).map((id, i) => [ran[i] ?? '', id])) };
}
