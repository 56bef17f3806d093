import { claudeFile, type ClaudeFile, type ClaudeRecord } from './claudeFile.ts';
import { type ClaudeTurnEnd, type ClaudeWorker, claudeWork } from './claudeWork.ts';
import { promptCache } from './promptCache.ts';
import { PROMPTS } from './samplePhrases.ts';
import type { SampleRandom } from './sampleRandom.ts';
import type { SampleSession, SampleTruth } from './SampleTruth.ts';
import type { SampleFile, SessionKind, SessionPlan } from './SessionPlan.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const LEAST_PROMPTS: Partial<Record<SessionKind, number>> = { resumed: 2, overnight: 4 };
/** The 4.6 models have windows of a million tokens, and people load more into them. */
const hasLongContext = (model: string): boolean => model.endsWith('-4-6');

/** The files of one session of Claude Code: its own, one for each subagent, and for a forked one the copy that went on. */
export function claudeTranscript(random: SampleRandom, plan: SessionPlan, truth: SampleTruth): SampleFile[] {
  const file = claudeFile(random, plan, { sessionId: random.uuid() });
  const files: ClaudeFile[] = [file];
  file.addState({ type: 'permission-mode', permissionMode: random.pick(['default', 'acceptEdits', 'plan']) });
  const worker = mainWorker(random, plan, file, truth, files);
  const prompts = Math.max(LEAST_PROMPTS[plan.kind] ?? 1, Math.round(random.logNormal(1.25, 0.6)));
  const last = converse(worker, plan, plan.startMs, prompts, truth);

  const forkMs = last.atMs + random.whole(3, 40) * MINUTE_MS;
  if (plan.kind === 'forked' && forkMs + 10 * MINUTE_MS < plan.endMs) {
    const fork = forkOf(random, plan, file);
    files.push(fork);
    const forkWorker = { ...worker, file: fork, ...(worker.delegate && delegation(random, plan, fork, truth, files)) };
    converse(forkWorker, { ...plan, kind: 'plain' }, forkMs, 1, truth);
  }
  return files.map((it) => it.text());
}

const mainWorker = (
  random: SampleRandom,
  plan: SessionPlan,
  file: ClaudeFile,
  truth: SampleTruth,
  files: ClaudeFile[],
): ClaudeWorker => {
  const isLongCache = random.chance(0.8);
  const weight = random.logNormal(1, 0.3);
  return {
    random,
    file,
    plan,
    truth,
    model: plan.model,
    isLongCache,
    outputTokens: 5600 * weight,
    cache: promptCache(random, {
      openingTokens: (hasLongContext(plan.model) ? 150_000 : 50_000) * weight,
      growthTokens: 20_000 * weight,
      windowTokens: hasLongContext(plan.model) ? 700_000 : 168_000,
      lifetimeMs: isLongCache ? HOUR_MS : 5 * MINUTE_MS,
    }),
    ...(random.chance(0.16) && delegation(random, plan, file, truth, files)),
  };
};

/** The conversation from `startMs` on; records what a reader must find of it as a session. */
const converse = (
  worker: ClaudeWorker,
  plan: SessionPlan,
  startMs: number,
  prompts: number,
  truth: SampleTruth,
): ClaudeTurnEnd => {
  const { random, file } = worker;
  const requestsBefore = truth.total.requests;
  let turn: ClaudeTurnEnd = { atMs: startMs, end: 'answered' };
  let asked = 0;
  for (let i = 0; i < prompts && turn.end !== 'cut'; i += 1) {
    const promptMs = i === 0 ? startMs : turn.atMs + pauseMs(random, plan, i === prompts - 1);
    if (promptMs > plan.endMs) break;
    writePrompt(random, file, promptMs);
    asked += 1;
    // Somebody at work at the end of the sample does not come to an answer.
    const responses = plan.kind === 'live' ? 500 : Math.max(1, Math.round(random.logNormal(3.3, 0.55)));
    turn = claudeWork(worker, promptMs, responses);
    if (turn.end === 'answered') writeTurnDuration(plan, file, promptMs, turn.atMs);
  }
  let status: SampleSession['status'] =
    turn.end === 'cut' ? 'incomplete' : turn.end === 'rejected' ? 'interrupted' : 'completed';
  if (status !== 'incomplete' && (plan.kind === 'failed' || plan.kind === 'interrupted')) {
    const promptMs = turn.atMs + MINUTE_MS;
    if (promptMs + MINUTE_MS < plan.endMs) {
      writePrompt(random, file, promptMs);
      asked += 1;
      status = plan.kind;
      if (plan.kind === 'failed') writeApiError(random, file, promptMs + 20_000);
      else file.add(userText('[Request interrupted by user]'), promptMs + 9000);
    }
  }
  const requests = truth.total.requests - requestsBefore;
  if (requests > 0) {
    const project = file.directory;
    truth.sessions.push({
      id: file.sessionId,
      agent: 'claude-code',
      project,
      startedAtMs: startMs,
      prompts: asked,
      requests,
      status,
    });
  }
  return turn;
};

