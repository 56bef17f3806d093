import { expect, it } from 'vitest';

import { codexReadings, codexStart } from '../../testing/codexReadings.ts';
import { eventResult } from './eventResult.ts';

const completed = (item: object) => ({ type: 'item_completed', item: { id: 'c1', ...item } });

it.each([
  [{ type: 'CommandExecution', status: 'failed', exit_code: 7 }, 'error'],
  [{ type: 'CommandExecution', status: 'failed' }, 'error'],
  [{ type: 'McpToolCall', status: 'failed', error: { message: 'no such issue' } }, 'error'],
  [{ type: 'McpToolCall', status: 'failed', error: { message: 'user cancelled MCP tool call' } }, 'cancelled'],
  [{ type: 'McpToolCall', status: 'failed', error: { message: 'user rejected MCP tool call' } }, 'denied-by-user'],
  [{ type: 'McpToolCall', status: 'failed', error: null, result: { isError: true } }, 'error'],
])('the item %j says that the call ended as %s', (item, outcome) => {
  expect(eventResult(completed(item))).toMatchObject({ callId: 'c1', outcome });
});

it('an item without an exit code of the command, which never ended by itself, leaves it to the output how the call ended', () => {
  const item = { type: 'CommandExecution', status: 'failed', exit_code: -1 };
  expect(eventResult(completed(item))).toBeUndefined();
});

it.each([
  ['Wall time: 1.4 seconds\naborted by user', 'cancelled'],
  ['Process running with session ID 46853\nOutput:\n', 'ok'],
  ['exec_command failed: CreateProcess { message: "no such file" }', 'error'],
  ['Process exited with code -1\nOutput:\n', 'error'],
])('S1.12 a command with the output %j whose end is told without an exit code is %s', async (output, outcome) => {
  const item = { type: 'CommandExecution', id: 'c1', status: 'failed', exit_code: -1 };
  const lines = [
    { type: 'response_item', payload: { type: 'function_call', name: 'exec_command', call_id: 'c1' } },
    { type: 'response_item', payload: { type: 'function_call_output', call_id: 'c1', output } },
    { type: 'event_msg', payload: { type: 'turn_aborted', reason: 'interrupted' } },
    { type: 'event_msg', payload: { type: 'item_completed', item } },
  ];
  const ledgers = await codexReadings([...codexStart(), ...lines]);
  const outcomes = ledgers.map(({ toolCalls }) => [...toolCalls.values()].map((call) => call.outcome));
  expect(outcomes).toEqual([[outcome], [outcome]]);
});
