import { type CodexFile, codexFile, type CodexUsage } from './codexFile.ts';
import { ANSWERS, PROMPTS } from './samplePhrases.ts';
import type { SampleRandom } from './sampleRandom.ts';
import { CODEX_TOOLS, randomOutcome, randomTool, type SampleTool } from './sampleTools.ts';
import {
  countRequest,
  countToolCall,
  type SampleOutcome,
  type SampleSession,
  type SampleTruth,
} from './SampleTruth.ts';
import type { SampleFile, SessionPlan } from './SessionPlan.ts';
import { uuidV7 } from './uuidV7.ts';

const MINUTE_MS = 60_000;
/** Under the length from which prompts are dearer. */
const WINDOW_TOKENS = 240_000;

/** The rollouts of one session of Codex: its own, and for a forked one the thread that began with its history. */
export function codexTranscript(random: SampleRandom, plan: SessionPlan, truth: SampleTruth): SampleFile[] {
  const file = codexFile(random, plan, plan.startMs);
  const thread: Thread = { random, plan, file, truth, contextTokens: random.whole(9000, 16_000), cachedTokens: 0 };
  const endedMs = converse(thread, plan.startMs + 1500, Math.max(1, Math.round(random.logNormal(1.25, 0.6))));
  const forkMs = endedMs + random.whole(2, 30) * MINUTE_MS;
  if (plan.kind !== 'forked' || forkMs + 10 * MINUTE_MS > plan.endMs) return [file.text()];
  const fork = codexFile(random, plan, forkMs, file);
  converse({ ...thread, file: fork }, forkMs + 5000, 1);
  return [file.text(), fork.text()];
}

interface Thread {
  random: SampleRandom;
  plan: SessionPlan;
  file: CodexFile;
  truth: SampleTruth;
  /** Tokens that the next request sends. */
  contextTokens: number;
  /** Of these, what the provider still has cached. */
  cachedTokens: number;
}

/** Works through the prompts and returns when it ended. */
const converse = (thread: Thread, startMs: number, prompts: number): number => {
  const { random, plan, file, truth } = thread;
  const requestsBefore = truth.total.requests;
  let atMs = startMs;
  let asked = 0;
  let status: SampleSession['status'] = 'completed';
  for (let i = 0; i < prompts && status !== 'incomplete'; i += 1) {
    const promptMs = i === 0 ? startMs : atMs + Math.round(random.logNormal(3 * MINUTE_MS, 0.9));
    if (promptMs > plan.endMs) break;
    asked += 1;
    const isInterrupted = plan.kind === 'interrupted' && i === prompts - 1;
    const turn = runTurn(thread, promptMs, isInterrupted);
    atMs = turn.atMs;
    status = turn.status;
  }
  const requests = truth.total.requests - requestsBefore;
  if (requests > 0) {
    const { threadId: id, directory: project } = file;
    truth.sessions.push({ id, agent: 'codex', project, startedAtMs: startMs, prompts: asked, requests, status });
  }
  return atMs;
};

const runTurn = (
  thread: Thread,
  promptMs: number,
  isInterrupted: boolean,
): { atMs: number; status: SampleSession['status'] } => {
  const { random, plan, file } = thread;
  const turnId = uuidV7(random, promptMs);
  const prompt = random.pick(PROMPTS);
  file.add('event_msg', { type: 'task_started', turn_id: turnId, model_context_window: 258_400 }, promptMs);
  file.add(
    'turn_context',
    { turn_id: turnId, cwd: file.directory, approval_policy: 'on-request', model: plan.model, effort: 'medium' },
    promptMs,
  );
  file.add(
    'response_item',
    { type: 'message', role: 'user', content: [{ type: 'input_text', text: prompt }] },
    promptMs,
  );
  file.add('event_msg', { type: 'user_message', message: prompt, images: [] }, promptMs);
  // The first count of a turn has nothing to say but the rate limits.
  file.add('event_msg', { type: 'token_count', info: null, rate_limits: null }, promptMs + 120);

  let atMs = promptMs + 200;
  for (let left = Math.max(1, Math.round(random.logNormal(4, 0.55))) - 1; left >= 0; left -= 1) {
    const latencyMs = Math.round(1500 + random.logNormal(8000, 0.7));
    if (atMs + latencyMs + 1000 > plan.endMs) return { atMs, status: 'incomplete' };
    atMs += latencyMs;
    const calls = left === 0 ? [] : Array.from({ length: random.chance(0.2) ? 2 : 1 }, () => callTool(thread, atMs));
    if (left === 0 && !isInterrupted) writeAnswer(thread, atMs);
    countTokens(thread, atMs + 30);
    for (const { tool, callId } of calls) atMs = finishCall(thread, tool, callId, atMs);
    if (isInterrupted && left <= 1) {
      file.add('event_msg', { type: 'turn_aborted', turn_id: turnId, reason: 'interrupted' }, atMs + 400);
      return { atMs: atMs + 400, status: 'interrupted' };
    }
  }
  file.add(
    'event_msg',
    { type: 'task_complete', turn_id: turnId, last_agent_message: null, duration_ms: atMs + 60 - promptMs },
    atMs + 60,
  );
  return { atMs: atMs + 60, status: 'completed' };
};

