import type { ClaudeFile, ClaudeRecord } from './claudeFile.ts';
import { type ClaudeBlock, writeClaudeResponse } from './claudeResponse.ts';
import { isVersionFrom } from './isVersionFrom.ts';
import type { PromptCache } from './promptCache.ts';
import { ANSWERS, REMARKS } from './samplePhrases.ts';
import type { SampleRandom } from './sampleRandom.ts';
import { CLAUDE_TOOLS, randomOutcome, randomTool, type SampleTool, toolInput } from './sampleTools.ts';
import { countToolCall, type SampleOutcome, type SampleTruth } from './SampleTruth.ts';
import type { SessionPlan } from './SessionPlan.ts';

/** Who works on a turn, and with what. */
export interface ClaudeWorker {
  random: SampleRandom;
  file: ClaudeFile;
  plan: SessionPlan;
  truth: SampleTruth;
  cache: PromptCache;
  model: string;
  isLongCache: boolean;
  /** Median output tokens of a response. */
  outputTokens: number;
  /** Runs a subagent for the call and returns when it ended and what the tool's result says of it. Absent = no subagents. */
  delegate?: (toolUseId: string, atMs: number) => { atMs: number; toolUseResult: object } | null;
  /** Sees the records of each response. */
  onResponse?: (records: readonly ClaudeRecord[], atMs: number) => void;
}

/** How a turn ended, and when. */
export interface ClaudeTurnEnd {
  atMs: number;
  end: 'answered' | 'rejected' | 'cut';
}

const REJECTION =
  "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. if it was a file edit, the new_string was NOT written to the file). STOP what you are doing and wait for the user to tell you how to proceed.";

const resultText = (tool: SampleTool, outcome: SampleOutcome): string => {
  if (outcome === 'deniedByUser') return REJECTION;
  if (outcome === 'deniedByRule') return `Permission to use ${tool.name} has been denied`;
  return outcome === 'error' ? tool.errorText : 'ok';
};

const denialFields = (plan: SessionPlan, outcome: SampleOutcome): ClaudeRecord => {
  if (outcome !== 'deniedByUser' && outcome !== 'deniedByRule') return {};
  const kind = outcome === 'deniedByUser' ? 'user-rejected' : 'permission-rule';
  return {
    toolUseResult: outcome === 'deniedByUser' ? 'User rejected tool use' : 'Error: permission denied',
    ...(isVersionFrom(plan.version, '2.1.205') && { toolDenialKind: kind }),
  };
};

/** Name of the tool that starts a subagent in this version. */
export function agentToolName(version: string): 'Task' | 'Agent' {
  return isVersionFrom(version, '2.1.78') ? 'Agent' : 'Task';
}

/**
 * The responses to one prompt with their tool calls, up to an answer, a person's rejection or the end of the sample. Nothing is written after
 * `plan.endMs`; a call whose result would come later stays without one.
 */
export function claudeWork(worker: ClaudeWorker, startMs: number, responses: number): ClaudeTurnEnd {
  const { random, file, plan, truth, cache } = worker;
  let atMs = startMs;
  for (let left = responses - 1; left >= 0; left -= 1) {
    const latencyMs = Math.round(2000 + random.logNormal(9000, 0.8));
    // Room for the lines of one response.
    if (atMs + latencyMs + 2000 > plan.endMs) return { atMs, end: 'cut' };
    atMs += latencyMs;
    const isLast = left === 0;
    const tools = isLast
      ? []
      : Array.from({ length: random.chance(0.1) ? random.whole(2, 3) : 1 }, () => randomTool(random, CLAUDE_TOOLS));
    const calls = tools.map((tool) => ({
      tool,
      id: `toolu_01${random.base62(22)}`,
      input: toolInput(random, tool.name, file.directory),
    }));
    const remark = random.chance(0.16) || isLast ? [isLast ? random.pick(ANSWERS) : random.pick(REMARKS)] : [];
    const blocks: ClaudeBlock[] = [
      ...remark.map((text) => ({ type: 'text' as const, text })),
      ...calls.map(({ tool, id, input }) => ({ type: 'tool_use' as const, id, name: tool.name, input })),
    ];
    const delegation = !isLast && worker.delegate && random.chance(0.16) ? `toolu_01${random.base62(22)}` : null;
    if (delegation !== null) {
      const input = { description: 'Look around', prompt: 'Find all callers.', subagent_type: 'general-purpose' };
      blocks.push({ type: 'tool_use', id: delegation, name: agentToolName(plan.version), input });
    }
    const prompt = cache.next(atMs);
    if (prompt.isCompacted) writeCompaction(file, atMs);
    const outputTokens = Math.round(Math.min(30_000, 40 + random.logNormal(worker.outputTokens, 0.9)));
    const { model, isLongCache } = worker;
    const records = writeClaudeResponse(
      random,
      file,
      plan,
      { model, atMs, prompt, outputTokens, isLongCache, isLast, blocks },
      truth,
    );
    worker.onResponse?.(records, atMs);
    atMs += blocks.length * 350;

    let isRejected = false;
    for (const { tool, id } of calls) {
      const outcome: Exclude<SampleOutcome, 'pending'> = isRejected ? 'ok' : randomOutcome(random, tool);
      const resultMs = atMs + Math.round(20 + random.logNormal(tool.durationMs, 1));
      if (resultMs > plan.endMs) {
        countToolCall(truth, tool.name, 'pending');
        continue;
      }
      atMs = resultMs;
      countToolCall(truth, tool.name, outcome);
      writeResult(file, atMs, id, resultText(tool, outcome), outcome !== 'ok', denialFields(plan, outcome));
      isRejected ||= outcome === 'deniedByUser';
    }
    if (delegation !== null && worker.delegate) {
      const done = worker.delegate(delegation, atMs);
      countToolCall(truth, agentToolName(plan.version), done === null ? 'pending' : 'ok');
      if (done === null) return { atMs, end: 'cut' };
      atMs = done.atMs;
      writeResult(file, atMs, delegation, 'Found three callers.', false, { toolUseResult: done.toolUseResult });
    }
    if (isRejected && atMs + 50 <= plan.endMs) {
      file.add(
        {
          type: 'user',
          message: { role: 'user', content: [{ type: 'text', text: '[Request interrupted by user for tool use]' }] },
        },
        atMs + 50,
      );
      return { atMs: atMs + 50, end: 'rejected' };
    }
  }
  return { atMs, end: 'answered' };
}

const writeResult = (
  file: ClaudeFile,
  atMs: number,
  id: string,
  text: string,
  isError: boolean,
  extra: ClaudeRecord,
): void => {
  const result = { tool_use_id: id, type: 'tool_result', content: text, ...(isError && { is_error: true }) };
  file.add({ type: 'user', message: { role: 'user', content: [result] }, ...extra }, atMs);
};

const writeCompaction = (file: ClaudeFile, atMs: number): void => {
  file.add(
    { type: 'system', subtype: 'compact_boundary', isMeta: false, compactMetadata: { trigger: 'auto' } },
    atMs - 900,
  );
  const message = { role: 'user', content: 'This session is being continued from a previous conversation.' };
  file.add({ type: 'user', message, isCompactSummary: true, isVisibleInTranscriptOnly: true }, atMs - 900);
};
