import { FILES } from './samplePhrases.ts';
import type { SampleRandom } from './sampleRandom.ts';
import type { SampleOutcome } from './SampleTruth.ts';

/** How often a tool is used and what comes of it. */
export interface SampleTool {
  name: string;
  weight: number;
  /** Median, ms. */
  durationMs: number;
  errorRate: number;
  /** A person says no. */
  rejectionRate: number;
  /** A rule says no. */
  denialRate: number;
  errorText: string;
}

/** Tools of Claude Code; `Agent` is added where a subagent is started. */
export const CLAUDE_TOOLS: readonly SampleTool[] = [
  {
    name: 'Bash',
    weight: 34,
    durationMs: 2600,
    errorRate: 0.09,
    rejectionRate: 0.008,
    denialRate: 0.008,
    errorText: 'Exit code 1\n2 tests failed',
  },
  {
    name: 'Read',
    weight: 28,
    durationMs: 40,
    errorRate: 0.015,
    rejectionRate: 0,
    denialRate: 0.002,
    errorText: '<tool_use_error>File does not exist.</tool_use_error>',
  },
  {
    name: 'Edit',
    weight: 17,
    durationMs: 60,
    errorRate: 0.04,
    rejectionRate: 0.012,
    denialRate: 0,
    errorText: '<tool_use_error>String to replace not found in file.</tool_use_error>',
  },
  {
    name: 'Grep',
    weight: 9,
    durationMs: 120,
    errorRate: 0.01,
    rejectionRate: 0,
    denialRate: 0,
    errorText: '<tool_use_error>Path does not exist.</tool_use_error>',
  },
  {
    name: 'Write',
    weight: 5,
    durationMs: 50,
    errorRate: 0.02,
    rejectionRate: 0.015,
    denialRate: 0,
    errorText: '<tool_use_error>File has not been read yet.</tool_use_error>',
  },
  {
    name: 'WebFetch',
    weight: 2,
    durationMs: 3500,
    errorRate: 0.12,
    rejectionRate: 0.03,
    denialRate: 0.03,
    errorText: 'Request failed with status code 404',
  },
  {
    name: 'mcp__tracker__search',
    weight: 2,
    durationMs: 900,
    errorRate: 0.06,
    rejectionRate: 0,
    denialRate: 0.01,
    errorText: 'The server did not answer in time.',
  },
];

/** Tools of Codex. */
export const CODEX_TOOLS: readonly SampleTool[] = [
  {
    name: 'exec_command',
    weight: 62,
    durationMs: 1800,
    errorRate: 0.08,
    rejectionRate: 0.008,
    denialRate: 0,
    errorText: 'Process exited with code 1',
  },
  {
    name: 'apply_patch',
    weight: 20,
    durationMs: 90,
    errorRate: 0.04,
    rejectionRate: 0.015,
    denialRate: 0,
    errorText: 'apply_patch verification failed: expected lines not found',
  },
  { name: 'update_plan', weight: 10, durationMs: 5, errorRate: 0, rejectionRate: 0, denialRate: 0, errorText: '' },
];

/** A tool by weight. */
export function randomTool(random: SampleRandom, tools: readonly SampleTool[]): SampleTool {
  return random.weighted(tools.map((tool) => [tool, tool.weight] as const));
}

/** What becomes of a call. */
export function randomOutcome(random: SampleRandom, tool: SampleTool): Exclude<SampleOutcome, 'pending'> {
  const { errorRate, rejectionRate, denialRate } = tool;
  return random.weighted([
    ['error', errorRate],
    ['deniedByUser', rejectionRate],
    ['deniedByRule', denialRate],
    ['ok', 1 - errorRate - rejectionRate - denialRate],
  ]);
}

/** What Claude Code passes to a tool. */
export function toolInput(random: SampleRandom, tool: string, directory: string): Record<string, unknown> {
  const file = `${directory}/${random.pick(FILES)}`;
  if (tool === 'Bash') return { command: random.pick(['pnpm test', 'git status', 'pnpm lint', 'git diff --stat']) };
  if (tool === 'Read') return { file_path: file };
  if (tool === 'Edit') return { file_path: file, old_string: 'limit = 10', new_string: 'limit = 20' };
  if (tool === 'Write') return { file_path: file, content: 'export const limit = 20;' };
  if (tool === 'Grep') return { pattern: 'limit', path: directory };
  return { query: 'limit' };
}
