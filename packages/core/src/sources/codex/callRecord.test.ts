import { expect, it } from 'vitest';

import { codexReadings, codexStart } from '../../testing/codexReadings.ts';
import { callOf } from './callRecord.ts';

it.each([
  ['search', 'mcp__github', 'mcp__github__search'],
  ['search', 'mcp__jira__', 'mcp__jira__search'],
  ['exec_command', 'mcp__remote', 'mcp__remote__exec_command'],
  ['mcp__github__search', 'mcp__github', 'mcp__github__search'],
  ['mcp__github__search', undefined, 'mcp__github__search'],
  ['exec_command', undefined, 'exec_command'],
  ['spawn_agent', 'multi_agent_v1', 'spawn_agent'],
])('the tool %s of the namespace %j has the name %s, as before there were namespaces', (name, namespace, tool) => {
  expect(callOf({ type: 'function_call', name, namespace })).toEqual({ tool, outcome: 'pending' });
  expect(callOf({ type: 'custom_tool_call', name, namespace })).toEqual({ tool, outcome: 'pending' });
});

it('S1.09 tools of two servers that have the same name are two tools, and Codex says how their calls ended', async () => {
  const call = (call_id: string, namespace: string, output: unknown) => [
    { type: 'response_item', payload: { type: 'function_call', name: 'exec_command', namespace, call_id } },
    { type: 'response_item', payload: { type: 'function_call_output', call_id, output } },
  ];
  const failed = ['Wall time: 0.02 seconds\nOutput:', 'tool call error: tool call failed for `b/exec_command`'];
  const lines = [
    ...call('c1', 'mcp__a', '`x` rejected: no'),
    ...call(
      'c2',
      'mcp__b',
      failed.map((text) => ({ type: 'input_text', text })),
    ),
  ];
  const ledgers = await codexReadings([...codexStart(), ...lines]);
  const calls = ledgers.map(({ toolCalls }) => [...toolCalls.values()].map((c) => `${c.tool} ${c.outcome}`));
  const expected = ['mcp__a__exec_command ok', 'mcp__b__exec_command error'];
  expect(calls).toEqual([expected, expected]);
});
