import { expect, it } from 'vitest';

import { eventResult } from './eventResult.ts';
import { outputResult } from './toolOutcome.ts';

/** Codex's words for a command that it did not start. */
const rejected = (reason: string): string => `CreateProcess { message: "Rejected(\\"${reason}\\")" }`;

it.each([
  ['Process exited with code 0', 'ok'],
  ['x\nProcess exited with code 3\n', 'error'],
  ['{"output":"x","metadata":{"exit_code":1}}', 'error'],
  ['Exit code: 0\nOutput', 'ok'],
  ['apply_patch verification failed: x', 'error'],
  ['exec_command failed for `x`: CreateProcess { Sandbox(Denied) }', 'error'],
  ['exec command rejected by user', 'denied-by-user'],
  ['aborted by user after 3 s', 'cancelled'],
  ['Wall time: 3.2 seconds\naborted by user', 'cancelled'],
  ['Wall time: 3.2 seconds\nProcess exited with code 0\nOutput:\naborted by user', 'ok'],
  ['automatic approval review was cancelled', 'cancelled'],
  ['network approval was cancelled before a decision was returned', 'cancelled'],
  ['request_user_input was cancelled before receiving a response', 'cancelled'],
  ['patch rejected by user', 'denied-by-user'],
  [`exec_command failed for \`x\`: ${rejected('rejected by user')}`, 'denied-by-user'],
  [`exec_command failed: ${rejected('rejected by user')}`, 'denied-by-user'],
  [`Script failed\nOutput:\n\nScript error:\nexec_command failed: ${rejected('rejected by user')}`, 'denied-by-user'],
  [`exec_command failed for \`x\`: ${rejected('`git push` rejected: blocked by policy')}`, 'denied-by-rule'],
  [
    `exec_command failed for \`x\`: ${rejected('approval required by policy, but AskForApproval is set to Never')}`,
    'denied-by-rule',
  ],
  [`Script failed\nOutput:\n\nScript error:\nexec_command failed: ${rejected('`x` rejected: no')}`, 'denied-by-rule'],
  ['Command blocked by PreToolUse hook: no. Command: rm -rf x', 'denied-by-rule'],
  ['patch rejected: writing outside of the project; rejected by user approval settings', 'denied-by-rule'],
  ['patch rejected: writing is blocked by read-only sandbox; rejected by user approval settings', 'denied-by-rule'],
  ['This action was rejected due to unacceptable risk.\nReason: x', 'denied-by-rule'],
  [`exec_command failed: ${rejected('Failed to create unified exec process: No such file')}`, 'error'],
  ['exec_command failed: UnknownProcessId { process_id: 3 }', 'error'],
  ['write_stdin failed: UnknownProcessId { process_id: 3 }', 'error'],
  ['Script failed\nOutput:\n\nScript error:\nError: rejected by user', 'error'],
  [`Exit code: 0\nOutput:\nexec_command failed: ${rejected('rejected by user')}`, 'ok'],
  ['command timed out after 10 s', 'timeout'],
  ['exec_command failed for `x`: timed out after 10 s; Process exited with code 0', 'timeout'],
  ['Script failed\nOutput:\nProcess exited with code 0', 'error'],
  ['Process exited with code 0\nOutput:\nrequest timed out after 5 s, and Sandbox(Denied in a log', 'ok'],
  ['{"output":"timed out after 5","metadata":{"exit_code":0}}', 'ok'],
  ['Exit code: 0\nWall time: 1 seconds\nOutput:\nfoo timed out after 5\nProcess exited with code 3', 'ok'],
  ['Script completed\nOutput:\n{"exit_code": 0}, timed out after 5', 'ok'],
  ['Exit code: 1\nWall time: 1 seconds\nOutput:\ncurl: timed out after 5 s', 'error'],
  ['Exit code: 1\nWall time: 9 seconds\nOutput:\ncommand timed out after 9000 milliseconds\nx', 'timeout'],
  ['Exit code: 1\nWall time: timed out after 9 s\nOutput:\nx', 'timeout'],
  ['{"output":"command timed out after 9 milliseconds","metadata":{"exit_code":1}}', 'timeout'],
  ['Exit code: 124\nOutput:\nx', 'timeout'],
  ['Process running with session ID 5\nOutput:\nread timed out after 5 s', 'timeout'],
  ['a log: Sandbox(Denied', 'error'],
  ['user rejected MCP tool call is what the log said\n', 'ok'],
  ['Exit code: 0\nOutput:\n`x` rejected: no', 'ok'],
  ['anything else', 'ok'],
])('the output %j is %s', (output, outcome) => {
  expect(outputResult(output, 'shell').outcome).toBe(outcome);
  expect(outputResult([{ type: 'input_text', text: output }], 'shell').outcome).toBe(outcome);
});

it.each([
  '`rm x` rejected: policy forbids commands starting with `rm`',
  "`/bin/zsh -lc 'rm -rf x\nls'` rejected: rm -f style commands are not permitted. Use a safer approach",
  '`git push` rejected: ask the release team',
  '`git push` rejected: blocked by policy',
  'execpolicy forbids this command',
  'approval required by policy rule, but AskForApproval::Granular.rules is false',
  'approval policy is Never; reject command — you should not ask for escalated permissions if the approval policy is Never',
  'rejected by configuration',
  'PermissionRequest hook denied approval',
  'automatic approval review denied the action',
  'Automatic approval review failed: guardian assessment was not valid JSON\\nThe action was not executed because automatic approval review could not be completed.',
  'This action was rejected due to unacceptable risk.\\nReason: x',
  'The automatic permission approval review did not finish before its deadline. Do not assume the action is unsafe.',
])('nobody was asked about a command of which is said %j, alone or as the reason that it was not started', (reason) => {
  for (const output of [reason, `exec_command failed for \`x\`: ${rejected(reason)}`]) {
    expect(outputResult(output, 'shell')).toEqual({ outcome: 'denied-by-rule', approval: 'unknown' });
  }
});

