import { expect, it } from 'vitest';

import { isToolAnswer } from './isToolAnswer.ts';

it.each<[name: string, message: Record<string, unknown>]>([
  ['the SDK', { role: 'tool', content: [{ type: 'tool-result' }] }],
  ['OpenAI', { role: 'tool', tool_call_id: 'c', content: 'yes' }],
  ['OpenAI, earlier', { role: 'function', name: 'ask', content: 'yes' }],
  ['OpenAI, responses', { type: 'function_call_output', call_id: 'c', output: 'yes' }],
  ['OpenAI, approvals', { type: 'mcp_approval_response', approval_request_id: 'm', approve: true }],
  ['Anthropic', { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c' }] }],
  ['Google', { role: 'user', parts: [{ functionResponse: { name: 'ask' } }] }],
  ['Bedrock', { role: 'user', content: [{ toolResult: { toolUseId: 'c' } }, { cachePoint: { type: 'default' } }] }],
])('an answer, with %s', (_, message) => {
  expect(isToolAnswer(message)).toBe(true);
});

it.each<[name: string, message: Record<string, unknown>]>([
  ['a text', { role: 'user', content: 'hi' }],
  ['nothing', { role: 'user', content: [] }],
  ['a text beside an answer', { role: 'user', content: [{ type: 'tool_result' }, { type: 'text', text: 'hi' }] }],
  ['a text, with Google', { role: 'user', parts: [{ text: 'hi' }] }],
  ['a text, with Bedrock', { role: 'user', content: [{ text: 'hi' }, { cachePoint: { type: 'default' } }] }],
  ['a call', { role: 'assistant', content: [{ type: 'tool_use', id: 'c' }] }],
])('no answer: %s', (_, message) => {
  expect(isToolAnswer(message)).toBe(false);
});
