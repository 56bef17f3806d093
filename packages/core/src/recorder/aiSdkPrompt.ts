import { fieldsOf, itemsOf } from './eventFields.ts';

type Fields = Record<string, unknown>;

/** An object that was sent as text, as bodies of requests are; nothing when the text is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * What an AI SDK step asked with, item by item, as far as the step has it: the SDK's own messages (version 7 with `include: { requestMessages: true }`), else those in the body of the request
 * (versions 4 to 6, 7 with `include: { requestBody: true }`) under the names of OpenAI, Anthropic and their like (`messages`), OpenAI's Responses (`input`) and Google (`contents`).
 *
 * @example
 * aiSdkPrompt({ request: { body: '{"messages":[{"role":"user"}]}' } }) // => [{ role: 'user' }]
 */
export function aiSdkPrompt(step: Fields): Fields[] {
  const { messages, body } = fieldsOf(step['request']);
  const sent = fieldsOf(typeof body === 'string' ? parsed(body) : body);
  const lists = [messages, sent['messages'], sent['input'], sent['contents']].map((list) => itemsOf(list));
  return lists.find((list) => list.length > 0) ?? [];
}