const writeAnswer = ({ random, file }: Thread, atMs: number): void => {
  const text = random.pick(ANSWERS);
  file.add('event_msg', { type: 'agent_message', message: text }, atMs);
  file.add('response_item', { type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }, atMs);
};

const callTool = ({ random, file }: Thread, atMs: number): { tool: SampleTool; callId: string } => {
  const tool = randomTool(random, CODEX_TOOLS);
  const callId = `call_${random.base62(24)}`;
  const call =
    tool.name === 'apply_patch'
      ? { type: 'custom_tool_call', status: 'completed', name: tool.name, input: '*** Begin Patch\n*** End Patch' }
      : {
          type: 'function_call',
          name: tool.name,
          arguments: JSON.stringify(tool.name === 'update_plan' ? { plan: [] } : { cmd: 'pnpm test' }),
        };
  file.add('response_item', { ...call, call_id: callId }, atMs);
  return { tool, callId };
};

const outputText = (tool: SampleTool, outcome: SampleOutcome): string => {
  if (outcome === 'deniedByUser')
    return tool.name === 'apply_patch' ? 'patch rejected by user' : 'exec command rejected by user';
  if (tool.name === 'update_plan') return 'Plan updated';
  if (outcome === 'error')
    return tool.name === 'exec_command'
      ? `Wall time: 0.8000 seconds\n${tool.errorText}\nOutput:\n2 failed`
      : tool.errorText;
  return tool.name === 'apply_patch'
    ? 'Exit code: 0\nWall time: 0.1 seconds\nOutput:\nSuccess.'
    : 'Wall time: 0.8000 seconds\nProcess exited with code 0\nOutput:\nok';
};

const finishCall = ({ random, plan, file, truth }: Thread, tool: SampleTool, callId: string, atMs: number): number => {
  const outcome = randomOutcome(random, tool);
  const doneMs = atMs + Math.round(30 + random.logNormal(tool.durationMs, 1));
  countToolCall(truth, tool.name, doneMs > plan.endMs ? 'pending' : outcome);
  if (doneMs > plan.endMs) return atMs;
  const type = tool.name === 'apply_patch' ? 'custom_tool_call_output' : 'function_call_output';
  file.add('response_item', { type, call_id: callId, output: outputText(tool, outcome) }, doneMs);
  return doneMs;
};

/** One request: its usage, the running total, and now and then the same event a second time. */
const countTokens = (thread: Thread, atMs: number): void => {
  const { random, plan, file, truth } = thread;
  if (thread.contextTokens > WINDOW_TOKENS) {
    thread.contextTokens = random.whole(20_000, 32_000);
    thread.cachedTokens = 0;
  }
  // The provider caches whole blocks and forgets now and then.
  const cached = random.chance(0.06)
    ? 0
    : Math.floor((thread.cachedTokens * (0.86 + random.fraction() * 0.14)) / 128) * 128;
  const output = Math.round(Math.min(24_000, 60 + random.logNormal(4400, 0.9)));
  const last: CodexUsage = {
    input_tokens: thread.contextTokens,
    cached_input_tokens: cached,
    output_tokens: output,
    reasoning_output_tokens: Math.floor(output * random.fraction() * 0.6),
    total_tokens: thread.contextTokens + output,
  };
  for (const key of Object.keys(last) as (keyof CodexUsage)[]) file.total[key] += last[key];
  const payload = {
    type: 'token_count',
    info: { total_token_usage: { ...file.total }, last_token_usage: last },
    rate_limits: null,
  };
  file.add('event_msg', payload, atMs);
  if (random.chance(0.075)) file.add('event_msg', payload, atMs + 20);
  countRequest(truth, plan.model, {
    inputTokens: last.input_tokens - cached,
    cacheReadTokens: cached,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: output,
    reasoningTokens: last.reasoning_output_tokens,
  });
  thread.cachedTokens = thread.contextTokens;
  thread.contextTokens += Math.round(Math.min(90_000, 300 + random.logNormal(28_000, 0.9)));
};
