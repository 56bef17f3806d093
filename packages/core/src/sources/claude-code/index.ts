import { readTranscript } from '../readTranscript.ts';
import { transcriptFiles } from '../transcriptFiles.ts';
import type { UsageSource } from '../UsageSource.ts';
import { ClaudeCodeParser } from './parse.ts';
import { claudeCodeRoots } from './paths.ts';

/** Lines that begin so carry no usage, whatever follows: they need not be parsed. */
const IDLE_STARTS = [
  'file-history-snapshot',
  'file-history-delta',
  'queue-operation',
  'last-prompt',
  'summary',
  'ai-title',
  'custom-title',
  'permission-mode',
].map((type) => Buffer.from(`{"type":"${type}"`));

const isIdle = (bytes: Buffer): boolean => IDLE_STARTS.some((start) => bytes.subarray(0, start.length).equals(start));

export interface ClaudeCodeOptions {
  /** Folders or files to read instead of the default places. */
  paths?: readonly string[];
  /** Environment in which the default places are looked up; the process's own when absent. */
  env?: Record<string, string | undefined>;
}

/** Transcripts of Claude Code, all eras. What is counted, and what is not, is in this folder's README. */
export function claudeCode({ paths, env = process.env }: ClaudeCodeOptions = {}): UsageSource {
  const roots = (): string[] => (paths ? [...paths] : claudeCodeRoots(env));
  return {
    id: 'claude-code',
    label: 'Claude Code',
    roots,
    files: (onSkipped) => transcriptFiles(roots(), onSkipped),
    async *read(file, options = {}) {
      yield* readTranscript('claude-code', file, (...of) => new ClaudeCodeParser(...of), isIdle, options);
    },
  };
}
