import { expect, it } from 'vitest';

import { claudeToolResult } from './claudeToolResult.ts';

it.each([
  ['Command timed out after 2m 0.0s', 'timeout'],
  ['Exit code 143\nCommand timed out after 2m 0s', 'timeout'],
  ['Error: Exit code 143\nCommand timed out after 2m 0s\nso far', 'timeout'],
  ['Error: Command timed out', 'timeout'],
  ['Exit code 1\ncurl: Command timed out after 5 s', 'error'],
  ['Exit code 143', 'error'],
])('of the failed result %j the outcome is %s', (content, outcome) => {
  expect(claudeToolResult({ is_error: true, content }, {}, 'Bash')).toEqual({ outcome, approval: 'unknown' });
  expect(claudeToolResult({ is_error: true, content: [{ type: 'text', text: content }] }, {}, 'Bash').outcome).toBe(
    outcome,
  );
  expect(claudeToolResult({ content }, {}, 'Bash').outcome).toBe('ok');
});

const HARMLESS = 'The tool use was rejected (eg. if it was a file edit, the new_string was NOT written to the file).';
const PLAN_REJECTED =
  'The agent proposed a plan that was rejected by the user. The user chose to stay in plan mode rather than proceed with implementation.\n\n';

it.each([
  [`Permission for this tool use was denied. ${HARMLESS} Try a different approach.`, 'denied-by-user', 'denied'],
  [`Permission for this tool use was denied. ${HARMLESS} The user said:\nno`, 'denied-by-user', 'denied'],
  ["The user doesn't want to take this action right now. STOP", 'denied-by-user', 'denied'],
  ['Permission for this action has been denied. Reason: risky', 'denied-by-rule', 'unknown'],
  ['Permission for this action was denied by the Claude Code auto mode classifier', 'denied-by-rule', 'unknown'],
  ['Permission to use Bash with command rm has been denied.', 'denied-by-rule', 'unknown'],
  ['Permission to use Bash has been auto-denied (prompts unavailable).', 'denied-by-rule', 'unknown'],
  ['Permission to use Bash has been auto-denied in dontAsk mode.', 'denied-by-rule', 'unknown'],
  [
    'claude-x is temporarily unavailable, so auto mode cannot determine the safety of Bash right now.',
    'denied-by-rule',
    'unknown',
  ],
  [`${PLAN_REJECTED}Rejected plan:\nx`, 'denied-by-user', 'denied'],
  ['The search is temporarily unavailable', 'error', 'unknown'],
  ['Hook PreToolUse:Bash denied this tool', 'denied-by-rule', 'unknown'],
  ['[Request interrupted by user for tool use]', 'cancelled', 'unknown'],
  ['Exit code 137\n[Request interrupted by user for tool use]', 'cancelled', 'unknown'],
  ['Error: Exit code 137\n[Request interrupted by user for tool use]\nso far', 'cancelled', 'unknown'],
  ['find contains unquoted glob characters', 'denied-by-rule', 'unknown'],
  ['ENOENT: doc contains unquoted glob', 'error', 'unknown'],
  ['Exit code 1\ngrep: [Request interrupted by user]', 'error', 'unknown'],
  ['Exit code 1\nPermission for this action has been denied', 'error', 'unknown'],
])('of a line that states no kind of denial, %j is %s', (content, outcome, approval) => {
  expect(claudeToolResult({ is_error: true, content }, {}, 'Bash')).toEqual({ outcome, approval });
});

it.each(['User has approved your plan', 'User has answered your question', 'The user answered: yes'])(
  '%j is consent where a tool asks for it, and text where another puts it out',
  (content) => {
    const approvalOf = (tool: string): string => claudeToolResult({ content }, {}, tool).approval;
    expect(['ExitPlanMode', 'AskUserQuestion'].map(approvalOf)).toEqual(['approved', 'approved']);
    expect(['Bash', 'mcp__phone__ask', ''].map(approvalOf)).toEqual(['unknown', 'unknown', 'unknown']);
  },
);

