import { assertTranscriptOptions } from '../assertTranscriptOptions.ts';
import { transcriptFiles } from '../transcriptFiles.ts';
import { transcriptRead } from '../transcriptRead.ts';
import type { UsageSource } from '../UsageSource.ts';
import { ClaudeCodeParser } from './parse.ts';
import { claudeCodeRoots } from './paths.ts';
import { claudeCodeReadPlan } from './readPlan.ts';

/** Where transcripts of Claude Code are. */
export interface ClaudeCodeOptions {
  /** Folders or files to read instead of the default places; an empty list reads nothing. */
  paths?: readonly string[];
  /** Environment in which the default places are looked up; the process's own when absent. */
  env?: Record<string, string | undefined>;
}

export { claudeCodePlaces } from './paths.ts';

const read = transcriptRead('claude-code', (...of) => new ClaudeCodeParser(...of), claudeCodeReadPlan);

/**
 * Transcripts of Claude Code, all eras. What is counted, and what is not, is in this folder's README.
 *
 * @throws UsageError `invalid_argument` for options, or paths, that are none
 */
export function claudeCode(options: ClaudeCodeOptions = {}): UsageSource {
  assertTranscriptOptions('claudeCode', options);
  const { paths, env = process.env } = options;
  const roots = (): string[] => (paths ? [...paths] : claudeCodeRoots(env));
  return {
    id: 'claude-code',
    label: 'Claude Code',
    roots,
    files: (onSkipped) => transcriptFiles(roots(), onSkipped),
    read,
  };
}
