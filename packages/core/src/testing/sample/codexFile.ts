import type { SampleRandom } from './sampleRandom.ts';
import { type SampleFile, type SessionPlan, workingDirectory } from './SessionPlan.ts';
import { uuidV7 } from './uuidV7.ts';

/** A line of a rollout before it is text. */
export interface CodexLine {
  timestamp: string;
  type: string;
  payload: Record<string, unknown>;
}

/** Running totals of a thread, in Codex's own terms: input includes what was cached, output includes reasoning. */
export interface CodexUsage {
  input_tokens: number;
  cached_input_tokens: number;
  output_tokens: number;
  reasoning_output_tokens: number;
  total_tokens: number;
}

/** A rollout of Codex being written. */
export interface CodexFile {
  readonly threadId: string;
  readonly directory: string;
  readonly lines: CodexLine[];
  readonly total: CodexUsage;
  add(type: string, payload: Record<string, unknown>, atMs: number): void;
  text(): SampleFile;
}

/** A rollout that begins with its own header; with `parent`, the parent's header and history follow, stamped with the time of the fork. */
export function codexFile(random: SampleRandom, plan: SessionPlan, startMs: number, parent?: CodexFile): CodexFile {
  const threadId = uuidV7(random, startMs);
  const directory = workingDirectory(plan.project);
  const lines: CodexLine[] = [];
  const add: CodexFile['add'] = (type, payload, atMs) => {
    lines.push({ timestamp: new Date(atMs).toISOString(), type, payload });
  };
  add(
    'session_meta',
    {
      id: threadId,
      ...(parent && { forked_from_id: parent.threadId }),
      timestamp: new Date(startMs).toISOString(),
      cwd: directory,
      originator: 'codex-tui',
      cli_version: plan.version,
      source: 'cli',
      model_provider: 'openai',
      git: { branch: 'main' },
    },
    startMs,
  );
  for (const [i, line] of (parent?.lines ?? []).entries())
    add(line.type, line.payload, startMs + 1 + Math.floor(i / 40));
  const localTime = new Date(startMs + plan.utcOffsetMs).toISOString();
  const folder = `.codex/sessions/${localTime.slice(0, 10).replaceAll('-', '/')}`;
  const stamp = localTime.slice(0, 19).replaceAll(':', '-');
  return {
    threadId,
    directory,
    lines,
    total: parent
      ? { ...parent.total }
      : { input_tokens: 0, cached_input_tokens: 0, output_tokens: 0, reasoning_output_tokens: 0, total_tokens: 0 },
    add,
    text: () => ({
      path: `${folder}/rollout-${stamp}-${threadId}.jsonl`,
      lines: lines.map((line) => JSON.stringify(line)),
    }),
  };
}
