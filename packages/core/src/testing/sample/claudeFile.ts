import type { SampleRandom } from './sampleRandom.ts';
import { type SampleFile, type SessionPlan, workingDirectory } from './SessionPlan.ts';

/** A line of a transcript before it is text. */
export type ClaudeRecord = Record<string, unknown>;

/** A transcript of Claude Code being written. */
export interface ClaudeFile {
  readonly sessionId: string;
  readonly directory: string;
  readonly records: ClaudeRecord[];
  /** Appends a record of the conversation and returns its uuid. */
  add(record: ClaudeRecord, atMs: number): string;
  /** Appends a line that is no part of the conversation. */
  addState(record: ClaudeRecord): void;
  text(): SampleFile;
}

/** Where Claude Code keeps a project's transcripts. */
export function claudeFolder(directory: string): string {
  return `.claude/projects/${directory.replace(/[^A-Za-z0-9]/g, '-')}`;
}

/**
 * An empty transcript of a session, or of one of its subagents, whose records carry the parent's session id.
 *
 * @param options.history records it begins with, as they are
 */
export function claudeFile(
  random: SampleRandom,
  plan: SessionPlan,
  options: { sessionId: string; agentId?: string; history?: readonly ClaudeRecord[] },
): ClaudeFile {
  const { sessionId, agentId, history = [] } = options;
  const directory = workingDirectory(plan.project);
  const folder = claudeFolder(directory);
  // Versions 2.0 put subagents beside their session, later ones below it.
  const agentFolder = plan.version.startsWith('2.0.') ? folder : `${folder}/${sessionId}/subagents`;
  const path = agentId === undefined ? `${folder}/${sessionId}.jsonl` : `${agentFolder}/agent-${agentId}.jsonl`;
  const records: ClaudeRecord[] = [...history];
  let parentUuid = (history.findLast((record) => 'uuid' in record)?.['uuid'] ?? null) as string | null;
  return {
    sessionId,
    directory,
    records,
    add: (record, atMs) => {
      const uuid = random.uuid();
      records.push({
        parentUuid,
        isSidechain: agentId !== undefined,
        ...(agentId !== undefined && { agentId }),
        ...record,
        uuid,
        timestamp: new Date(atMs).toISOString(),
        cwd: directory,
        sessionId,
        version: plan.version,
      });
      parentUuid = uuid;
      return uuid;
    },
    addState: (record) => records.push({ ...record, sessionId }),
    text: () => ({ path, lines: records.map((record) => JSON.stringify(record)) }),
  };
}
