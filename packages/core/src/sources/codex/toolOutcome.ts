import type { ToolOutcome } from '../../model/ToolCallRecord.ts';
import { objectOf, textOf } from '../recordFields.ts';
import { isOwnError } from './ownError.ts';
import { type CallResult, refusalOf } from './refusalOf.ts';

/** UTF-16 units of an output in which an exit code is looked for, and the words that its time was up. */
export const EXIT_CODE_WITHIN = 4000;
export const TIMED_OUT_WITHIN = 300;

const TIMED_OUT = /command timed out after|timed out after \d+/i;
/** Codex's own words before what a command had put out until then. */
const BEGINS_TIMED_OUT = /^(\{"output":")?command timed out after \d/i;
/** What stands between Codex's words about a command and the command's own. */
const OUTPUT_LINE = /^Output:\n/m;
const SCRIPT_FAILED = 'Script failed';
const SCRIPT_ERROR = '\nScript error:\n';
const EXEC_FAILED = 'exec_command failed';
/** What Codex says of a command that it did not start, before the reason and after it. */
const [REJECTED, REJECTED_END] = ['CreateProcess { message: "Rejected(\\"', '\\")"'];
/** Tools that run commands. */
const SHELL_TOOLS = new Set([
  'shell',
  'local_shell',
  'shell_command',
  'exec_command',
  'unified_exec',
  'container.exec',
]);
const FAILED =
  /^(exec_command failed|write_stdin failed|execution error|apply_patch verification failed|failed to parse|Script failed)/;
const SANDBOX_DENIED = /Sandbox\(Denied/;
/** Codex's own words for what a server of tools answered in error. */
const MCP_TOOL = /^mcp__/;
const MCP_FAILED = /^(Wall time: [\d.]+ seconds\nOutput:\n)?(err: "|tool call error: )/;
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

/** Exit code that an output states, the first of several: what a command put out comes after Codex's words. Patches up to 0.130 wrap theirs in JSON. */
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
  let [first, endsAt]: [number | undefined, number] = [undefined, Infinity];
  for (const pattern of EXIT_CODES) {
    const match = pattern.exec(beginning);
    if (!match || match.index + match[0].length >= endsAt) continue;
    [first, endsAt] = [Number(match[1]), match.index + match[0].length];
  }
  return first;
}

/** Whether Codex says of a command that failed that its time was up. */
function isOutOfTime(text: string): boolean {
  const beginning = text.slice(0, TIMED_OUT_WITHIN);
  const line = OUTPUT_LINE.exec(beginning);
  if (!line) return BEGINS_TIMED_OUT.test(beginning);
  return (
    TIMED_OUT.test(beginning.slice(0, line.index)) ||
    BEGINS_TIMED_OUT.test(beginning.slice(line.index + line[0].length))
  );
}

/** How a call ended. A stated exit code decides; words count where there is none, for a command may put out any. */
function outcomeOf(text: string, tool: string): ToolOutcome {
  if (isOwnError(text, tool)) return 'error';
  if (FAILED.test(text)) return TIMED_OUT.test(text.slice(0, TIMED_OUT_WITHIN)) ? 'timeout' : 'error';
  const code = exitCode(text);
  if (code === 0) return 'ok';
  if (code !== undefined) return code === 124 || isOutOfTime(text) ? 'timeout' : 'error';
  if (TIMED_OUT.test(text.slice(0, TIMED_OUT_WITHIN))) return 'timeout';
  return SANDBOX_DENIED.test(text) || (MCP_TOOL.test(tool) && MCP_FAILED.test(text)) ? 'error' : 'ok';
}

/** What Codex says in an output of why it did not let a call run, or any of a script, which ends with the error of that call. */
function refusalIn(text: string, tool: string): CallResult | undefined {
  const isScript = text.startsWith(SCRIPT_FAILED);
  const said = isScript ? (text.split(SCRIPT_ERROR).at(-1) ?? '') : text;
  const reason = said.startsWith(EXEC_FAILED) ? said.split(REJECTED, 2)[1]?.split(REJECTED_END, 1)[0] : undefined;
  return refusalOf(reason ?? said, isScript || reason !== undefined || SHELL_TOOLS.has(tool));
}

/** Outcome and approval of a tool's call from its output. Decisions of people are not kept by Codex; only a rejection leaves words. */
export function outputResult(output: unknown, tool: string): CallResult {
  const text = outputText(output);
  return refusalIn(text, tool) ?? { outcome: outcomeOf(text, tool), approval: 'unknown' };
}
