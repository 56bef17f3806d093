import type { ToolApproval, ToolOutcome } from '../../model/ToolCallRecord.ts';
import { objectOf, textOf } from '../recordFields.ts';

/** UTF-16 units of an output in which an exit code is looked for, and the words that its time was up. */
export const EXIT_CODE_WITHIN = 4000;
export const TIMED_OUT_WITHIN = 300;

const DENIED_BY_USER = /^(exec command|patch) rejected by user/;
const CANCELLED = /^aborted by user/;
const TIMED_OUT = /command timed out after|timed out after \d+/i;
const FAILED = [
  /^(exec_command failed for|execution error|apply_patch verification failed|failed to parse)/,
  /Sandbox\(Denied/,
  /^Script failed/,
];
/** Codex's own words for what a server of tools answered in error. */
const MCP_TOOL = /^mcp__/;
const MCP_FAILED = /^(err: "|tool call error: )/;
const EXIT_CODES = [
  /Process exited with code (-?\d+)/,
  /^Exit code: (-?\d+)/m,
  /^Script completed.*?"exit_code":\s*(-?\d+)/s,
];

/** Text of a call's output: as it is, or the texts of its parts. */
function outputText(output: unknown): string {
  if (typeof output === 'string') return output;
  if (Array.isArray(output)) return output.map((part) => textOf(objectOf(part)?.['text'])).join('\n');
  const content = objectOf(output)?.['content'];
  return typeof content === 'string' ? content : '';
}

/** Exit code that an output states; patches up to 0.130 wrap theirs in JSON. */
function exitCode(text: string): number | undefined {
  if (text.startsWith('{')) {
    try {
      const code = objectOf(objectOf(JSON.parse(text))?.['metadata'])?.['exit_code'];
      if (typeof code === 'number') return code;
    } catch {
      // Not the wrapper; the patterns below decide.
    }
  }
  const beginning = text.slice(0, EXIT_CODE_WITHIN);
  for (const pattern of EXIT_CODES) {
    const code = pattern.exec(beginning)?.[1];
    if (code !== undefined) return Number(code);
  }
  return undefined;
}

/** Outcome and approval of a tool's call from its output. Decisions of people are not kept by Codex; only a rejection leaves words. */
export function outputResult(output: unknown, tool: string): { outcome: ToolOutcome; approval: ToolApproval } {
  const text = outputText(output);
  if (DENIED_BY_USER.test(text)) return { outcome: 'denied-by-user', approval: 'denied' };
  if (CANCELLED.test(text)) return { outcome: 'cancelled', approval: 'unknown' };
  const code = exitCode(text);
  if (TIMED_OUT.test(text.slice(0, TIMED_OUT_WITHIN)) || code === 124)
    return { outcome: 'timeout', approval: 'unknown' };
  const failed =
    (code !== undefined && code !== 0) ||
    FAILED.some((pattern) => pattern.test(text)) ||
    (MCP_TOOL.test(tool) && MCP_FAILED.test(text));
  return { outcome: failed ? 'error' : 'ok', approval: 'unknown' };
}
