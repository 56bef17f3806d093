import { firstText, itemsOf } from './eventFields.ts';

type Fields = Record<string, unknown>;

/** A part that answers a tool: Anthropic's, Google's, Bedrock's, the SDK's own. */
const isAnswer = (part: Fields): boolean =>
  ['tool_result', 'tool-result', 'tool-approval-response'].includes(firstText(part['type'])) ||
  'functionResponse' in part ||
  'toolResult' in part;

/**
 * Whether a message of a prompt answers tools, or questions whether they may run, and says nothing else: a message of the role `tool`; one of the user's that has nothing but results, as
 * Anthropic, Google and Bedrock want them; or one of OpenAI's Responses' items, such as `function_call_output`.
 *
 * @example
 * isToolAnswer({ role: 'user', content: [{ type: 'tool_result' }] }) // => true
 */
export function isToolAnswer(message: Fields): boolean {
  const { role, type, content, parts } = message;
  if (role === 'tool' || role === 'function') return true;
  if (/_output$|^mcp_approval_response$/.test(firstText(type))) return true;
  const said = [...itemsOf(content), ...itemsOf(parts)].filter((part) => !('cachePoint' in part));
  return said.length > 0 && said.every((part) => isAnswer(part));
}
