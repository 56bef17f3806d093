import type { ToolApproval, ToolOutcome } from '../../model/ToolCallRecord.ts';

/** How a call ended, and who let it run. */
export interface CallResult {
  outcome: ToolOutcome;
  approval: ToolApproval;
}

/** Codex's words are the whole text, but where a pattern ends in `.*`: what a command or a server puts out may begin as they do. */
const anyOf = (...patterns: readonly string[]): RegExp => new RegExp(patterns.map((p) => `^(?:${p})$`).join('|'), 's');
/** Words where a server of tools was to be called, in what stood around them in one version or another: nothing of a server's own follows. */
const ofServer = (words: string): string =>
  String.raw`(Wall time: [\d.]+ seconds\nOutput:\n)?((tool call error: )?${words}|(err: "|\[\{"type":"text","text":")${words}".*)`;

const BY_USER = anyOf('(exec command |patch )?rejected by user', ofServer('user rejected MCP tool call'));
/** The rules of the policy, a mode in which nobody is asked, hooks, and the automatic reviewer. */
const BY_RULE = anyOf(
  'execpolicy (forbids|requires approval for) this command',
  'approval required by policy( rule)?, but AskForApproval.*',
  'approval policy is .*; reject command.*',
  'patch rejected: writing .*; rejected by user approval settings',
  'rejected by configuration',
  '(Command|Tool call) blocked by PreToolUse hook: .*',
  'PermissionRequest hook denied approval',
  'automatic approval review denied the action',
  ofServer('Automatic approval review failed: .*'),
  ofServer('This action was rejected due to unacceptable risk.*'),
  ofServer('The automatic permission approval review did not finish.*'),
  ofServer('MCP tool call blocked by app configuration'),
  ofServer('MCP tool call cancelled: interactive approval .*'),
);
/** What the policy says of a command, which may have lines and backticks of its own; one line of a reason, of the rule's author or Codex's, ends it. */
const COMMAND_BY_RULE = /^`.*` rejected: [^\n]*$/s;
/** The second also where nobody was there to be asked. */
const CANCELLED = anyOf(
  String.raw`Wall time: [\d.]+ seconds\naborted by user`,
  String.raw`aborted by user( after [\d.]+ ?s)?`,
  ofServer('user cancelled MCP tool call'),
  ofServer('MCP tool call cancelled before approval'),
  'automatic approval review was cancelled',
  'network approval was cancelled before a decision was returned',
  '(request_user_input|request_permissions|dynamic tool call) was cancelled before receiving a response',
);

/**
 * What Codex's words say of a call that was not let run or was broken off; `undefined` for any other words. Only of a user's no is it known who was asked.
 *
 * @param isOfCommand whether they are said of a command, and not of a tool whose own answer they may be
 */
export function refusalOf(text: string, isOfCommand: boolean): CallResult | undefined {
  const words = text.trimEnd();
  if (BY_USER.test(words)) return { outcome: 'denied-by-user', approval: 'denied' };
  const isByRule = BY_RULE.test(words) || (isOfCommand && COMMAND_BY_RULE.test(words));
  if (isByRule) return { outcome: 'denied-by-rule', approval: 'unknown' };
  return CANCELLED.test(words) ? { outcome: 'cancelled', approval: 'unknown' } : undefined;
}
