import type { ToolApproval, ToolOutcome } from '../../model/ToolCallRecord.ts';

/** How a call ended, and who let it run. */
export interface CallResult {
  outcome: ToolOutcome;
  approval: ToolApproval;
}

const anyOf = (...patterns: readonly string[]): RegExp => new RegExp(patterns.map((p) => `^(?:${p})`).join('|'), 's');
/** Words where a server of tools was to be called, in what stood around them in one version or another. */
const ofServer = (words: string): string =>
  String.raw`(Wall time: [\d.]+ seconds\nOutput:\n)?(err: "|tool call error: |\[\{"type":"text","text":")?${words}`;
/** Nothing of a server's own follows. */
const WHOLE = String.raw`(?="|\s*$)`;

const BY_USER = anyOf(
  '(exec command |patch )?rejected by user(?! approval settings)',
  ofServer(`user rejected MCP tool call${WHOLE}`),
);
/** The rules of the policy (behind the command stands the reason of the rule's author, or Codex's), a mode in which nobody is asked, hooks, and the automatic reviewer. */
const BY_RULE = anyOf(
  '`.*?` rejected: ',
  'execpolicy (forbids|requires approval for) this command',
  'approval required by policy',
  'approval policy is .*?; reject command',
  'patch rejected: writing .*?; rejected by user approval settings',
  'rejected by configuration',
  '(Command|Tool call) blocked by PreToolUse hook: ',
  'PermissionRequest hook denied approval',
  'automatic approval review denied the action',
  ofServer('This action was rejected due to unacceptable risk'),
  ofServer('The automatic permission approval review did not finish'),
);
/** The second also where nobody was there to be asked. */
const CANCELLED = anyOf(
  String.raw`(Wall time: [\d.]+ seconds\n)?aborted by user`,
  ofServer(`user cancelled MCP tool call${WHOLE}`),
);

/** What Codex's words say of a call that was not let run or was broken off; `undefined` for any other words. Only of a user's no is it known who was asked. */
export function refusalOf(words: string): CallResult | undefined {
  if (BY_USER.test(words)) return { outcome: 'denied-by-user', approval: 'denied' };
  if (BY_RULE.test(words)) return { outcome: 'denied-by-rule', approval: 'unknown' };
  return CANCELLED.test(words) ? { outcome: 'cancelled', approval: 'unknown' } : undefined;
}
