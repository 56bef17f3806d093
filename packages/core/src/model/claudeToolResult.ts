import { claudeDecision } from './claudeDecision.ts';
import type { ToolApproval, ToolOutcome } from './ToolCallRecord.ts';
import { deniedByRule, isOwnTool } from './deniedByRule.ts';
import { objectOf, textOf } from './unknownFields.ts';

/** What a tool's result says. */
export interface ClaudeToolResult {
  outcome: ToolOutcome;
  approval: ToolApproval;
  /** The approval is from a decision that was recorded, not from words. */
  isDecided?: boolean;
}

/** The second is what a subagent is told, the third what is said of a plan. */
const REJECTED = [
  /^The user doesn't want to (proceed with this tool use|take this action right now)/,
  /^Permission for this tool use was denied(?!\. It requires approval)/,
  /^The agent proposed a plan that was rejected by the user/,
];
/** What programs that run Claude Code elsewhere answer for their user; servers of tools, and what has run, may say the same. */
const [DENIED_ELSEWHERE, ABORTED_ELSEWHERE] = ['User denied permission', 'User aborted'];
/** Interruptions and timeouts also after the exit code of the command that was ended, as Bash of Claude Code 2 writes them. */
const CANCELLED = [
  /^Sibling tool call errored/,
  /^Cancelled: (parallel tool call|Claude ended the conversation)/,
  /^Error: Streaming fallback - tool execution discarded/,
  /^(?:Error: )?(?:Exit code \d+\s+)?\[Request interrupted by user/,
  /^\[(Tool call (did not complete|interrupted|not completed|skipped)|Agent call interrupted): /,
  /^A safety monitor blocked this turn, so this tool call was cancelled/,
  /^Permission prompt was aborted\.$/,
  // The words of a rejection, taken back.
  /^The user doesn't want to proceed [^\n]{0,300}\. Correction to the text above: this call was stopped while running/,
];
const CUT_OFF = new Set(['interrupted', 'cancelled']);
/** Stands in a copy of a session, whatever became of the call in the session itself. */
const NOT_IN_COPY = /^\[Tool call result not in this copy: /;
const TIMED_OUT = [/^(?:Error: )?(?:Exit code \d+\s+)?Command timed out after/, /^Error: Command timed out/];
/** Tools that ask a person; what others put out may read the same. */
const ASKING_TOOLS = ['ExitPlanMode', 'AskUserQuestion'];
const CONSENTED = [
  /^User has approved your plan/,
  /^User has answered/,
  /^Your questions have been answered/,
  /^The user answered/,
];

/** Text of a result's content: as it is, or of its first text block. */
function resultText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((block) => textOf(objectOf(block)?.['text'])).find((text) => text !== '') ?? '';
}

const matches = (patterns: readonly RegExp[], text: string): boolean => patterns.some((p) => p.test(text));

/**
 * Outcome and approval of a tool call of Claude Code from its `tool_result` block and the record around it, a transcript's line or an SDK's message. A denial is not an error; where no decision is recorded,
 * an approved call and one that was never asked about look alike, so that approval stays `unknown` but for the few results that state consent.
 *
 * @param tool name of the tool; `''` when unknown
 */
export function claudeToolResult(
  block: Record<string, unknown>,
  record: Record<string, unknown>,
  tool: string,
): ClaudeToolResult {
  const isError = block['is_error'] === true;
  const decision = claudeDecision(record['permissionDecision']);
  const isAccepted = decision?.isAccepted === true;
  const approval = decision?.isByPerson === true ? 'approved' : 'auto-approved';
  const byAnswer: Omit<ClaudeToolResult, 'outcome'> = isAccepted
    ? { approval, isDecided: true }
    : { approval: 'unknown' };
  if (!isError && (isAccepted || !ASKING_TOOLS.includes(tool))) return { outcome: 'ok', ...byAnswer };
  const text = resultText(block['content']).replace(/^<tool_use_error>/, '');
  if (!isError) return { outcome: 'ok', approval: matches(CONSENTED, text) ? 'approved' : 'unknown' };
  if (NOT_IN_COPY.test(text)) return { outcome: 'pending', approval: 'unknown' };
  const kind = textOf(record['toolDenialKind']);
  const answer = isOwnTool(tool) && !isAccepted ? text : '';
  const isRejected = matches(REJECTED, text) || answer === DENIED_ELSEWHERE;
  const isCutOff = CUT_OFF.has(kind) || matches(CANCELLED, text) || answer === ABORTED_ELSEWHERE;
  // After consent the words of a rejection are those of somebody who stopped what ran.
  if (isCutOff || (isRejected && isAccepted)) {
    return { outcome: 'cancelled', ...byAnswer };
  }
  const byUser: ClaudeToolResult = { outcome: 'denied-by-user', approval: 'denied' };
  const byRule: ClaudeToolResult = { outcome: 'denied-by-rule', approval: 'unknown' };
  // Also of kind `permission-rule`, which an answer through the SDK has as well.
  const isByPerson = decision?.isByPerson === true;
  if (isRejected || (decision && !isAccepted && isByPerson))
    return isByPerson ? { ...byUser, isDecided: true } : byUser;
  if (decision && !isAccepted) return byRule;
  if (kind === 'permission-rule' || kind.startsWith('auto') || (!isAccepted && deniedByRule(text, tool))) return byRule;
  if (record['toolUseResult'] === 'User rejected tool use') return byUser;
  // A rejection by a person has its words: so are labelled as well the calls of headless runs, where nobody was asked.
  if (kind === 'user-rejected') return byRule;
  return { outcome: matches(TIMED_OUT, text) ? 'timeout' : 'error', ...byAnswer };
}
