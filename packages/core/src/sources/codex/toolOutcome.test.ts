import { expect, it } from 'vitest';

import { outputResult } from './toolOutcome.ts';

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
  ['patch rejected by user', 'denied-by-user'],
  ['user rejected MCP tool call', 'denied-by-user'],
  ['err: "user rejected MCP tool call"', 'denied-by-user'],
  [`exec_command failed for \`x\`: ${rejected('rejected by user')}`, 'denied-by-user'],
  [`exec_command failed: ${rejected('rejected by user')}`, 'denied-by-user'],
  [`Script failed\nOutput:\n\nScript error:\nexec_command failed: ${rejected('rejected by user')}`, 'denied-by-user'],
  [`exec_command failed for \`x\`: ${rejected('`git push` rejected: blocked by policy')}`, 'denied-by-rule'],
  [`exec_command failed for \`x\`: ${rejected('approval required by policy, but none')}`, 'denied-by-rule'],
  ['`git push` rejected: blocked by policy', 'denied-by-rule'],
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
  ['anything else', 'ok'],
])('the output %j is %s', (output, outcome) => {
  expect(outputResult(output, 'shell').outcome).toBe(outcome);
  expect(outputResult([{ type: 'input_text', text: output }], 'shell').outcome).toBe(outcome);
});

it.each([
  ['exec command rejected by user', 'denied'],
  ['`git push` rejected: blocked by policy', 'unknown'],
  ['anything else', 'unknown'],
])('the output %j says that the call was %s', (output, approval) => {
  expect(outputResult(output, 'shell').approval).toBe(approval);
});