it.each([
  ['user-rejected', 'This call was turned down by a check of a later version', 'denied-by-rule', 'unknown'],
  ['user-rejected', "touch in '/home/dev/shop/a' needs approval. The path is inside", 'denied-by-rule', 'unknown'],
  ['user-rejected', 'Permission for this tool use was denied. It requires approval, and', 'denied-by-rule', 'unknown'],
  ['user-rejected', "The user doesn't want to proceed with this tool use.", 'denied-by-user', 'denied'],
  ['permission-rule', 'No deploys on Friday.', 'denied-by-rule', 'unknown'],
  ['automode-blocked', 'No deploys on Friday.', 'denied-by-rule', 'unknown'],
  ['of-tomorrow', 'No deploys on Friday.', 'error', 'unknown'],
])(
  'of a line of kind %j, which runs without a person write too, %j is %s',
  (toolDenialKind, content, outcome, approval) => {
    const record = { toolDenialKind, toolUseResult: `Error: ${content}` };
    expect(claudeToolResult({ is_error: true, content }, record, 'Bash')).toEqual({ outcome, approval });
  },
);

it('a record that says so is a rejection, whatever the words', () => {
  const record = { toolDenialKind: 'user-rejected', toolUseResult: 'User rejected tool use' };
  expect(claudeToolResult({ is_error: true, content: 'No' }, record, 'Bash').outcome).toBe('denied-by-user');
});

const REJECTED = `The user doesn't want to proceed with this tool use. ${HARMLESS} STOP what you are doing and wait for the user to tell you how to proceed.`;
const NOT_NOW = "The user doesn't want to take this action right now. STOP what you are doing and wait for the user.";
const STOPPED = `${REJECTED} Correction to the text above: this call was stopped while running, not refused before it ran.`;

it.each([
  ['cancelled', NOT_NOW],
  ['interrupted', NOT_NOW],
  ['cancelled', 'find contains unquoted glob characters'],
  ['user-rejected', STOPPED],
  ['', STOPPED],
  ['', '<tool_use_error>Cancelled: Claude ended the conversation</tool_use_error>'],
  ['', '<tool_use_error>Cancelled: parallel tool call Bash(npm test) errored</tool_use_error>'],
  ['', '<tool_use_error>Error: Streaming fallback - tool execution discarded</tool_use_error>'],
  ['', '[Tool call skipped: the turn paused before this call ran. Nothing refused it]'],
  ['', '[Tool call did not complete: the plugin that made it cancelled it. Nothing refused it.]'],
  ['', "[Tool call interrupted: the session ended before this call's result was recorded, so its outcome is unknown.]"],
  ['', '[Tool call not completed: an approval request expired with no answer. Nobody refused it]'],
  ['', '[Agent call interrupted: the process running this conversation stopped before this agent finished]'],
  ['', 'A safety monitor blocked this turn, so this tool call was cancelled.'],
])('of a line of kind %j, %j says that the call was cut off, which nobody denied', (toolDenialKind, content) => {
  const record = { toolDenialKind, toolUseResult: 'User rejected tool use' };
  expect(claudeToolResult({ is_error: true, content }, record, 'Bash')).toEqual({
    outcome: 'cancelled',
    approval: 'unknown',
  });
});

it.each([
  // An answer through the SDK is labelled like a rule.
  ['permission-rule', REJECTED],
  ['permission-rule', 'User denied permission'],
  ['', `${REJECTED} The user said:\n${STOPPED}`],
])('of a line of kind %j, %j is a rejection by a person', (toolDenialKind, content) => {
  const result = claudeToolResult({ is_error: true, content }, { toolDenialKind }, 'Bash');
  expect(result).toEqual({ outcome: 'denied-by-user', approval: 'denied' });
});

