import { expect, it } from 'vitest';

import { outputResult } from './toolOutcome.ts';

it.each([
  ['no_such_tool', 'unsupported call: no_such_tool'],
  ['mcp__srv__nothere', 'unsupported call: mcp__srvnothere'],
  ['apply_patch', 'unsupported custom tool call: apply_patch'],
  ['apply_patch', 'apply_patch handler received invalid patch input'],
  ['view_image', 'unable to locate image at `/a b.png`: No such file or directory (os error 2)'],
  ['view_image', 'image path `/a` is not a file'],
  ['view_image', 'view_image is not allowed because you do not support image inputs'],
  ['update_goal', 'cannot update goal because this thread has no goal'],
  ['create_goal', 'cannot create a new goal because this thread already has a goal; use update_goal'],
  ['update_plan', 'update_plan is a TODO/checklist tool and is not allowed in Plan mode'],
  ['request_user_input', 'request_user_input is unavailable in Default mode'],
  ['wait_agent', 'agent ids must be non-empty'],
  ['send_input', 'agent with id 01a22ed2-4e60-73b3-9973-a152417f242e not found'],
  ['spawn_agent', 'collab spawn failed: agent thread limit reached (max 6)'],
  ['spawn_agent', 'Agent depth limit reached. Solve the task yourself.'],
  ['read_mcp_resource', "unknown MCP server 'docs'"],
  ['read_mcp_resource', 'resources/read failed: no such resource'],
  ['read_mcp_resource', 'resources/read failed: boom\nCaused by: the server'],
  ['spawn_agent', 'collab tool failed: internal error\n\nCaused by:\n    no thread'],
])('S1.12 the tool %s failed when Codex answers %j itself', (tool, words) => {
  expect(outputResult(words, tool)).toEqual({ outcome: 'error', approval: 'unknown' });
});

it.each([
  ['mcp__docs__search', 'agent ids must be non-empty'],
  ['exec_command', 'unable to locate image at `/a.png`'],
  ['wait_agent', 'agent with id 7 not found\nsaid the log'],
  ['wait_agent', '{"status":{},"timed_out":true}'],
  ['exec_command', 'unsupported call: see the manual'],
  ['mcp__bank__pay', 'unsupported call: transfer'],
  ['mcp__bank__pay', 'tool transfer invoked with incompatible payload'],
  ['mcp__bank__pay', 'transfer handler received unsupported payload'],
  ['exec_command', 'resources/read failed: boom\nCaused by: the server'],
])('what %s answers is its own: %j', (tool, words) => {
  expect(outputResult(words, tool).outcome).toBe('ok');
});