const pauseMs = (random: SampleRandom, plan: SessionPlan, isLast: boolean): number => {
  if (plan.kind === 'overnight') return random.whole(5, 9) * MINUTE_MS;
  if (plan.kind === 'resumed' && isLast) return 17 * HOUR_MS;
  // A break now and then outlives the cache.
  return random.chance(0.08) ? random.whole(62, 110) * MINUTE_MS : Math.round(random.logNormal(2.5 * MINUTE_MS, 1));
};

const userText = (text: string): ClaudeRecord => ({
  type: 'user',
  message: { role: 'user', content: [{ type: 'text', text }] },
});

const writePrompt = (random: SampleRandom, file: ClaudeFile, atMs: number): void => {
  file.add({ type: 'user', message: { role: 'user', content: random.pick(PROMPTS) } }, atMs);
};

const writeTurnDuration = (plan: SessionPlan, file: ClaudeFile, promptMs: number, atMs: number): void => {
  if (plan.version.startsWith('2.0.')) return;
  file.add({ type: 'system', subtype: 'turn_duration', durationMs: atMs - promptMs, isMeta: false }, atMs);
};

const writeApiError = (random: SampleRandom, file: ClaudeFile, atMs: number): void => {
  file.add(
    { type: 'system', subtype: 'api_error', level: 'error', retryAttempt: 1, maxRetries: 10, retryInMs: 600 },
    atMs - 5000,
  );
  const usage = { input_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 0 };
  const message = {
    id: random.uuid(),
    model: '<synthetic>',
    role: 'assistant',
    type: 'message',
    stop_reason: 'stop_sequence',
    usage,
    content: [{ type: 'text', text: 'API Error: 529 Overloaded' }],
  };
  file.add({ type: 'assistant', message, isApiErrorMessage: true, error: 'overloaded', apiErrorStatus: 529 }, atMs);
};

/** A new session that begins with a copy of another's history, as branching a conversation leaves it. */
const forkOf = (random: SampleRandom, plan: SessionPlan, file: ClaudeFile): ClaudeFile => {
  const sessionId = random.uuid();
  const history = file.records
    .filter((record) => 'uuid' in record)
    .map((record) => ({
      ...record,
      sessionId,
      forkedFrom: { sessionId: file.sessionId, messageUuid: record['uuid'] },
    }));
  return claudeFile(random, plan, { sessionId, history });
};

/** Subagents of a session, each with a file of its own. */
const delegation = (
  random: SampleRandom,
  plan: SessionPlan,
  file: ClaudeFile,
  truth: SampleTruth,
  files: ClaudeFile[],
): Pick<ClaudeWorker, 'delegate'> => ({
  delegate: (toolUseId, startMs) => {
    const agentId = `a${random.hex(16)}`;
    const agentFile = claudeFile(random, plan, { sessionId: file.sessionId, agentId });
    const cache = promptCache(random, {
      openingTokens: 9000,
      growthTokens: 6000,
      windowTokens: 168_000,
      lifetimeMs: 5 * MINUTE_MS,
    });
    agentFile.add({ type: 'user', message: { role: 'user', content: 'Find all callers.' } }, startMs);
    files.push(agentFile);
    const calls = random.whole(2, 4);
    const work = claudeWork(
      {
        random,
        file: agentFile,
        plan,
        truth,
        cache,
        model: plan.smallModel,
        isLongCache: false,
        outputTokens: 500,
        onResponse: (records, atMs) => nestProgress(plan, file, toolUseId, agentId, records, atMs),
      },
      startMs,
      calls,
    );
    if (work.end === 'cut') return null;
    // The size of its last request, not what it used.
    const toolUseResult = {
      status: 'completed',
      agentId,
      totalDurationMs: work.atMs - startMs,
      totalTokens: cache.size(),
      totalToolUseCount: calls - 1,
    };
    return { atMs: work.atMs, toolUseResult };
  },
});

/** Versions up to 2.1.81 repeated a subagent's responses in its parent's file. */
const nestProgress = (
  plan: SessionPlan,
  file: ClaudeFile,
  toolUseId: string,
  agentId: string,
  records: readonly ClaudeRecord[],
  atMs: number,
): void => {
  if (plan.version !== '2.1.29') return;
  for (const { type, timestamp, message, requestId, uuid } of records) {
    const data = {
      type: 'agent_progress',
      agentId,
      message: { type, timestamp, message, requestId, uuid },
      normalizedMessages: [],
    };
    file.add({ type: 'progress', data, toolUseID: `agent_${agentId}`, parentToolUseID: toolUseId }, atMs);
  }
};