it.each([
  ['User aborted', {}, 'Bash', 'cancelled', 'unknown'],
  ['User aborted', {}, 'mcp__a__b', 'error', 'unknown'],
  ['User aborted', {}, '', 'error', 'unknown'],
  ['User denied permission', {}, '', 'error', 'unknown'],
  ['User denied permission', {}, 'mcp__a__b', 'error', 'unknown'],
  [
    'User denied permission',
    { permissionDecision: { decision: 'accept', source: 'config' } },
    'Bash',
    'error',
    'auto-approved',
  ],
])('%j, of a line with %j and of the tool %s, is %s', (content, record, tool, outcome, approval) => {
  expect(claudeToolResult({ is_error: true, content }, record, tool)).toMatchObject({ outcome, approval });
});

it('a result that the process before did not record says nothing of its call', () => {
  const content =
    "[Tool call result not in this copy: this session was copied before that session recorded this call's result.";
  for (const record of [{}, { toolDenialKind: 'interrupted', toolUseResult: content }]) {
    expect(claudeToolResult({ is_error: true, content }, record, 'Bash').outcome).toBe('pending');
  }
});

const decided = (decision: string, source: string, more: object = {}) => ({
  permissionDecision: { decision, source, ...more },
});
const BY_PERSON = decided('accept', 'user_temporary');
const BY_RULE = decided('accept', 'config', { reasonType: 'rule', ruleSource: 'cliArg' });

it.each([
  [BY_PERSON, false, 'out', 'ok', 'approved'],
  [BY_RULE, false, 'out', 'ok', 'auto-approved'],
  [BY_PERSON, true, 'Exit code 1', 'error', 'approved'],
  [BY_RULE, true, 'Exit code 143\nCommand timed out after 2m 0s', 'timeout', 'auto-approved'],
  // Who lets a call run may stop it; what ran may put out what its check would have said.
  [BY_PERSON, true, REJECTED, 'cancelled', 'approved'],
  [{ ...BY_PERSON, toolDenialKind: 'interrupted' }, true, 'x', 'cancelled', 'approved'],
  [BY_RULE, true, 'Contains command_substitution', 'error', 'auto-approved'],
  [decided('reject', 'user_reject'), true, 'No deploys on Friday.', 'denied-by-user', 'denied'],
  [{ ...decided('reject', 'user_reject'), toolDenialKind: 'permission-rule' }, true, 'No', 'denied-by-user', 'denied'],
])(
  'of a line with the decision %j, a result (failed: %s) %j is %s and %s',
  (record, is_error, content, outcome, approval) => {
    expect(claudeToolResult({ is_error, content }, record, 'Bash')).toEqual({ outcome, approval, isDecided: true });
  },
);

it.each([
  decided('reject', 'config'),
  decided('reject', 'hook', { reasonType: 'hook' }),
  decided('reject', 'user_reject', { reasonType: 'rule' }),
])('the words of a rejection with the decision %j, which names no person, are no recorded denial', (record) => {
  const result = claudeToolResult({ is_error: true, content: REJECTED }, record, 'Bash');
  expect(result).toEqual({ outcome: 'denied-by-user', approval: 'denied' });
});

it.each([
  [{ ...decided('reject', 'config'), toolDenialKind: 'user-rejected' }, 'Of a later version', 'denied-by-rule'],
  [decided('reject', 'hook', { reasonType: 'hook' }), 'No deploys on Friday.', 'denied-by-rule'],
  [decided('reject', 'user_reject', { reasonType: 'rule' }), 'No deploys on Friday.', 'denied-by-rule'],
  [decided('reject', 'invalid_input'), '<tool_use_error>InputValidationError</tool_use_error>', 'error'],
  [{ ...decided('cancelled', 'user_abort'), toolDenialKind: 'cancelled' }, NOT_NOW, 'cancelled'],
])(
  'of a line with the decision %j, the failed result %j is %s, of which no person approved',
  (record, content, outcome) => {
    expect(claudeToolResult({ is_error: true, content }, record, 'Bash')).toEqual({ outcome, approval: 'unknown' });
  },
);