it.each([
  ['user rejected MCP tool call', 'denied-by-user'],
  ['user cancelled MCP tool call', 'cancelled'],
  ['This action was rejected due to unacceptable risk.\\nReason: x', 'denied-by-rule'],
  ['The automatic permission approval review did not finish before its deadline.', 'denied-by-rule'],
  ['Automatic approval review failed: x', 'denied-by-rule'],
  ['MCP tool call blocked by app configuration', 'denied-by-rule'],
  ['MCP tool call cancelled: interactive approval is unavailable in exec mode', 'denied-by-rule'],
  ['MCP tool call cancelled before approval', 'cancelled'],
  ['no such issue', 'error'],
])(
  '%j is said of a call of a server of tools that is %s, in the words of each version and by its event',
  (said, outcome) => {
    const inText = [`err: "${said}"`, `tool call error: ${said}`].map((text) => outputResult(text, 'mcp__a__b'));
    expect(inText).toMatchObject([{ outcome }, { outcome }]);
    expect(eventResult({ type: 'mcp_tool_call_end', call_id: 'c', result: { Err: said } })).toMatchObject({ outcome });
  },
);

it.each([
  ['mcp__github__get_issue', '`npm test` passes.\n\nThe change of `main.ts` rejected: it has no test'],
  ['get_issue', '`main.ts` rejected: it has no test'],
  ['shell', '`npm test` passes.\nThe change of `main.ts` rejected: it has no test\nDone'],
  ['mcp__db__query', 'rejected by user input validation, 3 rows'],
  ['mcp__db__query', 'rejected by configuration: 0 rows'],
  ['mcp__docs__search', 'approval required by policy 12: see handbook'],
  ['mcp__docs__search', 'execpolicy forbids this command, says the handbook'],
  ['mcp__docs__search', 'PermissionRequest hook denied approval 3 times'],
  ['mcp__docs__search', 'patch rejected: writing of tests; rejected by user approval settings, says the handbook'],
  ['mcp__stats__get', 'aborted by users: 4'],
])('an answer of %s that only begins as a refusal does is ok: %j', (tool, output) => {
  expect(outputResult(output, tool)).toEqual({ outcome: 'ok', approval: 'unknown' });
});

it.each(['shell', 'local_shell', 'shell_command', 'exec_command', 'container.exec'])(
  'a command of the tool %s was refused by a rule, whatever it holds itself',
  (tool) => {
    const command = 'echo `date` && echo "`x` rejected: y"\nls';
    expect(outputResult(`\`${command}\` rejected: blocked by policy\n`, tool).outcome).toBe('denied-by-rule');
  },
);

it('a reason may hold quotation marks', () => {
  const words = '`echo \\\\\\"(x\\\\\\")` rejected: no';
  expect(outputResult(`exec_command failed: ${rejected(words)}`, 'exec_command').outcome).toBe('denied-by-rule');
});

it.each([
  ['user rejected MCP tool call', 'denied-by-user'],
  ['user cancelled MCP tool call', 'cancelled'],
  ['no such issue', 'ok'],
])('%j alone, or as the answer of a server of tools, is %s', (said, outcome) => {
  const answer = `[{"type":"text","text":"${said}"}]`;
  for (const output of [said, answer, `Wall time: 0.0000 seconds\nOutput:\n${answer}`]) {
    expect(outputResult(output, 'mcp__a__b').outcome).toBe(outcome);
  }
});

it.each([
  ['exec command rejected by user', 'denied'],
  ['`git push` rejected: blocked by policy', 'unknown'],
  ['anything else', 'unknown'],
])('the output %j says that the call was %s', (output, approval) => {
  expect(outputResult(output, 'shell').approval).toBe(approval);
});

it('an item that was declined does not say that a person denied it', () => {
  const item = { type: 'CommandExecution', id: 'c1', status: 'declined', exit_code: -1 };
  expect(eventResult({ type: 'item_completed', item })).toEqual({
    callId: 'c1',
    outcome: 'denied-by-rule',
    approval: 'unknown',
  });
});

it.each([
  ['patch rejected by user', 'denied-by-user'],
  ['exec command rejected by user', 'denied-by-user'],
  ['user rejected MCP tool call', 'denied-by-user'],
  ['user cancelled MCP tool call', 'cancelled'],
  ['Command blocked by PreToolUse hook: no', 'denied-by-rule'],
  ['`git push` rejected: blocked by policy', 'denied-by-rule'],
  ['Error: patch rejected by user', 'error'],
  ['Error: x\n    at exec_main.mjs:1:1', 'error'],
])('a script that ends with the error %j is %s, whatever it put out before', (error, outcome) => {
  const output = `Script failed\nWall time 0.1 seconds\nOutput:\nScript error:\nrejected by user\nScript error:\n${error}`;
  expect(outputResult(output, 'exec').outcome).toBe(outcome);
});
